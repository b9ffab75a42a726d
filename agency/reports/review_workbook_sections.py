"""The sheets of a review's workbook beside those of its accounts, and the numbers behind every chart of its deck."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from agency.domain.terms import label
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck.plan import Chart
from agency.reports.material import ReviewMaterial
from agency.reports.review_findings import all_targets
from agency.reports.sheet import Book, Column, Format, Value

Row = list[Value]


def write_sections(book: Book, material: ReviewMaterial) -> None:
    """Write targets, groups, comments, money, problems with adjustments, and what is planned next."""
    book.sheet(sheets.targets(), target_columns(), list(target_rows(material)))
    book.sheet(sheets.groups(), group_columns(), list(group_rows(material)))
    book.sheet(sheets.comments(), comment_columns(), list(comment_rows(material)))
    book.sheet(sheets.budget(), budget_columns(), list(budget_rows(material)))
    book.sheet(sheets.problems(), problem_columns(), list(problem_rows(material)))
    book.sheet(sheets.schedule(), schedule_columns(), list(schedule_rows(material)))


def write_charts(book: Book, charts: Sequence[Chart]) -> None:
    """Write the numbers of charts, one value a line, on the sheets that their slides name."""
    of_sheets: dict[str, list[Chart]] = defaultdict(list)
    for chart in charts:
        of_sheets[chart.sheet].append(chart)
    for name, own in of_sheets.items():
        columns = [
            Column(_("chart"), width=26),
            Column(_("whose"), width=22),
            Column(_("category"), width=26),
            Column(_("series"), width=22),
            Column(_("value"), own[0].format, 14),
        ]
        book.sheet(name, columns, [row for chart in own for row in chart_rows(chart)])


def chart_rows(chart: Chart) -> Iterator[Row]:
    """Yield the values of a chart, series by series."""
    for series in chart.series:
        for category, value in zip(chart.categories, series.values, strict=True):
            yield [chart.title, chart.subject, category, series.name, value]


def target_columns() -> list[Column]:
    """Return the columns of the targets; a rate is a fraction of 1."""
    return [
        Column(_("account"), width=18),
        Column(_("metric"), width=16),
        Column(_("level")),
        Column(_("target"), Format.NUMBER),
        Column(_("reached so far"), Format.NUMBER),
        Column(_("share reached"), Format.SHARE),
        Column(_("time passed"), Format.SHARE),
        Column(_("pace")),
        Column(_("month's end (estimate)"), Format.NUMBER, 16),
    ]


def target_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each target."""
    for line in all_targets(material):
        light = label(line.light) if line.light else None
        figures = (line.target, line.actual, line.reached, line.elapsed)
        yield [line.account, label(line.metric), label(line.level), *figures, light, line.forecast]


def group_columns() -> list[Column]:
    """Return the columns of the groups."""
    return [
        Column(_("account"), width=18),
        Column(_("compared by"), width=14),
        Column(_("group"), width=22),
        Column(_("works counted"), Format.COUNT),
        Column(_("plays gained"), Format.COUNT, 14),
        Column(_("like rate"), Format.SHARE),
        Column(_("engagement"), Format.SHARE),
        Column(_("completion"), Format.SHARE),
        Column(_("is enough to conclude"), width=14),
    ]


def group_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each group of each account."""
    for account in material.accounts:
        for each in account.groups:
            enough = _("yes") if each.is_enough else _("no")
            figures = (each.works, each.plays, each.like_rate, each.engagement, each.completion)
            yield [account.code, label(each.by), each.name, *figures, enough]


def comment_columns() -> list[Column]:
    """Return the columns of comments and cases."""
    return [
        Column(_("what"), width=18),
        Column(_("words"), width=48),
        Column(_("title"), width=24),
        Column(_("tone or severity"), width=14),
        Column(_("owner")),
        Column(_("number"), Format.NUMBER),
        Column(_("found"), Format.MOMENT, 17),
        Column(_("what was done"), width=30),
    ]


def comment_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield how many comments there are of each tone, those most agreed with, and the cases with hours until closed."""
    seen = material.comments
    for tone, count in seen.counts:
        yield [_("comments"), "", "", label(tone), "", count, "", ""]
    for each in seen.most_liked:
        yield [_("comment most agreed with"), each.words, each.title, label(each.sentiment), "", each.likes, "", ""]
    for case in seen.cases:
        told = (case.what, case.title, label(case.severity), case.owner, case.hours, case.found_at, case.action)
        yield [label(case.kind), *told]


def budget_columns() -> list[Column]:
    """Return the columns of the money."""
    return [
        Column(_("request"), width=18),
        Column(_("what for"), width=40),
        Column(_("standing")),
        *(Column(name, Format.MONEY, 14) for name in (_("asked, yuan"), _("approved, yuan"), _("spent, yuan"))),
    ]


def budget_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each request."""
    for line in material.budget:
        money = (line.asked_fen, line.approved_fen, line.spent_fen)
        yield [line.code, line.purpose, label(line.status), *(None if fen is None else fen / 100 for fen in money)]


def problem_columns() -> list[Column]:
    """Return the columns of problems and adjustments."""
    return [
        Column(_("what"), width=14),
        Column(_("words"), width=60),
        Column(_("person")),
        Column(_("due"), Format.DAY),
        Column(_("metric")),
        Column(_("expected effect"), width=30),
    ]


def problem_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield the problems, the conclusions, and what changes."""
    for problem in material.problems:
        yield [_("problem"), problem.what, problem.by, "", "", ""]
    if material.conclusions:
        yield [_("Conclusions"), material.conclusions, "", "", "", ""]
    for each in material.decided:
        yield [_("adjustment"), each.what, each.owner, each.due_on, each.metric, each.expected]


def schedule_columns() -> list[Column]:
    """Return the columns of the next half-month."""
    return [
        Column(_("code"), width=18),
        Column(_("title"), width=30),
        Column(_("account"), width=18),
        Column(_("shoot"), Format.DAY),
        Column(_("final cut"), Format.DAY),
        Column(_("publication"), Format.MOMENT, 17),
        Column(_("director")),
        Column(_("editor")),
    ]


def schedule_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each item."""
    for each in material.schedule:
        days = (each.shoot_on or "", each.cut_on or "", each.publish_at or "")
        yield [each.code, each.title, each.account, *days, each.director, each.editor]
