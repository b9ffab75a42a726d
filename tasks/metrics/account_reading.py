"""What one look at an account reads through its platform's client: works, their days and the account's own (S12)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.terms.figures import PullPart
from agency.platforms.reader import Reader

YOUNG = timedelta(hours=48)
OLDER_IN_A_ROW = 5  # pinned works head the list at any age, so one old work is no end yet


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the records know of an account before a look: the platform's ids of its works, and how far back days are wanted."""

    item_ids: Sequence[str]
    span: int
    profile: str | None


@dataclass(frozen=True, kw_only=True)
class Read:
    """All that one look at an account brought, before anything of it is on record."""

    works: Sequence[WorkFigures] = ()
    work_days: Sequence[WorkDay] = ()
    account_days: Sequence[AccountDay] = ()


def read_all(reader: Reader, parts: Set[PullPart], known: Known, moment: datetime) -> Read:
    """Read the parts that are wanted; the days are of the works that were seen."""
    listed = reader.works(known.item_ids)
    works = list(listed if PullPart.WORKS in parts else young(listed, moment - YOUNG))
    if PullPart.DAYS not in parts:
        return Read(works=works)
    watched = reader.watch_times(works)
    return Read(
        works=[with_watch_time(work, watched) for work in works],
        work_days=list(reader.work_days(works, known.span)),
        account_days=reader.account_days(known.span),
    )


def with_watch_time(work: WorkFigures, watched: Mapping[str, float]) -> WorkFigures:
    """Return a work with its mean watch time, where it was told apart."""
    told = watched.get(work.item_id or "")
    return work if told is None else replace(work, avg_watch_s=told)


def young(works: Iterable[WorkFigures], since: datetime) -> Iterator[WorkFigures]:
    """Yield the works that came out since a moment, from a list that is newest first but for the pinned ones."""
    older = 0
    for work in works:
        older = 0 if work.published_at >= since else older + 1
        if not older:
            yield work
        elif older == OLDER_IN_A_ROW:
            return
