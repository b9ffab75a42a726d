"""A report in a few words: its totals, and what went wrong, which is the conclusion it begins with (C4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from agency.domain.known import sum_known
from agency.domain.terms.engagement import Severity
from agency.domain.terms.performance import Counter, Light
from agency.domain.terms.reports import PublishOutcome
from agency.domain.terms.sharing import ReportPeriod
from agency.locale import _
from agency.reports.operations.values import AccountLine, PeriodReport
from agency.reports.operations.words import days_of, name_of


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What all accounts brought together; ``by_days`` tells plays of the accounts' own days from gains of their works."""

    plays: int | None
    plays_before: int | None
    by_days: bool
    net_fans: int | None
    net_fans_before: int | None
    followers: int | None
    published: int


def totals(report: PeriodReport) -> Totals:
    """Return the totals of a report.

    A day's plays are those its platforms tell of the day, once they do: a look at the works in the morning only tells
    what came since the morning before. A week's and a month's are what the works gained (domain.md 5.3).
    """
    days = [account.days for account in report.accounts]
    by_days = report.period is ReportPeriod.DAY and any(line.plays is not None for line in days)
    plays = [plays_of(account, by_days=by_days) for account in report.accounts]
    return Totals(
        plays=sum_known([now for now, _before in plays]),
        plays_before=sum_known([before for _now, before in plays]),
        by_days=by_days,
        net_fans=sum_known([line.net_fans for line in days]),
        net_fans_before=sum_known([line.net_fans_before for line in days]),
        followers=sum_known([line.followers for line in days]),
        published=sum(account.published for account in report.accounts),
    )


def plays_of(account: AccountLine, *, by_days: bool) -> tuple[int | None, int | None]:
    """Return the plays of an account and those of the period before, by its own days or as its works gained them."""
    if by_days:
        return account.days.plays, account.days.plays_before
    line = account.counter(Counter.PLAYS)
    return line.gained, line.before


def headline(report: PeriodReport) -> str:
    """Return the conclusion: whose report of when it is, and what went wrong in it."""
    found = list(troubles(report))
    whose = _("{project} {report} {days}").format(
        project=report.project_name, report=name_of(report.period), days=days_of(report.window)
    )
    return _("{whose}: {verdict}.").format(whose=whose, verdict=_(", ").join(found) or _("nothing is behind"))


def troubles(report: PeriodReport) -> Iterator[str]:
    """Yield what went wrong, in a few words each; for a month first how many of its targets were reached."""
    outcomes = report.outcomes
    over = [line for line in report.targets if line.is_reached is not None]
    if over:
        reached = sum(bool(line.is_reached) for line in over)
        yield _("{reached} of {all} targets reached").format(reached=reached, all=len(over))
    if not any(account.days.told or account.counter(Counter.PLAYS).works for account in report.accounts):
        yield _("no figures")
    grave = sum(case.closed_at is None and case.severity is Severity.GRAVE for case in report.cases)
    behind = [line for line in report.targets if line.is_reached is None]
    counted = (
        (_("{count} grave cases open"), grave),
        (_("{count} publications missed"), outcomes[PublishOutcome.MISSED]),
        (_("{count} publications late"), outcomes[PublishOutcome.LATE]),
        (_("{count} gates overdue"), len(report.overdue)),
        (_("{count} targets far behind"), sum(line.light is Light.RED for line in behind)),
        (_("{count} targets behind"), sum(line.light is Light.AMBER for line in behind)),
        (_("figures of {count} accounts not whole"), sum(bool(gap.lacks) for gap in report.gaps)),
    )
    yield from (words.format(count=count) for words, count in counted if count)
