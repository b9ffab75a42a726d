"""Looks at accounts on record: what each brought or what kept it from it, and the answers it was read from (S12, I9)."""

import zlib
from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import PullPart
from agency.records.tables import Pull, PulledPage

LIGHTLY = 1  # zlib's level: a page shrinks to a sixth in a tenth of a millisecond, and hardly further in ten times that


class Kept(NamedTuple):
    """One answer as it was kept: where it was asked for, what was asked, and what came."""

    path: str
    asked: str
    status: int
    content: bytes


def pulled_since(session: Session, account_id: str, moment: datetime, parts: Set[PullPart]) -> bool:
    """Tell whether a look that was begun at this moment or later brought all of these parts."""
    query = select(Pull.parts).where(
        Pull.account_id == account_id, Pull.observed_at >= moment, Pull.trouble.is_(None), Pull.replay_of_id.is_(None)
    )
    return any(parts <= set(brought) for (brought,) in session.connection().execute(query))


def keep_pages(session: Session, pull_id: str, pages: Iterable[Kept]) -> None:
    """Keep the answers of a look, compressed, in the order in which they came."""
    rows = [
        {
            "pull_id": pull_id,
            "number": number,
            "path": page.path,
            "asked": page.asked,
            "status": page.status,
            "content_zlib": zlib.compress(page.content, LIGHTLY),
        }
        for number, page in enumerate(pages)
    ]
    if rows:
        session.execute(insert(PulledPage), rows)


def pages_of(session: Session, pull_id: str) -> list[Kept]:
    """Return the answers of a look in the order in which they came; none once their time is over."""
    query = select(PulledPage).where(PulledPage.pull_id == pull_id).order_by(PulledPage.number)
    return [Kept(row.path, row.asked, row.status, zlib.decompress(row.content_zlib)) for row in session.scalars(query)]


def drop_pages(session: Session, before: datetime) -> int:
    """Drop the answers of looks before a moment, and return how many those were; the looks themselves stay."""
    old = select(Pull.id).where(Pull.observed_at < before)
    return session.connection().execute(delete(PulledPage).where(PulledPage.pull_id.in_(old))).rowcount


def pulls_with_pages(session: Session, account_ids: Sequence[str], since: datetime, until: datetime) -> Sequence[Pull]:
    """Return the looks of a time whose answers are still kept, oldest first."""
    kept = select(PulledPage.pull_id)
    query = select(Pull).where(
        Pull.account_id.in_(account_ids), Pull.observed_at.between(since, until), Pull.id.in_(kept)
    )
    return session.scalars(query.order_by(Pull.observed_at)).all()


def last_pulls(session: Session, account_ids: Sequence[str], *, good: bool) -> dict[str, Pull]:
    """Return the last look at each account that brought figures, or the last one that did not."""
    ranked = (
        select(
            Pull.id,
            func.row_number().over(partition_by=Pull.account_id, order_by=Pull.observed_at.desc()).label("place"),
        )
        .where(Pull.account_id.in_(account_ids), Pull.replay_of_id.is_(None))
        .where(Pull.trouble.is_(None) if good else Pull.trouble.is_not(None))
        .subquery()
    )
    query = select(Pull).join(ranked, ranked.c.id == Pull.id).where(ranked.c.place == 1)
    return {row.account_id: row for row in session.scalars(query)}
