"""The slides of a month's deck that are tables: its results, its plan part by part, its days (C1, domain.md 6.2)."""

from collections.abc import Sequence

from agency.domain.budgets import yuan
from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.locale import _
from agency.reports.deck import words
from agency.reports.deck.plan import Chart, ChartKind, Column, Series, Slide, Stack, Table, whole
from agency.reports.deck.tables import table_slides
from agency.reports.month.pack import MonthPack, ResultLine, StageLine
from agency.reports.month.page import actual, shown, standing
from agency.reports.month.plan_page import joined, wanted, whose
from agency.reports.sheet import Format

MOST_BARS = 12


def results(pack: MonthPack) -> list[Slide]:
    """Return the running month against its targets."""
    columns = (
        Column(name=_("account"), share=1.6),
        Column(name=_("metric")),
        Column(name=_("target"), share=1.3, is_number=True),
        Column(name=_("so far"), share=1.2, is_number=True),
        Column(name=_("month before"), is_number=True),
        Column(name=_("standing"), share=1.6),
    )
    rows = tuple(
        (
            whose(line.target, pack.plan.accounts),
            label(line.target.metric),
            wanted(line.target),
            actual(line),
            shown(line.target.metric, line.before),
            standing(line),
        )
        for line in pack.results
    )
    title = _("{month} against its targets").format(month=pack.running.key)
    nothing = _("No confirmed plan of {month} is on record, so there is nothing to hold it against.")
    table = Table(columns=columns, rows=rows, sheet=_("results against targets"))
    return [*table_slides(3, title, table, empty=nothing.format(month=pack.running.key)), *progress(pack)]


def progress(pack: MonthPack) -> list[Slide]:
    """Return the share reached of what grows over a month, beside the share of it that has passed; nothing without any."""
    known = [line for line in pack.results if line.reached.pace is not None][:MOST_BARS]
    if not known:
        return []
    chart = Chart(
        kind=ChartKind.COLUMNS,
        title=_("share reached and time passed"),
        subject=pack.project_name,
        categories=tuple(f"{short_name(line, pack)} {label(line.target.metric)}".strip() for line in known),
        series=(
            Series(name=_("share reached"), values=tuple(line.reached.rate for line in known)),
            Series(name=_("time passed"), values=(pack.elapsed,) * len(known)),
        ),
        sheet=_("results against targets"),
        format=Format.SHARE,
    )
    return [Slide(part=3, title=_("share reached and time passed"), stacks=whole(chart))]


def short_name(line: ResultLine, pack: MonthPack) -> str:
    """Return the account a target is of by its name, nothing for the whole project or where there is but one account."""
    return pack.plan.accounts.get(line.target.account, "") if len(pack.plan.accounts) > 1 else ""


def strongest(pack: MonthPack) -> list[Slide]:
    """Return the month's strongest works."""
    columns = (
        Column(name=_("account")),
        Column(name=_("title"), share=3),
        Column(name=_("published at")),
        Column(name=_("plays gained"), is_number=True),
    )
    rows = tuple(
        (
            pack.plan.accounts.get(work.account, work.account),
            words.clean(work.title),
            beijing_minute(work.published_at),
            f"{work.plays_gained:,}",
        )
        for work in pack.works
    )
    table = Table(columns=columns, rows=rows, sheet=_("strongest works"))
    return table_slides(4, _("Strongest works of the month"), table)


def targets(pack: MonthPack) -> list[Slide]:
    """Return the targets of the month planned."""
    names_of_columns = (_("account"), _("metric"), _("target"), _("level"))
    rows = tuple(
        (whose(each, pack.plan.accounts), label(each.metric), wanted(each), label(each.level))
        for each in pack.plan.targets
    )
    table = Table(columns=plain_columns(*names_of_columns), rows=rows, sheet=_("targets to come"))
    title = _("Targets planned for {month}").format(month=pack.planned.key)
    return table_slides(5, title, table, empty=_("None yet."))


def plain_columns(*titles: str) -> tuple[Column, ...]:
    """Return columns of text, all of one width."""
    return tuple(Column(name=title) for title in titles)


def tasks(pack: MonthPack) -> list[Slide]:
    """Return the tasks in the order of their days."""
    columns = (
        Column(name=_("day")),
        Column(name=_("task"), share=3),
        Column(name=_("owner")),
        Column(name=_("indicator"), share=2),
    )
    rows = tuple(
        (str(each.due_on or "–"), words.clean(each.task), each.owner or "–", words.clean(each.indicator) or "–")
        for each in pack.plan.tasks
    )
    table = Table(columns=columns, rows=rows, sheet=_("tasks of the month"))
    return table_slides(6, _("Tasks and dates"), table, empty=_("None yet."))


def videos(pack: MonthPack) -> list[Slide]:
    """Return each video's days, in the order in which they go live."""
    columns = (
        Column(name=_("go live"), share=1.4),
        Column(name=_("video"), share=1.3),
        Column(name=_("title"), share=2.4),
        *plain_columns(_("copy"), _("shoot day"), _("first cut")),
    )
    rows = tuple(
        (
            beijing_minute(each.publish_at) if each.publish_at else "–",
            each.code,
            words.clean(each.title),
            *(str(day or "–") for day in (each.copy_due, each.shoot_on, each.cut_due)),
        )
        for each in pack.videos
    )
    table = Table(columns=columns, rows=rows, sheet=_("content calendar"))
    return table_slides(7, _("Content calendar"), table, empty=_("None is planned yet."))


def days(pack: MonthPack) -> list[Slide]:
    """Return the days of the month on which something is shot or somebody meets."""
    shoots = [
        (day.day, _("Shooting"), _("{count} videos: {codes}").format(count=len(day.videos), codes=joined(day.videos)))
        for day in pack.shoots
    ]
    meetings = [(slot.day, label(slot.kind), slot.key) for slot in pack.slots]
    rows = tuple((str(day), what, which) for day, what, which in sorted([*shoots, *meetings]))
    columns = (Column(name=_("day")), Column(name=_("what")), Column(name=_("which"), share=4))
    return table_slides(8, _("Shoot days and meetings"), Table(columns=columns, rows=rows, sheet=_("shoot days")))


def budget(pack: MonthPack) -> list[Slide]:
    """Return the lines of the budget, the total as the finding."""
    columns = (
        Column(name=_("category")),
        Column(name=_("item"), share=2.4),
        *(Column(name=title, is_number=True) for title in (_("quantity"), _("unit price"), _("amount"))),
    )
    rows = tuple(
        (
            label(each.line.category),
            words.clean(each.line.item) or "–",
            f"{each.line.quantity:g} {each.unit}".strip(),
            yuan(each.line.unit_price_fen),
            yuan(each.line.amount_fen),
        )
        for each in pack.plan.budget
    )
    total = pack.plan.total_fen
    told = _("not filled in yet") if total is None else _("{amount} yuan").format(amount=yuan(total))
    table = Table(columns=columns, rows=rows, sheet=_("budget of the month"))
    lead = _("Total: {amount}").format(amount=told)
    return table_slides(9, _("Budget"), table, lead=lead, empty=_("The budget has no lines."))


def people(pack: MonthPack) -> list[Slide]:
    """Return who stands for each stage, in two columns: all of them belong on one page."""
    half = -(-len(pack.plan.people) // 2)
    stacks = tuple(
        Stack(blocks=(stage_table(part),)) for part in (pack.plan.people[:half], pack.plan.people[half:]) if part
    )
    return [Slide(part=10, title=_("Who stands for each stage"), stacks=stacks)]


def stage_table(lines: Sequence[StageLine]) -> Table:
    """Return some stages with their people."""
    rows = tuple((f"{each.stage} {each.name}", joined(each.people)) for each in lines)
    columns = (Column(name=_("stage"), share=1.6), Column(name=_("people")))
    return Table(columns=columns, rows=rows, sheet=_("people"))


def needed(pack: MonthPack) -> list[Slide]:
    """Return what the client has to give or decide."""
    columns = (Column(name=_("by")), Column(name=_("what"), share=5))
    rows = tuple((str(each.due_on or "–"), words.clean(each.what)) for each in pack.plan.needed)
    table = Table(columns=columns, rows=rows, sheet=_("needed from the client"))
    nothing = _("Nothing beside the confirmations of the process.")
    return table_slides(11, _("Needed from the client"), table, empty=nothing)
