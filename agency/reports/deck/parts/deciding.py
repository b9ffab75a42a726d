"""Parts 15 to 17: the problems everyone brought, what changes, and what is planned for the half-month to come."""

from agency.domain.calendar import beijing_minute
from agency.domain.terms.meetings import ActionState
from agency.domain.windows import following
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import fit, words
from agency.reports.deck.plan import Column, Edition, Slide, Table
from agency.reports.deck.tables import table_slides
from agency.reports.material import ReviewMaterial

LONGEST = 90.0


def problems(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the problems that were brought; before anyone was asked, that they are collected until the meeting."""
    columns = (
        Column(name=_("no."), share=0.4),
        Column(name=_("problem"), share=8),
        Column(name=_("brought by"), share=1.4),
    )
    rows = tuple(
        (str(number), fit.shortened(words.clean(each.what), LONGEST), each.by)
        for number, each in enumerate(material.problems, start=1)
    )
    return table_slides(
        15,
        _("Problems"),
        Table(columns=columns, rows=rows, sheet=sheets.problems()),
        lead=_("Brought by everyone of the project before the meeting.") if rows else "",
        empty=_("No problem is on record; everyone is asked for theirs before the meeting."),
    )


def adjustments(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return what was decided, else what is still open of earlier reviews, as what the meeting has to decide on."""
    columns = (
        Column(name=_("adjustment"), share=4),
        Column(name=_("owner"), share=1.2),
        Column(name=_("due"), share=1.2),
        Column(name=_("metric"), share=1.2),
        Column(name=_("expected effect"), share=2.4),
        Column(name=_("from"), share=1.4),
    )
    decided = [(*of_now(each.what, each.owner, str(each.due_on), each.metric, each.expected), _("this review"))
               for each in material.decided]  # fmt: skip
    still_open = [
        (*of_now(each.what, each.owner, str(each.due_on), each.metric, each.expected), _("earlier review"))
        for each in material.actions
        if each.state is ActionState.OPEN
    ]
    return table_slides(
        16,
        _("Adjustments and actions"),
        Table(columns=columns, rows=(*decided, *still_open), sheet=sheets.problems()),
        lead=material_lead(material),
        empty=material.conclusions or _("To be decided in the meeting: who does what, by when, with which effect."),
    )


def of_now(what: str, owner: str, due: str, metric: str, expected: str) -> tuple[str, ...]:
    """Return an adjustment as the cells of a row."""
    return (fit.shortened(words.clean(what), LONGEST), owner, due, metric or "–", expected or "–")


def material_lead(material: ReviewMaterial) -> str:
    """Return the conclusions, else that they are still to come."""
    if material.conclusions:
        return fit.shortened(words.clean(material.conclusions), LONGEST / 1.6)
    return _("To be decided in the meeting; then it stands in the next topic meeting and the next review.")


def schedule(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return what is planned for the next half-month, in the order of its first day."""
    ahead = following(material.window)
    columns = (
        Column(name=_("code"), share=1.5),
        Column(name=_("title"), share=3),
        Column(name=_("account"), share=1.5),
        Column(name=_("shoot"), share=1.1),
        Column(name=_("final cut"), share=1.1),
        Column(name=_("publication"), share=1.6),
        Column(name=_("director")),
        Column(name=_("editor")),
    )
    rows = tuple(
        (
            each.code,
            fit.shortened(words.clean(each.title), 20),
            each.account,
            f"{each.shoot_on:%m-%d}" if each.shoot_on else "–",
            f"{each.cut_on:%m-%d}" if each.cut_on else "–",
            beijing_minute(each.publish_at)[5:] if each.publish_at else "–",
            each.director or "–",
            each.editor or "–",
        )
        for each in material.schedule
    )
    return table_slides(
        17,
        _("The next half-month"),
        Table(columns=columns, rows=rows, sheet=sheets.schedule()),
        lead=f"{ahead.first:%Y-%m-%d} – {ahead.last:%Y-%m-%d}",
        empty=_("Nothing is planned for the next half-month yet."),
    )
