"""The schedule of cuts and publications (剪辑上线排期表): one row a content item, from its footage to its plays (S10, S11)."""

from agency.domain.terms import label
from agency.domain.terms.editing import FocusPoint
from agency.domain.terms.standings import ContentStanding
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, Due, words
from agency.reports.tables.content import publication
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()
AGES = ((1, "plays_1d"), (3, "plays_3d"), (7, "plays_7d"))


def table(policy: Policy = STANDARD) -> Table:
    """Return the schedule of cuts (domain.md 4.6).

    Its rows are the content items: the version of a row is that of the content schedule, and its editor and days are
    columns of the same record. Where the edit has begun its ``EditTask`` has the same editor and days once more.
    """
    near = max(policy.reminder_days, default=0)
    return Table(
        code="cuts",
        name=_("Cuts and publications"),
        clause="S10, S11, C4",
        key="code",
        standing="status",
        at_rest=words([ContentStanding.LIVE, ContentStanding.STOPPED]),
        columns=(*identity(), *editing(near), *judged(), *confirmed(), *live(near)),
    )


def identity() -> tuple[Column, ...]:
    """Return which item, and who edits it."""
    return (
        Column(code="code", name=_("Content code"), means=_("The code of the content item."), width=18, on_page=True),
        Column(
            code="title", name=_("Title"), means=_("To be changed in the content schedule."), width=28, on_page=True
        ),
        Column(
            code="editor",
            name=_("Editor in charge"),
            means=_("Who edits it; a named one gets the footage."),
            clause="I7",
            editable=True,
            is_person=True,
            on_page=True,
        ),
        Column(
            code="footage_received_at",
            name=_("Footage received"),
            means=_("When the editor had received all of it, Beijing time."),
            clause="I7",
            format=Format.MOMENT,
            width=16,
        ),
    )


def editing(near: int) -> tuple[Column, ...]:
    """Return the cut's days and rounds."""
    return (
        Column(
            code="planned_first_cut_on",
            name=_("First cut due"),
            means=_("Red when past without a cut, or when the cut came later."),
            clause="S10",
            format=Format.DAY,
            width=11,
            editable=True,
            on_page=True,
            due=Due(near=near, done="first_cut_at"),
        ),
        moment("first_cut_at", _("First cut made"), _("When the first version was handed in, Beijing time."), "S10"),
        Column(
            code="director_review",
            name=_("Director's review"),
            means=_("What the director said in the last round, and which round it was."),
            clause="I8",
            width=16,
        ),
        Column(
            code="revisions",
            name=_("Revisions"),
            means=_("How many times the cut was handed in anew."),
            clause="I8",
            format=Format.COUNT,
            width=7,
        ),
        Column(
            code="planned_edit_due_on",
            name=_("Final cut due"),
            means=_("The day by which the client has confirmed the cut."),
            clause="S10",
            format=Format.DAY,
            width=11,
            editable=True,
            due=Due(near=near, done="client_confirmed_at"),
        ),
        moment("final_cut_at", _("Final cut made"), _("When the version as it is now was handed in."), "S10"),
        Column(
            code="seconds",
            name=_("Length, s"),
            means=_("Length of the latest cut, in seconds."),
            format=Format.COUNT,
            width=7,
        ),
    )


def judged() -> tuple[Column, ...]:
    """Return what the last edit round said of each point."""
    good, bad = _("good"), _("needs work")
    points = tuple(
        Column(
            code=f"judged_{point.value}",
            name=label(point),
            means=_("The director's judgement in the last round."),
            clause="I8",
            width=9,
            choices=(good, bad),
            yellow=(bad,),
        )
        for point in (
            FocusPoint.SUBTITLES,
            FocusPoint.BGM,
            FocusPoint.SOUND_EFFECTS,
            FocusPoint.TRANSITIONS,
            FocusPoint.RHYTHM,
        )
    )
    return (
        *points,
        Column(
            code="cover",
            name=_("Where the cover is"),
            means=_("Link or path of the cover."),
            clause="C3",
            format=Format.LINK,
            width=16,
        ),
    )


def confirmed() -> tuple[Column, ...]:
    """Return the client's word on the cut and on the publication."""
    return (
        Column(
            code="client_version",
            name=_("Client confirmed version"),
            means=_("The version of the cut that the client confirmed."),
            clause="S10",
            format=Format.COUNT,
            width=8,
        ),
        moment(
            "client_confirmed_at", _("Client confirmed"), _("When the client confirmed the cut as it is now."), "S10"
        ),
        moment(
            "publish_confirmed_at",
            _("Confirmed to publish"),
            _("When the publication as a whole was confirmed, Beijing time."),
            "C3",
        ),
    )


def live(near: int) -> tuple[Column, ...]:
    """Return the publication and its plays by age."""
    return (
        Column(code="account", name=_("Account"), means=_("Its name as the public sees it."), width=18),
        *publication(near),
        moment("notified_at", _("Group told"), _("When the group was asked to watch it, Beijing time."), "C3"),
        *(
            Column(
                code=code,
                name=_("Plays at {days} d").format(days=days),
                means=_(
                    "Plays in all when it had been out for so many days; from the nearest look, half a day off at most."
                ),
                clause="I9",
                format=Format.COUNT,
                width=10,
            )
            for days, code in AGES
        ),
        Column(
            code="status",
            name=_("Standing now"),
            means=_("What it waits for next, worked out from what is on record."),
            choices=words(ContentStanding),
            on_page=True,
            yellow=(label(ContentStanding.STOPPED),),
        ),
    )


def moment(code: str, name: str, means: str, clause: str) -> Column:
    """Return a column of a moment on record."""
    return Column(code=code, name=name, means=means, clause=clause, format=Format.MOMENT, width=16)
