"""The content schedule (内容排期表): one row a content item, from its copy to the moment it is live (S3, I3, C4)."""

from agency.domain.terms import label
from agency.domain.terms.content import ContentKind
from agency.domain.terms.standings import ContentStanding
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, Due, words
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()
ORDER = tuple(ContentStanding)


def table(policy: Policy = STANDARD) -> Table:
    """Return the content schedule; its rows are the content items themselves (domain.md 4.4)."""
    near = max(policy.reminder_days, default=0)
    return Table(
        code="content",
        name=_("Content schedule"),
        clause="S3, C4",
        key="code",
        standing="status",
        at_rest=words([ContentStanding.LIVE, ContentStanding.STOPPED]),
        columns=(*identity(policy), *copy(), *people(), *days(near), *end(near)),
    )


def until(standing: ContentStanding) -> tuple[str, ...]:
    """Return the words of the standings up to and with one: until then its step is not done."""
    return words(ORDER[: ORDER.index(standing) + 1])


def identity(policy: Policy) -> tuple[Column, ...]:
    """Return which item of which account."""
    return (
        Column(code="number", name=_("No."), means=_("Number of the row."), format=Format.COUNT, width=6),
        Column(code="code", name=_("Content code"), means=_("The code of the content item."), width=18, on_page=True),
        Column(code="account", name=_("Account"), means=_("Its name as the public sees it."), width=18, on_page=True),
        Column(code="platform", name=_("Platform"), means=_("Where the account lives."), width=9),
        Column(
            code="pillar", name=_("Pillar"), means=_("The kind of content it belongs to."), clause="S2", editable=True
        ),
        Column(code="topic", name=_("Topic"), means=_("The topic that the meeting passed."), clause="S6", width=24),
        Column(
            code="title",
            name=_("Title"),
            means=_("At most {count} characters, an emoji counting as one.").format(count=policy.title_max),
            clause="P2",
            width=28,
            editable=True,
            on_page=True,
            longest=policy.title_max,
        ),
        Column(
            code="title_length",
            name=_("Characters"),
            means=_("Length of the title by the standard's count."),
            clause="P2",
            format=Format.COUNT,
            width=6,
        ),
        Column(
            code="kind",
            name=_("Form of content"),
            means=_("As the copy says it."),
            clause="P1",
            choices=words(ContentKind),
        ),
    )


def copy() -> tuple[Column, ...]:
    """Return what the planning copy says of its form."""
    return (
        Column(code="sound", name=_("Sound"), means=_("The sound effects that the copy names."), clause="P2", width=18),
        Column(
            code="planned_seconds",
            name=_("Planned length, s"),
            means=_("The length that the copy names, in seconds."),
            clause="P2",
            format=Format.COUNT,
            width=8,
        ),
        Column(
            code="shot_count",
            name=_("Pieces to shoot"),
            means=_("How many pieces the copy wants shot."),
            clause="P2",
            format=Format.COUNT,
            width=8,
        ),
        Column(
            code="references",
            name=_("Reference videos"),
            means=_("Wished for, not required."),
            clause="P2",
            format=Format.LINK,
            width=20,
        ),
    )


def people() -> tuple[Column, ...]:
    """Return who is in charge of the item."""
    return tuple(
        Column(code=code, name=name, means=means, clause="C1", editable=True, is_person=True)
        for code, name, means in (
            ("director", _("Director"), _("Who directs the video.")),
            ("operator", _("Operator"), _("Who publishes it.")),
            ("talent", _("Talent"), _("Who is seen in it.")),
        )
    )


def days(near: int) -> tuple[Column, ...]:
    """Return the chain from the copy to the publication; what is due stands out from ``near`` days before."""
    return (
        due_day(
            "copy_due_on",
            _("Copy due"),
            _("Working days before the script's sync."),
            "P2",
            Due(near=near, awaiting=until(ContentStanding.AWAITS_COPY)),
        ),
        due_day(
            "script_due_on",
            _("Script due"),
            _("Three days before the shoot: the last day to sync it."),
            "I4",
            Due(near=near, done="script_synced_at"),
        ),
        Column(
            code="script_synced_at",
            name=_("Script synced"),
            means=_("When the last of talent, photographer and editor got this version."),
            clause="I4",
            format=Format.MOMENT,
            width=16,
        ),
        due_day(
            "planned_shoot_on",
            _("Shoot day"),
            _("The day it is shot."),
            "S9",
            Due(near=near, awaiting=until(ContentStanding.AWAITS_SHOOT)),
        ),
        Column(
            code="handover_due_on",
            name=_("Handover due"),
            means=_("The day by whose end the footage is with its editor."),
            clause="I7",
            format=Format.DAY,
            width=11,
            due=Due(near=near, awaiting=until(ContentStanding.AWAITS_SHOOT)),
        ),
        due_day(
            "planned_first_cut_on",
            _("First cut"),
            _("The day the first cut is due."),
            "S10",
            Due(near=near, awaiting=until(ContentStanding.AWAITS_CUT)),
        ),
        due_day(
            "planned_edit_due_on",
            _("Final cut"),
            _("The day by which the client has confirmed the cut."),
            "S10",
            Due(near=near, done="client_confirmed_at"),
        ),
    )


def due_day(code: str, name: str, means: str, clause: str, due: Due) -> Column:
    """Return a planned day that may be moved."""
    return Column(code=code, name=name, means=means, clause=clause, format=Format.DAY, width=11, editable=True, due=due)


def end(near: int) -> tuple[Column, ...]:
    """Return the client's word, the publication and where the item stands."""
    return (
        Column(
            code="client_confirmed_at",
            name=_("Client confirmed"),
            means=_("When the client confirmed the cut as it is now."),
            clause="S10",
            format=Format.MOMENT,
            width=16,
        ),
        *publication(near),
        Column(
            code="status",
            name=_("Standing now"),
            means=_("What it waits for next, worked out from what is on record."),
            choices=words(ContentStanding),
            on_page=True,
            yellow=(label(ContentStanding.STOPPED),),
        ),
        Column(code="note", name=_("Remarks"), means=_("Free text."), width=24, editable=True),
    )


def publication(near: int) -> tuple[Column, ...]:
    """Return when it is to go live, when it did, and where it can be seen."""
    return (
        Column(
            code="planned_publish_at",
            name=_("Planned publication"),
            means=_("The moment it is to go live, Beijing time."),
            clause="S11",
            format=Format.MOMENT,
            width=16,
            editable=True,
            on_page=True,
            due=Due(near=near, done="published_at"),
        ),
        Column(
            code="published_at",
            name=_("Moment of publication"),
            means=_("The moment it went live, Beijing time."),
            clause="S11",
            format=Format.MOMENT,
            width=16,
        ),
        Column(
            code="link",
            name=_("Link to the work"),
            means=_("Where the work can be seen."),
            clause="S11",
            format=Format.LINK,
            width=24,
        ),
    )
