"""The rows of the table of operations (运营总表): each account and project against its month (C1, C4)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from agency.domain.known import sum_known
from agency.domain.pace import Pace, pace
from agency.domain.terms import label
from agency.domain.terms.accounts import ASLEEP
from agency.domain.terms.figures import Metric
from agency.domain.windows import DAY, Window, beginning_of, half_month, share_elapsed
from agency.locale import _
from agency.reports.sheet import Value
from agency.reports.tables import operations
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.tables.rows.figures import MonthOfWorks
from tasks.tables.rows.filling import in_order
from tasks.tables.rows.months import MonthFacts
from tasks.tables.rows.people import People

TARGETS = {
    "plays": Metric.PLAYS,
    "fans": Metric.FOLLOWER_GAIN,
    "works": Metric.WORKS_PUBLISHED,
    "interaction": Metric.ENGAGEMENT,
}
GROWING = ("plays", "fans", "works")  # with the month; a rate does not
PLANNED = ("planned", "shot", "edited", "published", "overdue")
FEN = 100
BETWEEN = ", "


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row in the making: an account, or a project with all its accounts."""

    month: Window
    project: Row[Any]
    account: Row[Any] | None
    accounts: Sequence[str]
    works: Sequence[MonthOfWorks]
    fans: Sequence[int | None]

    @property
    def known(self) -> dict[str, bool]:
        """Whether anything was ever told of each account that is meant."""
        meant = [self.subject] if self.account else self.accounts
        told = (seen.is_known or fans is not None for seen, fans in zip(self.works, self.fans, strict=True))
        return dict(zip(meant, told, strict=True))

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return str(self.account.id if self.account else self.project.id)

    @property
    def owners(self) -> tuple[str, ...]:
        """The ids of all that belongs to it."""
        return (self.subject,) if self.account else (self.subject, *self.accounts)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the accounts came to in each month: of their works, and the net fans of their days."""

    works: Mapping[tuple[str, str], MonthOfWorks]
    fans: Mapping[tuple[str, str], int | None]

    def gained(self, account_id: str, month: Window) -> bool:
        """Say whether an account's works were seen to gain anything in a month."""
        works = self.works.get((account_id, month.key))
        return works is not None and works.plays is not None

    def line(self, month: Window, project: Row[Any], account: Row[Any] | None, accounts: Sequence[str]) -> Line:
        """Return the line of an account, or of a project with these accounts."""
        meant = [str(account.id)] if account else accounts
        works = [self.works.get((each, month.key), MonthOfWorks()) for each in meant]
        told = [self.fans.get((each, month.key)) for each in meant]
        fans = [seen.fans if days is None else days for days, seen in zip(told, works, strict=True)]
        return Line(month=month, project=project, account=account, accounts=accounts, works=works, fans=fans)


def fill(
    projects: Sequence[Row[Any]],
    accounts: Sequence[Row[Any]],
    months: Sequence[Window],
    facts: MonthFacts,
    figures: Figures,
    people: People,
    today: date,
) -> Filled:
    """Return the table of operations: the newest month on top, each project before its accounts."""
    table = operations.table(settings().policy)
    row = in_order(table)
    lines = [line for month in reversed(months) for line in lines_of(month, projects, accounts, figures)]
    return Filled(table=table, rows=[row(values(line, facts, people, today)) for line in lines])


def lines_of(
    month: Window, projects: Sequence[Row[Any]], accounts: Sequence[Row[Any]], figures: Figures
) -> Iterator[Line]:
    """Yield the lines of a month: an account that is no longer looked after only where it gained something."""
    for project in projects:
        own = [each for each in accounts if each.project_id == project.id]
        shown = [each for each in own if each.status not in ASLEEP or figures.gained(each.id, month)]
        if shown:
            yield figures.line(month, project, None, [each.id for each in shown])
            yield from (figures.line(month, project, each, []) for each in shown)


def values(line: Line, facts: MonthFacts, people: People, today: date) -> dict[str, Value]:
    """Return the values of one row, by column."""
    targets, actual = targets_of(line, facts), actual_of(line, facts)
    elapsed = share_elapsed(line.month, beginning_of(today))
    return {
        "code": f"{line.month.key} {line.account.code if line.account else line.project.code}",
        "month": line.month.key,
        "project": line.project.code,
        "account": line.account.name if line.account else _("whole project"),
        **{f"{code}_target": targets.get(metric) for code, metric in TARGETS.items()},
        **{f"{code}_actual": actual[code] for code in TARGETS},
        **{f"{code}_reached": share(actual[code], targets.get(metric)) for code, metric in TARGETS.items()},
        "elapsed": elapsed,
        **behind(targets, actual, elapsed),
        **planned(line, facts),
        "hits": sum_known([each.hits for each in line.works]),
        **money(line, facts),
        **matters(line, facts, people, today),
    }


def targets_of(line: Line, facts: MonthFacts) -> dict[Metric, float]:
    """Return a line's targets; a project without its own has the sum of its accounts', where each of them has one."""
    own = dict(facts.targets.get((line.subject, line.month.key), {}))
    if line.account is None:
        theirs = [facts.targets.get((each, line.month.key), {}) for each in line.accounts]
        for metric in (TARGETS[code] for code in GROWING):
            if metric not in own and theirs and all(metric in each for each in theirs):
                own[metric] = sum(each[metric] for each in theirs)
    return own


def actual_of(line: Line, facts: MonthFacts) -> dict[str, float | None]:
    """Return what a line came to: counters summed, the rate as a ratio of sums, None where nothing tells it."""
    below = sum(each.interacted_plays for each in line.works)
    return {
        "plays": sum_known([each.plays for each in line.works]),
        "fans": sum_known(line.fans),
        "works": sum_known([published(account, line, facts) for account in line.known]),
        "interaction": sum(each.interactions for each in line.works) / below if below > 0 else None,
    }


def published(account_id: str, line: Line, facts: MonthFacts) -> int | None:
    """Return how many works of an account came out, None where nothing was ever told of it."""
    return facts.published.get((account_id, line.month.key), 0 if line.known[account_id] else None)


def share(actual: float | None, target: float | None) -> float | None:
    """Return how much of a target is reached, None without one of the two."""
    return actual / target if actual is not None and target else None


def behind(targets: Mapping[Metric, float], actual: Mapping[str, float | None], elapsed: float) -> dict[str, Value]:
    """Return pace and light of the target that lies furthest behind; nothing without targets or before the first day is over."""
    found = [
        one
        for code in GROWING
        if (reached := actual[code]) is not None
        and (one := pace(int(reached), int(targets.get(TARGETS[code], 0)), elapsed, settings().policy))
    ]
    slowest = min(found, key=pace_of, default=None)
    return {"pace": slowest.pace if slowest else None, "light": label(slowest.light) if slowest else ""}


def pace_of(one: Pace) -> float:
    """Return the pace alone."""
    return one.pace


def planned(line: Line, facts: MonthFacts) -> dict[str, Value]:
    """Return how a line's planned items stand."""
    counts: Counter[str] = Counter()
    for each in line.owners:
        counts += facts.items.get((each, line.month.key), Counter())
    return {code: counts[code] for code in PLANNED}


def money(line: Line, facts: MonthFacts) -> dict[str, Value]:
    """Return budget and spending in yuan; requests are a project's, so an account has none of its own."""
    fen = facts.planned_budgets.get((line.subject, line.month.key))
    asked = facts.budgets.get((line.subject, line.month.key))
    approved, spent = (asked[2], asked[3]) if asked else (None, None)
    return {"budget": yuan(approved if fen is None else fen, line), "spent": yuan(spent, line)}


def yuan(fen: int | None, line: Line) -> Value:
    """Return money in yuan; where nothing is noted an account has nothing, of a project nothing is known."""
    if fen is None:
        return "" if line.account else None
    return int(fen) / FEN


def matters(line: Line, facts: MonthFacts, people: People, today: date) -> dict[str, Value]:
    """Return what is open; what is of today stands only in the month of today."""
    is_now = line.month.first <= today <= line.month.last
    breaches = facts.breaches
    return {
        "client_waits": sum(facts.client_waits[each] for each in line.owners) if is_now else "",
        "breaches": None if breaches is None else sum(breaches[each, line.month.key] for each in line.owners),
        "next_review": next_review(line, facts, today) if is_now else "",
        "lead": in_charge(line, facts, people),
        "actions": "\n".join(actions(line, facts)) if is_now else "",
    }


def next_review(line: Line, facts: MonthFacts, today: date) -> date:
    """Return the day of the review that is called, else the first day after the half-month (I10)."""
    return facts.next_reviews.get(line.project.id, half_month(today, settings().policy).last + DAY)


def in_charge(line: Line, facts: MonthFacts, people: People) -> str:
    """Return who answers for it."""
    if line.account:
        return people.word(line.account.operator_id)
    return BETWEEN.join(people.word(each) for each in facts.operators.get(line.project.id, []))


def actions(line: Line, facts: MonthFacts) -> Iterator[str]:
    """Yield what is to be done, with its day; a project's line has its accounts' too."""
    for owner in line.owners:
        for row in facts.actions.get(owner, []):
            yield _("{what} (by {day})").format(what=row.what, day=row.due_on.isoformat())
