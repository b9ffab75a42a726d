"""The workbook of a month meeting: every number of its page, one sheet for each part (C1, domain.md 6.2)."""

from collections.abc import Iterator
from pathlib import Path

from agency.domain.month_plan import RATES
from agency.domain.terms import label
from agency.domain.terms.standings import ChainStep
from agency.locale import _
from agency.reports.month.pack import MonthPack, PlanShown, ResultLine
from agency.reports.month.page import standing
from agency.reports.month.plan_page import whose
from agency.reports.sheet import Column, Format, Value, whole_book

FEN = 100

Row = list[Value]


def write_workbook(pack: MonthPack, path: Path) -> None:
    """Write the workbook; a file that is there is replaced at once, and never half written."""
    with whole_book(path) as book:
        book.sheet(
            _("results against targets"),
            result_columns(Format.NUMBER),
            [result_row(each, pack) for each in counted(pack)],
        )
        book.sheet(
            _("rates against targets"), result_columns(Format.SHARE), [result_row(each, pack) for each in shares(pack)]
        )
        book.sheet(_("strongest works"), work_columns(), list(work_rows(pack)))
        book.sheet(_("targets to come"), target_columns(), list(target_rows(pack.plan)))
        book.sheet(_("tasks of the month"), task_columns(), list(task_rows(pack.plan)))
        book.sheet(_("content calendar"), video_columns(), list(video_rows(pack)))
        book.sheet(_("shoot days"), shoot_columns(), list(shoot_rows(pack)))
        book.sheet(_("budget of the month"), budget_columns(), list(budget_rows(pack.plan)))
        book.sheet(_("people"), [Column(_("stage"), width=28), Column(_("people"), width=40)], list(people(pack.plan)))
        book.sheet(_("needed from the client"), [Column(_("what"), width=60), by_day()], list(needed(pack.plan)))
        book.sheet(_("risks"), [Column(_("risk"), width=90)], [[risk] for risk in pack.risks])
        book.sheet(_("definitions"), [Column(_("what"), width=28), Column(_("how"), width=90)], list(definitions(pack)))


def by_day() -> Column:
    """Return the column of a day by which something is there."""
    return Column(_("by"), Format.DAY)


def counted(pack: MonthPack) -> list[ResultLine]:
    """Return the results that are counts."""
    return [line for line in pack.results if line.target.metric not in RATES]


def shares(pack: MonthPack) -> list[ResultLine]:
    """Return the results that are shares."""
    return [line for line in pack.results if line.target.metric in RATES]


def result_columns(shown: Format) -> list[Column]:
    """Return the columns of results; counts are shown without decimals."""
    figure = Format.COUNT if shown is Format.NUMBER else shown
    return [
        Column(_("account"), width=28),
        Column(_("metric"), width=16),
        Column(_("direction")),
        Column(_("target"), figure),
        Column(_("so far"), figure),
        Column(_("month before"), figure),
        Column(_("share reached"), Format.SHARE),
        Column(_("pace"), Format.SHARE),
        Column(_("standing"), width=24),
        Column(_("accounts without figures"), width=24),
    ]


def result_row(line: ResultLine, pack: MonthPack) -> Row:
    """Return one target with what came of it; a rate has no pace and a ceiling no share, and their cells stay empty."""
    target, at = line.target, line.reached
    return [
        whose(target, pack.plan.accounts),
        label(target.metric),
        label(target.direction),
        target.value,
        line.actual,
        line.before,
        None if line.actual is None else at.rate if at.rate is not None else "",
        None if line.actual is None else at.pace.pace if at.pace is not None else "",
        standing(line),
        _(", ").join(line.missing),
    ]


def work_columns() -> list[Column]:
    """Return the columns of the strongest works."""
    return [
        Column(_("account"), width=18),
        Column(_("title"), width=40),
        Column(_("published at"), Format.MOMENT, 17),
        Column(_("plays gained"), Format.COUNT),
    ]


def work_rows(pack: MonthPack) -> Iterator[Row]:
    """Yield the month's strongest works."""
    for work in pack.works:
        yield [work.account, work.title, work.published_at, work.plays_gained]


def target_columns() -> list[Column]:
    """Return the columns of the month's targets; a value is a number or a share, never both."""
    return [
        Column(_("account"), width=28),
        Column(_("metric"), width=16),
        Column(_("direction")),
        Column(_("number"), Format.COUNT),
        Column(_("share"), Format.SHARE),
        Column(_("level")),
    ]


def target_rows(plan: PlanShown) -> Iterator[Row]:
    """Yield the targets of the plan."""
    for each in plan.targets:
        figures: Row = ["", each.value] if each.metric in RATES else [each.value, ""]
        yield [whose(each, plan.accounts), label(each.metric), label(each.direction), *figures, label(each.level)]


def task_columns() -> list[Column]:
    """Return the columns of the tasks."""
    return [
        Column(_("task"), width=48),
        Column(_("owner")),
        by_day(),
        Column(_("indicator"), width=32),
    ]


def task_rows(plan: PlanShown) -> Iterator[Row]:
    """Yield the tasks of the plan."""
    for each in plan.tasks:
        yield [each.task, each.owner, each.due_on, each.indicator]


def video_columns() -> list[Column]:
    """Return the columns of the content calendar."""
    return [
        Column(_("go live"), Format.MOMENT, 17),
        Column(_("account"), width=18),
        Column(_("video"), width=18),
        Column(_("title"), width=32),
        Column(_("copy"), Format.DAY),
        Column(_("script"), Format.DAY),
        Column(_("shoot day"), Format.DAY),
        Column(label(ChainStep.HANDOVER), Format.DAY),
        Column(_("first cut"), Format.DAY),
        Column(label(ChainStep.CONFIRM), Format.DAY),
    ]


def video_rows(pack: MonthPack) -> Iterator[Row]:
    """Yield every video of the month planned."""
    for each in pack.videos:
        before: Row = [each.copy_due, each.script_due, each.shoot_on]
        after: Row = [each.handover_due, each.cut_due, each.confirm_due]
        yield [each.publish_at, each.account, each.code, each.title, *before, *after]


def shoot_columns() -> list[Column]:
    """Return the columns of the shoot days."""
    return [Column(_("day"), Format.DAY), Column(_("videos"), Format.COUNT), Column(_("which"), width=60), place()]


def place() -> Column:
    """Return the column of where a shoot is."""
    return Column(_("place"), width=24)


def shoot_rows(pack: MonthPack) -> Iterator[Row]:
    """Yield the days on which is shot."""
    for each in pack.shoots:
        yield [each.day, len(each.videos), _(", ").join(each.videos), _(", ").join(each.places)]


def budget_columns() -> list[Column]:
    """Return the columns of the budget, money in yuan."""
    return [
        Column(_("category"), width=18),
        Column(_("item"), width=32),
        Column(_("quantity"), Format.NUMBER),
        Column(_("unit")),
        Column(_("unit price"), Format.MONEY),
        Column(_("amount"), Format.MONEY),
    ]


def budget_rows(plan: PlanShown) -> Iterator[Row]:
    """Yield the lines of the budget, then the total."""
    for each in plan.budget:
        line = each.line
        money: Row = [line.unit_price_fen / FEN, line.amount_fen / FEN]
        yield [label(line.category), line.item, line.quantity, each.unit, *money]
    yield [_("Total"), "", "", "", "", None if plan.total_fen is None else plan.total_fen / FEN]


def people(plan: PlanShown) -> Iterator[Row]:
    """Yield who stands for each stage."""
    for each in plan.people:
        yield [f"{each.stage} {each.name}", _(", ").join(each.people)]


def needed(plan: PlanShown) -> Iterator[Row]:
    """Yield what the client has to give."""
    for each in plan.needed:
        yield [each.what, each.due_on]


def definitions(pack: MonthPack) -> Iterator[Row]:
    """Yield what the numbers mean, and of which figures they were made."""
    yield [_("project"), f"{pack.project} {pack.project_name}"]
    yield [_("month held against its targets"), f"{pack.running.first}..{pack.running.last} (Asia/Shanghai)"]
    yield [_("month planned"), f"{pack.planned.first}..{pack.planned.last}"]
    yield [_("meeting"), pack.held_on.isoformat()]
    yield [_("figures seen until"), pack.seen_until]
    yield [_("dataset"), pack.dataset_hash]
    yield [
        _("so far"),
        _("What the month gained over all works, fans by the platform's own days; rates are ratios of sums."),
    ]
    yield [
        _("pace"),
        _("The share reached over the share of the month that has passed; only for what grows over a month."),
    ]
    yield [_("no data"), _("Nothing was imported or pulled that tells it; it is not 0.")]
