"""The part of the page for each account: its days as curves, its counters and rates, its best and worst works (C4)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Imported, Rate
from agency.domain.terms.sharing import ReportPeriod
from agency.locale import _
from agency.reports import svg
from agency.reports.operations.markup import linked, linked_table
from agency.reports.operations.values import AccountLine, PeriodReport, RateLine, WorkLine
from agency.reports.operations.words import change, count, rate, signed, the_one_before
from agency.reports.review_markdown import plain, table
from agency.reports.sheet import no_figures

TITLE = 26


def account_part(report: PeriodReport, account: AccountLine) -> str:
    """Return one account: its days as curves, what its counters gained, its rates and its works."""
    parts = [
        f"## {plain(account.name)} ({plain(account.code)})",
        curves(report, account),
        counters_table(report, account),
        rates_table(report, account.rates),
        works_table(_("Most played"), account.most_played),
        *compared(report, account),
        taken_back(account),
    ]
    return "\n\n".join(part for part in parts if part)


def curves(report: PeriodReport, account: AccountLine) -> str:
    """Return the account's days as small drawings, a day that was not told as a gap."""
    told = {day.day: day for day in account.curve}
    if not told:
        return ""
    first = min(told)
    days = [told.get(first + timedelta(days=step)) for step in range((report.window.last - first).days + 1)]
    drawn = {
        _("plays of the day"): [day.plays_new if day else None for day in days],
        _("net fans"): [day.new_fans if day else None for day in days],
    }
    return "\n\n".join(
        f"{name} ({first} – {report.window.last}; {lowest_and_highest(values)}) {drawing}"
        for name, values in drawn.items()
        if (drawing := svg.sparkline(values, name))
    )


def lowest_and_highest(values: Sequence[int | None]) -> str:
    """Return between which values a curve moves, some of which are known."""
    known = [value for value in values if value is not None]
    return _("lowest {low}, highest {high}").format(low=count(min(known)), high=count(max(known)))


def counters_table(report: PeriodReport, account: AccountLine) -> str:
    """Return what the counters of the works gained."""
    header = [
        _("metric"),
        _("gained in the period"),
        the_one_before(report.period),
        _("change"),
        _("works counted / without figures"),
    ]
    rows = [
        [
            label(line.counter),
            signed(line.gained),
            signed(line.before),
            change(line.gained, line.before),
            f"{line.works} / {line.left_out}",
        ]
        for line in account.counters
    ]
    return table(rows, header)


def rates_table(report: PeriodReport, rates: Sequence[RateLine]) -> str:
    """Return the rates, each kind of work in columns of its own; a rate that no work tells is left out."""
    kinds = list(dict.fromkeys(line.kind for line in rates))
    by_rate: dict[Rate | Imported, dict[WorkKind, RateLine]] = {}
    for line in rates:
        if line.value is not None:
            by_rate.setdefault(line.rate, {})[line.kind] = line
    header = [_("rate")]
    for kind in kinds:
        header += [label(kind), f"{label(kind)} {the_one_before(report.period)}", _("works counted / without figures")]
    rows = [
        [label(each), *(cell for kind in kinds for cell in cells(lines.get(kind)))] for each, lines in by_rate.items()
    ]
    return table(rows, header) if rows else f"{_('rates of the works')}: {no_figures()}"


def cells(line: RateLine | None) -> tuple[str, str, str]:
    """Return a rate, that of the period before, and of how many works it is."""
    if line is None:
        return no_figures(), "–", "–"
    return rate(line.rate, line.value), rate(line.rate, line.before), f"{line.works} / {line.left_out}"


def compared(report: PeriodReport, account: AccountLine) -> Iterator[str]:
    """Yield the best and the worst new works of a week or month, or why none can be named."""
    if report.period is ReportPeriod.DAY:
        return
    yield works_table(_("Best works"), account.best)
    yield works_table(_("Worst works"), account.worst)
    if not account.best and not account.worst:
        yield _("No new video can be compared yet: too few earlier works of the account at its age.")


def works_table(title: str, works: Sequence[WorkLine]) -> str:
    """Return a few works; nothing without any."""
    if not works:
        return ""
    header = [_("title"), _("kind"), _("published at"), _("plays gained"), _("times the usual"), _("link")]
    rows = [
        [
            plain(work.title[:TITLE]),
            label(work.kind),
            beijing_minute(work.published_at),
            signed(work.plays_gained),
            times(work),
            linked(work.link),
        ]
        for work in works
    ]
    return f"**{title}**\n\n{linked_table(rows, header)}"


def times(work: WorkLine) -> str:
    """Return how many times the usual a work was played at its age, and of how many works the usual is the middle."""
    if work.times is None or work.level is None:
        return "–"
    words = _("{times:.2f} at {age} d ({level}, n={n})")
    return words.format(times=work.times, age=work.age, level=label(work.level), n=work.n)


def taken_back(account: AccountLine) -> str:
    """Return what the platform took back; nothing where it took nothing."""
    listed = "\n".join(f"- {plain(sentence)}" for sentence in account.fell)
    return f"**{_('Taken back by the platform')}**\n\n{listed}" if listed else ""
