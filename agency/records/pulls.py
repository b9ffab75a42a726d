"""Looks at accounts on record: what each brought or what kept it from it, and the answers it was read from (S12, I9)."""

import zlib
from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import PullPart
from agency.records.bulk import Row
from agency.records.tables import Pull, PulledPage

LIGHTLY = 1  # zlib's level: a page shrinks to a sixth in a tenth of a millisecond, and hardly further in ten times that


PULL = (
    *("id", "account_id", "observed_at", "parts", "span", "works_seen", "works_new", "days_written"),
    *("undecided", "trouble", "flow_run_id", "created_at"),
)
PAGE = ("pull_id", "number", "path", "asked", "status", "content_zlib")


class Brought(NamedTuple):
    """A look that went well: of which account, when, and which parts it brought."""

    account_id: str
    observed_at: datetime
    parts: list[PullPart]

    def does_for(self, account_id: str, since: datetime, parts: Set[PullPart]) -> bool:
        """Tell whether it spares another look, which would do since a moment and is wanted for these parts."""
        return self.account_id == account_id and self.observed_at >= since and parts <= set(self.parts)


class Kept(NamedTuple):
    """One answer as it was kept: where it was asked for, what was asked, and what came."""

    path: str
    asked: str
    status: int
    content: bytes


def brought_since(session: Session, account_ids: Sequence[str], moment: datetime, at: datetime) -> list[Brought]:
    """Return what good looks at accounts brought that were begun at a moment or later.

    One that was begun later than ``at``, the moment now, was dated by a clock that has been set back since: nobody can
    say whether it is new.
    """
    query = select(Pull.account_id, Pull.observed_at, Pull.parts).where(
        Pull.account_id.in_(account_ids),
        Pull.observed_at.between(moment, at),
        Pull.trouble.is_(None),
        Pull.replay_of_id.is_(None),
    )
    return [Brought(*row) for row in session.connection().execute(query)]


def pages(pull_id: str, kept: Iterable[Kept]) -> list[Row]:
    """Return the answers of a look, compressed, as rows in the order of ``PAGE``."""
    return [
        (pull_id, number, page.path, page.asked, page.status, zlib.compress(page.content, LIGHTLY))
        for number, page in enumerate(kept)
    ]


def keep_pages(session: Session, rows: Sequence[Row]) -> None:
    """Write the answers of looks."""
    if rows:
        session.execute(insert(PulledPage), [dict(zip(PAGE, row, strict=True)) for row in rows])


def pages_of(session: Session, pull_id: str) -> list[Kept]:
    """Return the answers of a look in the order in which they came; none once their time is over."""
    query = select(PulledPage).where(PulledPage.pull_id == pull_id).order_by(PulledPage.number)
    return [Kept(row.path, row.asked, row.status, zlib.decompress(row.content_zlib)) for row in session.scalars(query)]


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
