"""Parts 13 and 14: how the work was carried out, and what was spent."""

from collections.abc import Iterator

from agency.domain.known import sum_known
from agency.domain.terms import label
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import fit, words
from agency.reports.deck.plan import (
    Block,
    Card,
    Cards,
    Chart,
    ChartKind,
    Column,
    Edition,
    Series,
    Slide,
    Table,
    Tone,
    whole,
)
from agency.reports.deck.tables import BODY_HEIGHT, cut, said
from agency.reports.incident_lines import taken, worst_first
from agency.reports.material import ReviewMaterial
from agency.reports.review_execution import Execution
from agency.reports.review_sections import BudgetLine
from agency.reports.sheet import Format

CARDS_AND_GAPS = 1.7
CHART_HEIGHT = 2.1
MOST_REQUESTS = 8
LONGEST = 70.0


def execution(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return what was kept, sent back and overdue, and how long the client takes; then what is open, one by one."""
    done = material.execution
    table = Table(
        columns=(
            Column(name=_("what"), share=1.2),
            Column(name=_("which"), share=6),
            Column(name=_("standing"), share=2),
        ),
        rows=tuple(open_rows(done)),
        sheet=sheets.execution(),
    )
    blocks: list[Block] = [Cards(cards=tuple(cards(done))), rules_chart(done)]
    if table.rows:
        blocks.append(cut(table, height=BODY_HEIGHT - CARDS_AND_GAPS - CHART_HEIGHT))
    lead = _("{waiting} questions wait for people, {overdue} of them overdue.").format(
        waiting=len(done.waiting), overdue=sum(gate.is_overdue for gate in done.waiting)
    )
    return [Slide(part=13, title=_("Carried out"), lead=lead, stacks=whole(*blocks))]


def cards(done: Execution) -> Iterator[Card]:
    """Yield the figures of the gates."""
    overdue = sum(gate.is_overdue for gate in done.waiting)
    hours = words.nothing() if done.client_hours is None else _("{hours} h").format(hours=f"{done.client_hours:.1f}")
    yield Card(
        name=_("the client decides after (median)"),
        value=hours,
        note=_("{count} decisions").format(count=done.client_decisions),
        tone=Tone.QUIET,
    )
    yield Card(name=_("times work was sent back"), value=str(done.refusals), note=_("this half-month"), tone=Tone.QUIET)
    yield Card(
        name=_("overdue questions"),
        value=str(overdue),
        note=_("of {count} open").format(count=len(done.waiting)),
        tone=Tone.BAD if overdue else Tone.QUIET,
    )
    yield Card(name=_("rules set aside"), value=str(len(done.waivers)), note=_("each with a reason"), tone=Tone.QUIET)


def rules_chart(done: Execution) -> Chart:
    """Return how often each rule was kept; a rule that never applied is left out."""
    applied = [each for each in done.rules if each.of]
    return Chart(
        kind=ChartKind.BARS,
        title=_("rules that were kept"),
        subject="",
        categories=tuple(f"{label(each.rule)} ({each.kept}/{each.of})" for each in applied),
        series=(Series(name=_("kept"), values=tuple(each.share for each in applied)),),
        sheet=sheets.of_chart(_("rules")),
        format=Format.SHARE,
    )


def open_rows(done: Execution) -> Iterator[tuple[str, ...]]:
    """Yield what is overdue, then incidents with what was learnt, late scripts, and the rules that were set aside."""
    for gate in done.waiting:
        if gate.is_overdue:
            yield (_("overdue"), fit.shortened(words.clean(gate.headline), LONGEST), str(gate.due_on))
    for line in worst_first(done.incidents):
        which = fit.shortened(words.clean(f"{line.code} {line.what} {line.learnt}"), LONGEST)
        yield (_("Incident"), which, taken(line))
    for script in done.late_scripts:
        synced = str(script.synced_on) if script.synced_on else _("not synced yet")
        yield (_("late script"), f"{script.code} {words.clean(script.title)}", synced)
    for waived in done.waivers:
        reason = fit.shortened(f"{waived.rule}: {words.clean(waived.reason)}", LONGEST)
        yield (_("rule set aside"), reason, waived.by)


def budget(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return what was asked, approved and spent in the month."""
    title = _("Budget of the month")
    if not material.budget:
        return [said(14, title, _("No data: no request for money is on record for this month."))]
    columns = (
        Column(name=_("request"), share=1.4),
        Column(name=_("what for"), share=3),
        Column(name=_("standing")),
        Column(name=_("asked"), share=1.3, is_number=True),
        Column(name=_("approved"), share=1.3, is_number=True),
        Column(name=_("spent"), share=1.3, is_number=True),
    )
    table = Table(columns=columns, rows=tuple(budget_row(each) for each in material.budget), sheet=sheets.budget())
    approved = sum_known([each.approved_fen for each in material.budget])
    spent = sum_known([each.spent_fen for each in material.budget])
    lead = _("Approved {approved}, spent {spent}.").format(approved=words.money(approved), spent=words.money(spent))
    blocks = (cut(table, height=BODY_HEIGHT - CHART_HEIGHT), budget_chart(material))
    return [Slide(part=14, title=title, lead=lead, stacks=whole(*blocks))]


def budget_row(line: BudgetLine) -> tuple[str, ...]:
    """Return one request as a row."""
    money = (words.money(each) for each in (line.asked_fen, line.approved_fen, line.spent_fen))
    return (line.code, fit.shortened(words.clean(line.purpose), LONGEST), label(line.status), *money)


def budget_chart(material: ReviewMaterial) -> Chart:
    """Return the requests' money in yuan."""
    shown = material.budget[:MOST_REQUESTS]
    return Chart(
        kind=ChartKind.COLUMNS,
        title=_("asked, approved and spent, in yuan"),
        subject="",
        categories=tuple(line.code for line in shown),
        series=(
            Series(name=_("asked"), values=tuple(yuan(line.asked_fen) for line in shown)),
            Series(name=_("approved"), values=tuple(yuan(line.approved_fen) for line in shown)),
            Series(name=_("spent"), values=tuple(yuan(line.spent_fen) for line in shown)),
        ),
        sheet=sheets.of_chart(_("budget")),
    )


def yuan(fen: int | None) -> float | None:
    """Return an amount in yuan."""
    return None if fen is None else fen / 100
