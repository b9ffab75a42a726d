"""Part 3: what earlier reviews wanted, and what came of it: action, metric, before and after."""

from agency.domain.terms import label
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import words
from agency.reports.deck.plan import Column, Edition, Slide, Table
from agency.reports.deck.tables import table_slides
from agency.reports.material import ActionLine, ReviewMaterial


def earlier_actions(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the adjustments of earlier reviews with what their figures did."""
    columns = (
        Column(name=_("adjustment"), share=3),
        Column(name=_("owner")),
        Column(name=_("due"), share=1.3),
        Column(name=_("standing")),
        Column(name=_("metric")),
        Column(name=_("expected effect"), share=1.6),
        Column(name=_("before → now"), share=1.9, is_number=True),
        Column(name=_("change"), share=1.6, is_number=True),
        Column(name=_("outcome"), share=2.2),
    )
    table = Table(columns=columns, rows=tuple(line(each) for each in material.actions), sheet=sheets.actions())
    settled = sum(bool(each.outcome) for each in material.actions)
    lead = _("{count} adjustments, of {settled} it is said what came of them.").format(
        count=len(material.actions), settled=settled
    )
    return table_slides(
        3,
        _("Adjustments of earlier reviews"),
        table,
        lead=lead if material.actions else "",
        empty=_("Earlier reviews left nothing open."),
    )


def line(action: ActionLine) -> tuple[str, ...]:
    """Return one adjustment as a row; the figures only of one that names a metric."""
    figures = ("–", "–")
    if action.metric:
        moved = f"{words.count(action.before)} → {words.count(action.now)}"
        figures = (moved, words.change(action.now, action.before))
    return (
        action.what,
        action.owner,
        action.due_on.isoformat(),
        label(action.state),
        action.metric or "–",
        action.expected or "–",
        *figures,
        action.outcome or _("to be said in the meeting"),
    )
