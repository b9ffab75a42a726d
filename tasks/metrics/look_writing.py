"""Writes what looks at accounts brought: those of many accounts in one unit of work, and of each all or nothing (S12, I9)."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.matching import Match
from agency.domain.terms.figures import PullPart, Source
from agency.domain.terms.performance import MatchOutcome
from agency.locale import _
from agency.platforms.recorded import Page
from agency.records import accounts, figures, found_works, pulls
from agency.records.bulk import Sheaf
from agency.records.figures import DAY_OF_A_WORK, DAY_OF_AN_ACCOUNT, Observation, WrittenDay
from agency.records.found_works import Standing
from agency.records.pulls import PULL, Brought, Kept
from agency.records.tables import AccountDaily, Pull, WorkDaily
from agency.records.tables.base import new_id, now
from tasks.metrics.account_reading import Read


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look at an account, as it was read; ``since`` is the moment from which another look would have done for it."""

    account_id: str
    account: str
    since: datetime
    parts: Set[PullPart]
    span: int
    observed_at: datetime
    flow_run_id: str | None = None
    read: Read = field(default_factory=Read)
    pages: Sequence[Page] = ()

    def does_for(self, other: "Look") -> bool:
        """Tell whether this look, once it is written, spares the other."""
        mine = Brought(self.account_id, self.observed_at, list(self.parts))
        return mine.does_for(other.account_id, other.since, other.parts)


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a pull left on record of one account; ``undecided`` names works that a person has to tell apart.

    ``was_seen`` when another leg or run had brought all of it since this one began. ``again_at`` is when a quota that is
    used up comes back.
    """

    account: str
    was_seen: bool = False
    snapshots: int = 0
    new_works: int = 0
    days: int = 0
    undecided: tuple[str, ...] = ()
    trouble: str = ""
    again_at: datetime | None = None


def write_looks(session: Session, looks: Sequence[Look]) -> list[Pulled]:
    """Write all that looks brought, and return what each left; nothing of one for which another was faster."""
    ids = sorted({look.account_id for look in looks})
    accounts.take_turns(session, ids)
    brought = pulls.brought_since(session, ids, min(look.since for look in looks), now())
    fresh = list(first_of_each(look for look in looks if not is_spared(look, brought)))
    standing = found_works.standing_works(session, ids)
    told = [day for look in fresh for day in look.read.account_days]
    days = figures.written_days(session, ids, Source.API, told)
    sheaf, pages = Sheaf(), []
    done: dict[int, Pulled] = {}
    for look in fresh:
        changed = figures.changed_of(look.read.account_days, days[look.account_id])
        pull_id = new_id()
        done[id(look)] = lay(session, sheaf, look, pull_id, standing[look.account_id], changed)
        pages += pulls.pages(pull_id, kept_of(look))
    sheaf.write(session)
    pulls.keep_pages(session, pages)
    return [done.get(id(look)) or Pulled(account=look.account, was_seen=True) for look in looks]


def is_spared(look: Look, brought: Sequence[Brought]) -> bool:
    """Tell whether another look has brought what this one was wanted for."""
    return any(each.does_for(look.account_id, look.since, look.parts) for each in brought)


def first_of_each(looks: Iterator[Look]) -> Iterator[Look]:
    """Yield looks but for those that one before them spares."""
    passed: list[Look] = []
    for look in looks:
        if not any(other.does_for(look) for other in passed):
            passed.append(look)
            yield look


def lay(
    session: Session, sheaf: Sheaf, look: Look, pull_id: str, standing: dict[str, Standing], days: Sequence[WrittenDay]
) -> Pulled:
    """Lay all that one look brought into a sheaf, and return what it leaves."""
    seen = Observation(observed_at=look.observed_at, source=Source.API, pull_id=pull_id)
    matches = found_works.recognised(session, look.account_id, standing, look.read.works)
    rows = list(zip(look.read.works, matches, strict=True))
    found_works.complete_known(session, rows, standing)
    kept = found_works.lay_works(sheaf, look.account_id, rows, seen)
    ids = {work.item_id: id_ for work, id_ in zip(look.read.works, kept.works, strict=True) if work.item_id and id_}
    sheaf.lay(WorkDaily, DAY_OF_A_WORK, figures.work_days(ids, look.read.work_days, seen), over=True)
    sheaf.lay(AccountDaily, DAY_OF_AN_ACCOUNT, figures.account_days(look.account_id, days, seen))
    left = Pulled(
        account=look.account,
        snapshots=kept.snapshots,
        new_works=kept.new,
        days=len(days),
        undecided=tuple(undecided(work, match) for work, match in rows if match.outcome is MatchOutcome.AMBIGUOUS),
    )
    sheaf.lay(Pull, PULL, [row_of(look, pull_id, left)])
    return left


def row_of(look: Look, pull_id: str, left: Pulled) -> tuple[object, ...]:
    """Return the row of a look, in the order of ``PULL``."""
    return (
        *(pull_id, look.account_id, look.observed_at, sorted(look.parts), look.span),
        *(left.snapshots, left.new_works, left.days, list(left.undecided)),
        *(left.trouble or None, look.flow_run_id, now()),
    )


def write_failed(session: Session, look: Look, trouble: str) -> None:
    """Write that a look brought nothing, why, and the answers it failed on."""
    pull_id = new_id()
    sheaf = Sheaf()
    sheaf.lay(Pull, PULL, [row_of(look, pull_id, Pulled(account=look.account, trouble=trouble))])
    sheaf.write(session)
    pulls.keep_pages(session, pulls.pages(pull_id, kept_of(look)))


def kept_of(look: Look) -> Iterator[Kept]:
    """Yield the answers of a look as they are kept."""
    return (Kept(page.path, page.asked, page.status, page.content) for page in look.pages)


def undecided(work: WorkFigures, match: Match) -> str:
    """Return the sentence on a work that could be several."""
    return _("“{title}” was left out: {reason}").format(title=work.title[:20], reason=match.reason)
