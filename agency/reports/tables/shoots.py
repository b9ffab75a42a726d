"""The shooting schedule (拍摄排期表): one row a shoot, what it serves, who comes and what is confirmed (S9, I5, I7, C4)."""

from agency.domain.terms import label
from agency.domain.terms.shoots import PrepKind
from agency.domain.terms.standings import ShootStanding
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, Due, words
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()


def table(policy: Policy = STANDARD) -> Table:
    """Return the shooting schedule; its rows are the shoots themselves (domain.md 4.5)."""
    near = max(policy.reminder_days, default=0)
    return Table(
        code="shoots",
        name=_("Shooting schedule"),
        clause="S9, C4",
        key="code",
        standing="status",
        at_rest=words([ShootStanding.RECORDED, ShootStanding.CANCELLED]),
        columns=(*when(near), *what(), *who(), *things(), *checks(), *end()),
    )


def when(near: int) -> tuple[Column, ...]:
    """Return day, hours and place."""
    return (
        Column(code="code", name=_("Shoot"), means=_("The code of the shoot."), width=18, on_page=True),
        Column(
            code="shoot_on",
            name=_("Day of the shoot"),
            means=_("Red when it is past and the shoot is not recorded."),
            clause="S9",
            format=Format.DAY,
            width=11,
            editable=True,
            on_page=True,
            due=Due(near=near, awaiting=words([ShootStanding.TO_PREPARE, ShootStanding.READY])),
        ),
        *(
            Column(code=code, name=name, means=means, clause="I5", format=Format.MOMENT, width=16, editable=True)
            for code, name, means in (
                ("call_at", _("Call time"), _("When everybody is there, Beijing time.")),
                ("starts_at", _("Start of shooting"), _("When the shooting starts, Beijing time.")),
                ("ends_at", _("End of shooting"), _("When the shooting ends, Beijing time.")),
            )
        ),
        Column(
            code="location",
            name=_("Place of the shoot"),
            means=_("Where it is shot."),
            clause="I5",
            width=18,
            editable=True,
            on_page=True,
        ),
        Column(
            code="scenes", name=_("Scenes of the shoot"), means=_("The scenes of its scripts."), clause="I5", width=20
        ),
    )


def what() -> tuple[Column, ...]:
    """Return the content items it serves and their scripts."""
    return (
        Column(
            code="contents",
            name=_("Content and titles"),
            means=_("Code and title of each content item, one a line."),
            clause="S9",
            width=40,
            on_page=True,
        ),
        Column(
            code="scripts",
            name=_("Script versions"),
            means=_("The version of each item's script that is shot."),
            clause="S7",
            width=12,
        ),
        Column(
            code="shots", name=_("Shots"), means=_("How many shots these scripts have."), format=Format.COUNT, width=7
        ),
    )


def who() -> tuple[Column, ...]:
    """Return who comes."""
    return (
        Column(
            code="talents",
            name=_("Talents and itinerary"),
            means=_("Who is on camera, and how they come and go."),
            clause="I5",
            width=28,
        ),
        Column(
            code="director",
            name=_("Director"),
            means=_("Who leads the shoot."),
            clause="I6",
            editable=True,
            is_person=True,
        ),
        Column(
            code="photographer",
            name=_("Photographer"),
            means=_("Who shoots, and confirms scene, equipment and props."),
            clause="I5",
            editable=True,
            is_person=True,
        ),
    )


def things() -> tuple[Column, ...]:
    """Return what is brought along."""
    return (
        Column(
            code="equipment",
            name=_("Equipment lent"),
            means=_("What was lent for it, each back or still out."),
            clause="I5, I7",
            width=28,
        ),
        Column(
            code="props", name=_("Props to bring"), means=_("The props to bring."), clause="I5", width=20, editable=True
        ),
        Column(
            code="styling",
            name=_("Styling to bring"),
            means=_("Clothes and make-up."),
            clause="I5",
            width=20,
            editable=True,
        ),
        Column(code="weather", name=_("Weather"), means=_("The records have no place for the weather yet."), width=9),
        Column(
            code="fallback_on",
            name=_("Backup day"),
            means=_("The day it is shot when this one fails."),
            format=Format.DAY,
            width=11,
            editable=True,
        ),
    )


def checks() -> tuple[Column, ...]:
    """Return what is confirmed before it may start."""
    open_, done = _("to confirm"), _("confirmed")
    prepared = tuple(
        Column(
            code=f"prep_{kind.value}",
            name=_("Confirmed: {kind}").format(kind=label(kind)),
            means=_("Every item of this kind is confirmed before the shoot; nothing noted shows empty."),
            clause="I5",
            width=9,
            choices=(done, open_),
            yellow=(open_,),
        )
        for kind in PrepKind
    )
    return (
        *prepared,
        Column(
            code="synced",
            name=_("Scripts in time"),
            means=_("Whether the scripts were with everyone three days before."),
            clause="I4",
            width=9,
            choices=(_("in time"), _("too late"), _("not settled yet")),
            red=(_("too late"),),
        ),
    )


def end() -> tuple[Column, ...]:
    """Return what came of it."""
    return (
        Column(
            code="status",
            name=_("Standing now"),
            means=_("Worked out from what is on record."),
            choices=words(ShootStanding),
            on_page=True,
        ),
        Column(
            code="missing",
            name=_("Missing shots"),
            means=_("The content items of which shots are missing."),
            clause="I6",
            width=20,
        ),
        Column(
            code="handed_to",
            name=_("Footage handed to"),
            means=_("The editors who got the footage, and when they received it."),
            clause="I7",
            width=28,
        ),
        Column(
            code="handed_at",
            name=_("Handed over at"),
            means=_("When the last of the footage was handed over, Beijing time."),
            clause="I7",
            format=Format.MOMENT,
            width=16,
        ),
        Column(code="note", name=_("Remarks"), means=_("Free text."), width=24, editable=True),
    )
