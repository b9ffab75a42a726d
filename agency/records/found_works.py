"""Works as a platform or an export shows them, told from those that are on record, and written down when they are new (I9).

A work of ours that was published by hand is known again by the id in its link, else by moment and title; what could be
two works is put before a person and never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.matching import KnownWork, Match, by_ids, match_rows, title_key
from agency.domain.terms.figures import Visibility
from agency.domain.terms.performance import MatchOutcome
from agency.domain.terms.publishing import PublicationStatus
from agency.records.bulk import Sheaf, add_missing
from agency.records.figures import SNAPSHOT, Observation, snapshots
from agency.records.tables import Publication, VideoSnapshot
from agency.records.tables.base import new_id, new_ids, now

PARTS_OF_A_LINK = re.compile(r"[/?&=#]")
STATUS: Mapping[Visibility, PublicationStatus] = {
    Visibility.IN_REVIEW: PublicationStatus.IN_REVIEW,
    Visibility.NOT_SUITABLE: PublicationStatus.RESTRICTED,
    Visibility.DELETED: PublicationStatus.TAKEN_DOWN,
}
NO_TAGS: Sequence[str] = ()
NEW = (
    *("id", "account_id", "title", "published_at", "published_to_the_day", "kind", "matching_key", "platform_item_id"),
    *("video_id", "link", "duration_ms", "visibility", "status", "caption", "tags", "created_at", "updated_at", "rev"),
)


class Standing(NamedTuple):
    """What is on record of a published work, as far as its platform has a say in it."""

    id: str
    item_id: str | None
    video_id: str | None
    link: str | None
    duration_ms: int | None
    visibility: str | None
    kind: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What came of the works of one look: the publication of each row in its order, None for a row left undecided."""

    works: tuple[str | None, ...]
    new: int
    snapshots: int


def match_works(session: Session, account_id: str, rows: Sequence[WorkFigures]) -> tuple[Match, ...]:
    """Say of every row which publication of the account it is; ``work_id`` is the publication's id."""
    return recognised(session, account_id, standing_works(session, [account_id])[account_id], rows)


def recognised(
    session: Session, account_id: str, standing: Mapping[str, Standing], rows: Sequence[WorkFigures]
) -> tuple[Match, ...]:
    """Say of every row which of the standing works it is; where each bears the id of one, nothing else is looked at."""
    ids = {work.item_id: work.id for work in standing.values() if work.item_id}
    found = [ids.get(row.item_id or "") for row in rows]
    if None not in found and len(set(found)) == len(found):
        return by_ids(work_id for work_id in found if work_id)
    told = {name: row.item_id for row in rows for name in (row.item_id, row.video_id) if name and row.item_id}
    return match_rows(rows, known_works(session, account_id, told) if standing else ())


def item_ids(session: Session, account_id: str, *, since: datetime | None = None) -> list[str]:
    """Return the platform's ids of the account's works, newest first, of those alone that came out since a moment."""
    query = select(Publication.platform_item_id).where(
        Publication.account_id == account_id, Publication.platform_item_id.is_not(None)
    )
    if since is not None:
        query = query.where(Publication.published_at >= since)
    return [item_id for item_id in session.scalars(query.order_by(Publication.published_at.desc())) if item_id]


def standing_works(session: Session, account_ids: Sequence[str]) -> defaultdict[str, dict[str, Standing]]:
    """Return the published works of accounts as they stand, by account and publication."""
    codes = (type_coerce(column, Text) for column in (Publication.visibility, Publication.kind))
    query = select(
        Publication.account_id,
        Publication.id,
        Publication.platform_item_id,
        Publication.video_id,
        Publication.link,
        Publication.duration_ms,
        *codes,
    ).where(Publication.account_id.in_(account_ids), Publication.published_at.is_not(None))
    found: defaultdict[str, dict[str, Standing]] = defaultdict(dict)
    for account_id, *work in session.connection().execute(query):
        found[account_id][work[0]] = Standing(*work)
    return found


def known_works(session: Session, account_id: str, ids: Mapping[str, str]) -> list[KnownWork]:
    """Return the account's works as the matching compares them, each with the platform's id that its link may name."""
    query = select(
        Publication.id,
        Publication.title,
        Publication.published_at,
        Publication.published_to_the_day,
        Publication.platform_item_id,
        Publication.link,
    ).where(Publication.account_id == account_id, Publication.published_at.is_not(None))
    return [
        KnownWork(
            work_id=work_id,
            title=title,
            published_at=published_at,
            published_to_the_day=to_the_day,
            item_id=item_id or named_in(link, ids),
        )
        for work_id, title, published_at, to_the_day, item_id, link in session.execute(query)
        if published_at
    ]


def named_in(link: str | None, ids: Mapping[str, str]) -> str | None:
    """Return the platform's id of the work that a link leads to, None where it names none of these."""
    parts = PARTS_OF_A_LINK.split(link) if link else ()
    return next((ids[part] for part in parts if part in ids), None)


def keep_works(session: Session, account_id: str, rows: Sequence[tuple[WorkFigures, Match]], seen: Observation) -> Kept:
    """Write the rows of one look: works that are new, what is new of known ones, and the figures of all.

    Rows that could be several works are left out. The caller has taken its turn (``accounts.take_turns``).
    """
    sheaf = Sheaf()
    complete_known(session, rows, standing_works(session, [account_id])[account_id])
    kept = lay_works(sheaf, account_id, rows, seen)
    sheaf.write(session)
    return kept


def lay_works(sheaf: Sheaf, account_id: str, rows: Sequence[tuple[WorkFigures, Match]], seen: Observation) -> Kept:
    """Lay the new works of one look, and the figures of all that are decided, into a sheaf."""
    places = [place for place, (_row, match) in enumerate(rows) if match.outcome is MatchOutcome.NEW]
    new = dict(zip(places, new_ids(len(places)), strict=True))
    moment = now()
    sheaf.lay(Publication, NEW, (new_work(id_, account_id, rows[place][0], moment) for place, id_ in new.items()))
    works = tuple(new.get(place, match.work_id) for place, (_row, match) in enumerate(rows))
    decided = [(work_id, row) for work_id, (row, _match) in zip(works, rows, strict=True) if work_id]
    sheaf.lay(VideoSnapshot, SNAPSHOT, snapshots(decided, seen))
    return Kept(works=works, new=len(new), snapshots=len(decided))


def complete_known(
    session: Session, rows: Sequence[tuple[WorkFigures, Match]], standing: Mapping[str, Standing]
) -> None:
    """Write what rows tell of known works beside their counts, where that is new."""
    for row, match in rows:
        if match.work_id is not None and tells_more(standing[match.work_id], row):
            complete(session.get_one(Publication, match.work_id), row)
    session.flush()


def new_work(id_: str, account_id: str, row: WorkFigures, moment: datetime) -> tuple[Any, ...]:
    """Return the publication of a work that was found and comes from none of our items, in the order of ``NEW``."""
    title = row.title.replace("\0", "")  # no database keeps it in a text
    return (
        *(id_, account_id, title, row.published_at, row.published_to_the_day, row.kind, title_key(title)),
        *(row.item_id, row.video_id, row.link, row.duration_ms, row.visibility, status_of(row.visibility)),
        *("", NO_TAGS, moment, moment, 1),
    )


def write_found(session: Session, account_id: str, row: WorkFigures) -> Publication:
    """Put one work on record that was found on the platform, and return it."""
    id_ = new_id()
    add_missing(session, Publication, NEW, [new_work(id_, account_id, row, now())])
    return session.get_one(Publication, id_)


def tells_more(work: Standing, row: WorkFigures) -> bool:
    """Tell whether a row says something of a known work that is not on record yet."""
    return (
        (work.item_id is None and row.item_id is not None)
        or (work.video_id is None and row.video_id is not None)
        or (work.link is None and row.link is not None)
        or (work.duration_ms is None and row.duration_ms is not None)
        or (row.visibility is not None and row.visibility.value != work.visibility)
        or row.kind.value != work.kind
    )


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
        work.status = status_of(work.visibility)


def status_of(visibility: Visibility | None) -> PublicationStatus:
    """Return how a work stands that is not ours to publish."""
    return STATUS.get(visibility or Visibility.PUBLIC, PublicationStatus.LIVE)
