"""The report as a workbook: every number of the page, and the rows that the page has no room for (C4)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from agency.domain.calendar import beijing_minute
from agency.domain.ledger_words import witness
from agency.domain.performance import definition
from agency.domain.terms import label
from agency.domain.terms.performance import Imported, Rate
from agency.locale import _
from agency.reports import incidents
from agency.reports.operations.book_lists import (
    case_columns,
    case_rows,
    gap_columns,
    gap_rows,
    gate_columns,
    gate_rows,
    publish_columns,
    publish_rows,
    step_columns,
    step_rows,
    target_columns,
    target_rows,
)
from agency.reports.operations.summary import headline
from agency.reports.operations.values import AccountLine, PeriodReport
from agency.reports.operations.words import days_of, name_of, the_one_before
from agency.reports.sheet import Column, Format, Value, whole_book

Row = list[Value]


def write_book(report: PeriodReport, path: Path) -> None:
    """Write the workbook; a file that is there is replaced at once, and never half written."""
    with whole_book(path, made_at=report.as_of) as book:
        for name, columns, rows in sheets(report):
            sheet = book.sheet(name, columns, list(rows))
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)  # printed one page wide


def sheets(report: PeriodReport) -> Iterator[tuple[str, list[Column], Iterable[Row]]]:
    """Yield the sheets in their order, each with its name, its columns and its rows."""
    yield _("overview"), [Column(_("what"), width=20), Column(_("what it says"), width=90)], overview(report)
    yield _("next steps"), step_columns(), step_rows(report)
    yield _("accounts"), account_columns(report), map(account_row, report.accounts)
    yield _("counters"), counter_columns(report), counter_rows(report)
    yield _("rates of the works"), rate_columns(report), rate_rows(report)
    yield _("works"), work_columns(), work_rows(report)
    yield _("days"), day_columns(), day_rows(report)
    yield _("targets of the month"), target_columns(), target_rows(report)
    yield _("schedule"), publish_columns(), publish_rows(report)
    yield _("gates"), gate_columns(), gate_rows(report)
    yield _("comments and cases"), case_columns(), case_rows(report)
    if report.incidents:
        yield _("Incidents"), incidents.columns(), incidents.sheet_rows(report.incidents)
    yield _("missing figures"), gap_columns(), gap_rows(report)
    yield _("definitions"), [Column(_("what"), width=28), Column(_("how"), width=90)], definitions()


def overview(report: PeriodReport) -> Iterator[Row]:
    """Yield what the report is of, its conclusion, and how good its figures are."""
    yield [_("report"), f"{report.project_name} ({report.project}) {name_of(report.period)}"]
    yield [_("period"), days_of(report.window)]
    yield [_("conclusion"), headline(report)]
    yield [_("due"), beijing_minute(report.due_at)]
    yield [_("made at"), beijing_minute(report.as_of)]
    yield [_("figures"), _("figures are whole") if report.is_complete else _("not whole, made again when they come in")]
    yield [_("works seen until"), beijing_minute(report.seen_until) if report.seen_until else None]
    yield [_("dataset"), report.figures_hash]
    if report.ledger:
        yield [_("ledger of the gates"), witness(report.ledger)]


def account_columns(report: PeriodReport) -> list[Column]:
    """Return the columns of the accounts."""
    earlier = the_one_before(report.period)
    return [
        Column(_("account"), width=18),
        Column(_("name of the account"), width=18),
        Column(_("platform"), width=10),
        Column(_("plays of the account's days"), Format.COUNT, 14),
        Column(_("the same, {before}").format(before=earlier), Format.COUNT, 14),
        Column(_("net fans"), Format.CHANGE),
        Column(_("net fans, {before}").format(before=earlier), Format.CHANGE, 14),
        Column(_("followers"), Format.COUNT),
        Column(_("followers on"), Format.DAY),
        Column(_("works out"), Format.COUNT),
        Column(_("days told"), Format.COUNT),
        Column(_("days of the period"), Format.COUNT),
    ]


def account_row(account: AccountLine) -> Row:
    """Return one account as a row."""
    days = account.days
    return [
        account.code,
        account.name,
        label(account.platform),
        days.plays,
        days.plays_before,
        days.net_fans,
        days.net_fans_before,
        days.followers,
        days.followers_on,
        account.published,
        days.told,
        days.days,
    ]


def counter_columns(report: PeriodReport) -> list[Column]:
    """Return the columns of what counters gained."""
    return [
        Column(_("account"), width=18),
        Column(_("metric"), width=16),
        Column(_("gained in the period"), Format.CHANGE, 14),
        Column(the_one_before(report.period), Format.CHANGE, 14),
        Column(_("works counted"), Format.COUNT),
        Column(_("works without figures"), Format.COUNT),
    ]


def counter_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield a line for each counter of each account."""
    for account in report.accounts:
        for line in account.counters:
            yield [account.code, label(line.counter), line.gained, line.before, line.works, line.left_out]


def rate_columns(report: PeriodReport) -> list[Column]:
    """Return the columns of the rates; the watch time in seconds stands apart from the shares."""
    return [
        Column(_("account"), width=18),
        Column(_("rate"), width=18),
        Column(_("kind"), width=8),
        Column(_("this period"), Format.SHARE),
        Column(the_one_before(report.period), Format.SHARE),
        Column(_("seconds"), Format.NUMBER),
        Column(_("works counted"), Format.COUNT),
        Column(_("works without figures"), Format.COUNT),
    ]


def rate_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield a line for each rate of each kind of work of each account."""
    for account in report.accounts:
        for line in account.rates:
            is_time = line.rate is Imported.AVG_WATCH_S
            shares: Row = ["", "", line.value] if is_time else [line.value, line.before, ""]
            yield [account.code, label(line.rate), label(line.kind), *shares, line.works, line.left_out]


def work_columns() -> list[Column]:
    """Return the columns of the works that are named."""
    return [
        Column(_("account"), width=18),
        Column(_("which list"), width=12),
        Column(_("title"), width=40),
        Column(_("kind"), width=8),
        Column(_("published at"), Format.MOMENT, 17),
        Column(_("plays gained"), Format.CHANGE),
        Column(_("times the usual"), Format.NUMBER),
        Column(_("at the age of days"), Format.COUNT),
        Column(_("earlier works compared"), Format.COUNT),
        Column(_("link"), width=40),
    ]


def work_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield the works that are named, list by list."""
    for account in report.accounts:
        named = ((_("Most played"), account.most_played), (_("Best works"), account.best))
        for name, works in (*named, (_("Worst works"), account.worst)):
            for work in works:
                stands: Row = ["", "", ""] if work.times is None else [work.times, work.age, work.n]
                told: Row = [work.title, label(work.kind), work.published_at, work.plays_gained]
                yield [account.code, name, *told, *stands, work.link or ""]


def day_columns() -> list[Column]:
    """Return the columns of the accounts' own days."""
    return [
        Column(_("account"), width=18),
        Column(_("day"), Format.DAY),
        Column(_("followers"), Format.COUNT),
        Column(_("net fans"), Format.CHANGE),
        Column(_("plays of the day"), Format.COUNT),
        Column(_("likes of the day"), Format.COUNT),
        Column(_("comments of the day"), Format.COUNT),
        Column(_("profile visits"), Format.COUNT),
    ]


def day_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield the accounts' own days that are drawn on the page."""
    for account in report.accounts:
        for day in account.curve:
            counts: Row = [day.followers_total, day.new_fans, day.plays_new, day.likes_new, day.comments_new]
            yield [account.code, day.day, *counts, day.profile_visits]


def definitions() -> Iterator[Row]:
    """Yield what each figure means, the formulas of the rates among it."""
    yield [
        _("gained in the period"),
        _("The last value seen in the period minus the last one before it; a new work begins at 0."),
    ]
    yield [_("net fans"), _("The sum of the platform's own days, or where none tells it the rise of the total.")]
    yield [_("plays of the account's days"), _("The platform's own days, which come out a day later.")]
    yield [_("times the usual"), _("Plays against the middle of the account's earlier works at the same age.")]
    yield [_("pace of the month"), _("What is reached of the target over the share of the month that has passed.")]
    yield [_("deviation"), _("What is ahead (+) or lacks (-) against the part that should be there by now.")]
    for rate in Rate:
        yield [label(rate), definition(rate)]
    for mean in Imported:
        yield [label(mean), _("The platform's own, weighted by plays.")]
