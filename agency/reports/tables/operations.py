"""The table of operations (运营总表): targets, figures and open matters of each account and project in a month (C4, C1)."""

from agency.domain.terms import label
from agency.domain.terms.performance import Light
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, words
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()


def table(policy: Policy = STANDARD) -> Table:
    """Return the table of operations: a row for each account of a project and month, and one for the project (domain.md 4.2).

    All of it is worked out, so nothing in it may be edited.
    """
    return Table(
        code="operations",
        name=_("Table of operations"),
        clause="C4",
        key="code",
        frozen="account",
        columns=(*identity(), *targets(), *pace(policy), *work(), *matters()),
    )


def identity() -> tuple[Column, ...]:
    """Return which account in which month."""
    return (
        Column(
            code="code", name=_("Row code"), means=_("Month and account, or month and project."), width=26, hidden=True
        ),
        Column(
            code="month",
            name=_("Month (Beijing)"),
            means=_("A month of Beijing days."),
            clause="C1",
            width=9,
            on_page=True,
        ),
        Column(code="project", name=_("Project"), means=_("Code of the project it belongs to."), width=14),
        Column(
            code="account",
            name=_("Account"),
            means=_("The account's name; “whole project” sums up the project's accounts."),
            width=20,
            on_page=True,
        ),
    )


def targets() -> tuple[Column, ...]:
    """Return target, actual and share reached of the four indicators."""
    return (
        *indicator(
            "plays", _("Plays gained"), _("What the plays of its works gained in the month so far."), on_page=True
        ),
        *indicator("fans", _("Fans gained"), _("Net growth of the followers in the month so far.")),
        *indicator("works", _("Works published"), _("Works that went live in the month so far.")),
        *indicator(
            "interaction",
            _("Interaction rate"),
            _("(Likes + comments + shares + saves) / plays, of what the videos gained in the month."),
            kind=Format.SHARE,
        ),
    )


def indicator(
    code: str, name: str, means: str, *, kind: Format = Format.COUNT, on_page: bool = False
) -> tuple[Column, ...]:
    """Return the three columns of an indicator."""
    return (
        Column(
            code=f"{code}_target",
            name=_("{metric}: target").format(metric=name),
            means=_("The target of the month's plan that must be reached."),
            clause="C1",
            format=kind,
        ),
        Column(
            code=f"{code}_actual",
            name=_("{metric}: actual").format(metric=name),
            means=means,
            clause="I9",
            format=kind,
            on_page=on_page,
        ),
        Column(
            code=f"{code}_reached",
            name=_("{metric}: reached").format(metric=name),
            means=_("Actual / target."),
            clause="C1",
            format=Format.SHARE,
            width=10,
            on_page=on_page,
        ),
    )


def pace(policy: Policy) -> tuple[Column, ...]:
    """Return how the month stands against the time that has passed."""
    return (
        Column(
            code="elapsed",
            name=_("Time passed"),
            means=_("Share of the month's days that are over, yesterday the last."),
            clause="C1",
            format=Format.SHARE,
            width=9,
        ),
        Column(
            code="pace",
            name=_("Pace of the month"),
            means=_("Share reached / time passed, of the target that lies furthest behind; 1 is on time."),
            clause="C1",
            format=Format.NUMBER,
            width=9,
        ),
        Column(
            code="light",
            name=_("Light of the pace"),
            means=_("Amber below {amber}, red below {red} of the expected pace.").format(
                amber=policy.pace_amber, red=policy.pace_red
            ),
            clause="C1",
            choices=words(Light),
            width=8,
            on_page=True,
            red=(label(Light.RED),),
            yellow=(label(Light.AMBER),),
        ),
    )


def work() -> tuple[Column, ...]:
    """Return how the month's planned items stand."""
    return (
        counted("planned", _("Items planned"), _("Items planned to go live in the month, stopped ones left out.")),
        counted("shot", _("Items shot"), _("Of these, how many are shot.")),
        counted("edited", _("Items edited"), _("Of these, how many have a cut that the client confirmed.")),
        counted("published", _("Items published"), _("Of these, how many are live.")),
        counted("overdue", _("Items overdue"), _("Of these, how many have a step that is past its day."), on_page=True),
        counted(
            "hits",
            _("Hits of the month"),
            _("Works of the month that broke out against the account's own works of their age."),
        ),
    )


def counted(code: str, name: str, means: str, *, on_page: bool = False) -> Column:
    """Return a column with a number of things."""
    return Column(code=code, name=name, means=means, format=Format.COUNT, width=9, on_page=on_page)


def matters() -> tuple[Column, ...]:
    """Return the money and the open matters."""
    return (
        Column(
            code="budget",
            name=_("Budget (yuan)"),
            means=_("The budget of the month's plan, else what was approved for the month."),
            clause="C1, S4",
            format=Format.MONEY,
        ),
        Column(
            code="spent",
            name=_("Spent (yuan)"),
            means=_("What was really spent of the month's budget requests."),
            clause="S4",
            format=Format.MONEY,
        ),
        counted("client_waits", _("Awaits the client"), _("Questions that wait for the client now.")),
        counted("breaches", _("Rules broken"), _("Checks of the month that found a rule broken.")),
        Column(
            code="next_review",
            name=_("Next review"),
            means=_("The review meeting that is called, else the day after the half-month."),
            clause="I10",
            format=Format.DAY,
        ),
        Column(code="lead", name=_("In charge"), means=_("The operators of the account or the project.")),
        Column(
            code="actions",
            name=_("Risks and actions"),
            means=_("What the reviews want done and is not done yet, with its day."),
            clause="I10",
            width=40,
        ),
    )
