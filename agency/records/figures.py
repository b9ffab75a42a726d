"""Figures on record: what platforms and exports told of works and accounts, each written once, many at a time (S12, I9).

Writing the same again changes nothing, so a pull or an import that was broken off is simply done again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.terms.figures import Source
from agency.records.bulk import Row, add_missing, put
from agency.records.tables import AccountDaily, VideoSnapshot, WorkDaily
from agency.records.tables.base import new_ids, now

COUNTERS = ("plays", "likes", "comments", "shares", "saves", "profile_visits", "follower_gain")
RATES = ("completion", "completion_5s", "bounce_2s", "cover_ctr")
OF_SOME = ("danmaku", "coins", "impressions")
OBSERVED = (*COUNTERS, *RATES, "avg_watch_s", *OF_SOME, "visibility")
OF_A_DAY = tuple(field.name for field in fields(AccountDay) if field.name != "day")
ORIGIN = ("observed_at", "source", "import_batch_id", "pull_id", "revision")
SNAPSHOT = ("publication_id", "age_hours", *ORIGIN, *OBSERVED)
DAY_OF_A_WORK = ("publication_id", "day", "source", "observed_at", "plays", "likes", "comments", "shares")
DAY_OF_AN_ACCOUNT = (
    *("id", "account_id", "source", "import_batch_id", "pull_id", "created_at"),
    *("day", "revision", *OF_A_DAY),
)
HOUR = timedelta(hours=1)

Q = TypeVar("Q", bound=Select[Any])

observed = attrgetter(*OBSERVED)
of_a_day = attrgetter(*OF_A_DAY)


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One look at an account: when, through what, and from which file or pull.

    ``revision`` above 1 is for a look that was read again, because it had been read wrongly.
    """

    observed_at: datetime
    source: Source
    import_batch_id: str | None = None
    pull_id: str | None = None
    revision: int = 1

    def of_revision(self, revision: int) -> "Observation":
        """Return the same look, read once more."""
        return replace(self, revision=revision)


class WrittenDay(NamedTuple):
    """A day of an account as it is written: its revision, and its figures in the order of ``OF_A_DAY``."""

    day: date
    revision: int
    values: tuple[int | None, ...]


def keep_snapshots(session: Session, works: Sequence[tuple[str, WorkFigures]], seen: Observation) -> int:
    """Write what was seen of works, by publication id; return how many rows that made.

    A work of which this source's figures of this very moment are on record is passed over.
    """
    return add_missing(session, VideoSnapshot, SNAPSHOT, snapshots(works, seen))


def snapshots(works: Sequence[tuple[str, WorkFigures]], seen: Observation) -> list[Row]:
    """Return what was seen of works as rows, in the order of ``SNAPSHOT``."""
    origin = (seen.observed_at, seen.source, seen.import_batch_id, seen.pull_id, seen.revision)
    return [
        (work_id, (seen.observed_at - figures.published_at) / HOUR, *origin, *observed(figures))
        for work_id, figures in works
    ]


def keep_work_days(session: Session, works: Mapping[str, str], days: Iterable[WorkDay], seen: Observation) -> None:
    """Write days of works; a day that is on record is written over, as its platform corrects it."""
    put(session, WorkDaily, DAY_OF_A_WORK, work_days(works, days, seen))


def work_days(works: Mapping[str, str], days: Iterable[WorkDay], seen: Observation) -> list[Row]:
    """Return days of works as rows, in the order of ``DAY_OF_A_WORK``.

    ``works`` maps the platform's id to the publication's; days of other works are passed over.
    """
    told = {(works[day.item_id], day.day): day for day in days if day.item_id in works}
    return [
        (work_id, on, seen.source, seen.observed_at, day.plays, day.likes, day.comments, day.shares)
        for (work_id, on), day in told.items()
    ]


def keep_account_days(session: Session, account_id: str, days: Sequence[AccountDay], seen: Observation) -> int:
    """Write days of an account, a changed one as the next revision; return how many rows that made.

    What this source told before and is silent of now stays: an export of one metric erases no other.
    """
    return keep_days(session, account_id, changed_days(session, account_id, days, seen.source), seen)


def keep_days(session: Session, account_id: str, days: Sequence[WrittenDay], seen: Observation) -> int:
    """Write days that are known to say something new; return how many rows that made."""
    return add_missing(session, AccountDaily, DAY_OF_AN_ACCOUNT, account_days(account_id, days, seen))


def account_days(account_id: str, days: Sequence[WrittenDay], seen: Observation) -> list[Row]:
    """Return days of an account as rows, in the order of ``DAY_OF_AN_ACCOUNT``."""
    origin = (account_id, seen.source, seen.import_batch_id, seen.pull_id, now())
    ids = new_ids(len(days))
    return [(id_, *origin, day.day, day.revision, *day.values) for id_, day in zip(ids, days, strict=True)]


def changed_days(session: Session, account_id: str, days: Sequence[AccountDay], source: Source) -> list[WrittenDay]:
    """Return what is to be written of an account's days: those that say something that is not on record."""
    return changed_of(days, written_days(session, [account_id], source, days)[account_id])


def changed_of(days: Sequence[AccountDay], known: Mapping[date, WrittenDay]) -> list[WrittenDay]:
    """Return what is to be written of days, given what is on record of them."""
    return [changed for day in days if (changed := changed_day(day, known.get(day.day)))]


def changed_day(day: AccountDay, last: WrittenDay | None) -> WrittenDay | None:
    """Return what is to be written of a day, None where it says nothing new."""
    told = of_a_day(day)
    if last is None:
        return WrittenDay(day.day, 1, told)
    values = tuple(old if new is None else new for old, new in zip(last.values, told, strict=True))
    return WrittenDay(day.day, last.revision + 1, values) if values != last.values else None


def written_days(
    session: Session, account_ids: Sequence[str], source: Source, days: Sequence[AccountDay]
) -> defaultdict[str, dict[date, WrittenDay]]:
    """Return what a source told last of each of these days, by account."""
    found: defaultdict[str, dict[date, WrittenDay]] = defaultdict(dict)
    if days:
        columns = (AccountDaily.account_id, AccountDaily.day, AccountDaily.revision)
        query = of_days(
            select(*columns, *(getattr(AccountDaily, name) for name in OF_A_DAY)), account_ids, source, days
        )
        for account_id, day, revision, *told in session.connection().execute(query):
            found[account_id][day] = WrittenDay(day, revision, tuple(told))
    return found


def last_revisions(
    session: Session, account_id: str, source: Source, days: Sequence[AccountDay]
) -> dict[date, AccountDaily]:
    """Return the row by which a source told last of each of these days of an account."""
    rows = session.scalars(of_days(select(AccountDaily), [account_id], source, days)) if days else ()
    return {row.day: row for row in rows}


def of_days(query: Q, account_ids: Sequence[str], source: Source, days: Sequence[AccountDay]) -> Q:
    """Return a query narrowed to what a source told from the first to the last of these days, the last word last."""
    told = [day.day for day in days]
    return query.where(
        AccountDaily.account_id.in_(account_ids),
        AccountDaily.source == source,
        AccountDaily.day.between(min(told), max(told)),
    ).order_by(AccountDaily.day, AccountDaily.revision)


def values_of(row: AccountDaily) -> dict[str, int | None]:
    """Return the figures of a day's row."""
    return {name: getattr(row, name) for name in OF_A_DAY}


def has_days(session: Session, account_id: str, source: Source) -> bool:
    """Tell whether a source ever told a day of an account."""
    query = select(AccountDaily.id).where(AccountDaily.account_id == account_id, AccountDaily.source == source)
    return session.connection().scalar(query.limit(1)) is not None
