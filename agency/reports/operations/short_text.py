"""The report as a text short enough for the group: plain, the conclusion first, never cut in the middle of a line (C4)."""

from collections.abc import Iterator

from agency.domain.terms import label
from agency.domain.terms.performance import Light
from agency.domain.terms.reports import PublishOutcome
from agency.locale import _
from agency.reports.operations.next_steps import next_steps
from agency.reports.operations.summary import headline, plays_of, totals
from agency.reports.operations.values import AccountLine, PeriodReport, TargetLine
from agency.reports.operations.words import change, count, figure, of_whom, share, signed, some, the_one_before

MOST_CHARACTERS = 600
LINE = 90
TITLE = 14
MOST_OF_A_KIND = 3
WORST_FIRST = (Light.RED, Light.AMBER, None, Light.GREEN)


def short_text(report: PeriodReport, revision: int) -> str:
    """Return the text, 600 characters at most; what does not fit is left to the whole report, and said to be there."""
    told = [line for line in (clipped(each) for each in lines(report, revision)) if line]
    more = _("The rest is in the whole report.")
    kept, room = [told[0]], MOST_CHARACTERS - len(told[0])
    for line in told[1:]:
        if room - len(line) - 1 < len(more) + 1:
            return "\n".join([*kept, more])
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(kept)


def clipped(line: str, most: int = LINE) -> str:
    """Return a line that is not too long, one that is ends in an ellipsis."""
    one_line = " ".join(line.split())
    return one_line if len(one_line) <= most else f"{one_line[: most - 1]}…"


def lines(report: PeriodReport, revision: int) -> Iterator[str]:
    """Yield the lines, the most important first."""
    yield headline(report)
    if revision > 1:
        yield _("Revision {revision}: figures came in.").format(revision=revision)
    yield totals_line(report)
    yield publishing_line(report)
    steps = [step.what for step in next_steps(report, MOST_OF_A_KIND)]
    yield _("Next:") if steps else ""
    yield from (f"{number}. {what}" for number, what in enumerate(steps, start=1))
    yield from (target_words(report, line) for line in worst_first(report)[:MOST_OF_A_KIND])
    if not report.targets:
        yield _("Targets: none on record for {month}.").format(month=report.month.key)
    yield gates_line(report)
    yield missing_line(report)
    if len(report.accounts) > 1:
        by_days = totals(report).by_days
        yield from (account_words(account, by_days=by_days) for account in report.accounts)


def totals_line(report: PeriodReport) -> str:
    """Return what all accounts brought together."""
    whole = totals(report)
    words = _(
        "{of} {plays} ({change} against {before}), net fans {fans}, followers {followers}, {published} works out."
    )
    return words.format(
        of=_("Plays of the day") if whole.by_days else _("Plays gained by the works"),
        plays=count(whole.plays),
        change=change(whole.plays, whole.plays_before),
        before=the_one_before(report.period),
        fans=signed(whole.net_fans),
        followers=count(whole.followers),
        published=whole.published,
    )


def publishing_line(report: PeriodReport) -> str:
    """Return how many publications of the schedule came out how, those that were missed by their titles."""
    if not report.publishing:
        return _("Schedule: nothing was planned.")
    counts = _(", ").join(f"{label(each)} {number}" for each, number in report.outcomes.items() if number)
    missed = [line for line in report.publishing if line.outcome is PublishOutcome.MISSED]
    named = "".join(f"《{clipped(line.title, TITLE)}》" for line in missed[:MOST_OF_A_KIND])
    words = _("Schedule: {all} planned, {counts}{missed}.")
    return words.format(
        all=len(report.publishing), counts=counts, missed=_(" ({titles})").format(titles=named) if named else ""
    )


def worst_first(report: PeriodReport) -> list[TargetLine]:
    """Return the targets, those furthest behind first."""
    return sorted(report.targets, key=lambda line: WORST_FIRST.index(line.light))


def target_words(report: PeriodReport, line: TargetLine) -> str:
    """Return how a target stands."""
    words = _("Target {metric}{whose}: {actual} of {target} ({rate})")
    return words.format(
        metric=label(line.metric),
        whose=_(" ({account})").format(account=report.name(line.account)) if line.account else "",
        actual=figure(line.metric, line.actual),
        target=figure(line.metric, line.target),
        rate=reached(line),
    )


def reached(line: TargetLine) -> str:
    """Return how much of a target is reached, and its light."""
    if line.light is None:
        return share(line.rate)
    return _("{rate} reached, {light}").format(rate=share(line.rate), light=label(line.light))


def gates_line(report: PeriodReport) -> str:
    """Return who has let a question wait past its day; nothing where nobody has."""
    late = [
        _("{who} {days} days").format(who=of_whom(gate.awaited), days=gate.days)
        for gate in report.overdue[:MOST_OF_A_KIND]
    ]
    return _("Overdue gates: {who}.").format(who=_(", ").join(late)) if late else ""


def missing_line(report: PeriodReport) -> str:
    """Return whose figures are not whole; nothing where all are."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for gap in report.gaps:
        if gap.lacks:
            alike.setdefault(gap.lacks, []).append(gap.name)
    found = [
        _("{account}: {lacks}").format(account=some(names), lacks=_(", ").join(lacks)) for lacks, names in alike.items()
    ]
    return _("Missing: {accounts}.").format(accounts=_("; ").join(found)) if found else ""


def account_words(account: AccountLine, *, by_days: bool) -> str:
    """Return one account in a line."""
    plays, _before = plays_of(account, by_days=by_days)
    words = _("{account}: plays {plays}, net fans {fans}")
    return words.format(account=account.name, plays=count(plays), fans=signed(account.days.net_fans))
