"""Works as a platform or an export shows them, told from those that are on record, and written down when they are new (I9).

A work of ours that was published by hand is known again by the id in its link, else by moment and title; what could be
two works is put before a person and never guessed.
"""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.matching import KnownWork, Match, match_rows, title_key
from agency.domain.terms.figures import Visibility
from agency.domain.terms.publishing import PublicationStatus
from agency.records import accounts
from agency.records.tables import Publication

PARTS_OF_A_LINK = re.compile(r"[/?&=#]")
STATUS: Mapping[Visibility, PublicationStatus] = {
    Visibility.IN_REVIEW: PublicationStatus.IN_REVIEW,
    Visibility.NOT_SUITABLE: PublicationStatus.RESTRICTED,
    Visibility.DELETED: PublicationStatus.TAKEN_DOWN,
}


def match_works(session: Session, account_id: str, rows: Sequence[WorkFigures]) -> tuple[Match, ...]:
    """Say of every row which publication of the account it is; ``work_id`` is the publication's id."""
    ids = {told: row.item_id for row in rows for told in (row.item_id, row.video_id) if told and row.item_id}
    return match_rows(rows, [known_work(work, ids) for work in accounts.works(session, account_id)])


def known_work(work: Publication, ids: Mapping[str, str]) -> KnownWork:
    """Return a publication as the matching compares it, with the platform's id that its link names."""
    if work.published_at is None:
        raise ValueError(f"publication {work.id} is not out")
    named = (ids[part] for part in PARTS_OF_A_LINK.split(work.link or "") if part in ids)
    return KnownWork(
        work_id=work.id,
        title=work.title,
        published_at=work.published_at,
        item_id=work.platform_item_id or next(named, None),
        published_to_the_day=work.published_to_the_day,
    )


def write_found(session: Session, account_id: str, row: WorkFigures) -> Publication:
    """Put a work on record that was found on the platform and comes from none of our items."""
    work = Publication(
        account_id=account_id,
        title=row.title,
        published_at=row.published_at,
        published_to_the_day=row.published_to_the_day,
        kind=row.kind,
        matching_key=title_key(row.title),
    )
    session.add(work)
    complete(work, row)
    session.flush()
    return work


def complete(work: Publication, row: WorkFigures) -> None:
    """Add to a work what only its platform knows; what is silent now stays as it was known.

    Whether a work of ours is live is said by its own production (S11), never here.
    """
    work.platform_item_id = work.platform_item_id or row.item_id
    work.video_id = work.video_id or row.video_id
    work.link = work.link or row.link
    work.duration_ms = work.duration_ms or row.duration_ms
    work.visibility = row.visibility or work.visibility
    work.kind = row.kind
    if work.content_id is None:
        work.status = STATUS.get(work.visibility or Visibility.PUBLIC, PublicationStatus.LIVE)
