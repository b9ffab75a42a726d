"""The table of accounts (账号总表): one row an account, with its papers, its people and where it stands (S5, C4)."""

from agency.domain.terms.accounts import ASLEEP, AccountStatus, AccountType, VerifyStatus
from agency.domain.terms.figures import Platform
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, Due, words
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()


def table(policy: Policy = STANDARD) -> Table:
    """Return the table of accounts; its rows are the accounts themselves (C4, domain.md 4.1)."""
    return Table(
        code="accounts",
        name=_("Table of accounts"),
        clause="C4",
        key="code",
        standing="status",
        at_rest=words(ASLEEP),
        columns=(*identity(), *papers(policy), *work(), *standing()),
    )


def identity() -> tuple[Column, ...]:
    """Return who the account is on its platform."""
    return (
        Column(
            code="code", name=_("Account code"), means=_("The account's code in the house."), width=16, on_page=True
        ),
        Column(
            code="platform",
            name=_("Platform"),
            means=_("Where the account lives."),
            choices=words(Platform),
            width=10,
        ),
        Column(
            code="name",
            name=_("Account name"),
            means=_("Its name as the public sees it."),
            clause="S5",
            width=18,
            editable=True,
            on_page=True,
        ),
        Column(
            code="handle",
            name=_("Platform handle"),
            means=_("Its number or handle on the platform."),
            clause="S5",
            width=18,
            editable=True,
        ),
        Column(
            code="homepage_url",
            name=_("Home page"),
            means=_("The https address of its home page."),
            clause="S5",
            format=Format.LINK,
            width=28,
            editable=True,
        ),
        Column(
            code="subject",
            name=_("Registered subject"),
            means=_("The person or firm in whose name it is registered."),
            clause="S5",
            width=20,
            editable=True,
        ),
    )


def papers(policy: Policy) -> tuple[Column, ...]:
    """Return how the platform knows the account, and until when."""
    return (
        Column(
            code="account_type",
            name=_("Account type"),
            means=_("As what it is registered."),
            clause="S5",
            choices=words(AccountType),
            editable=True,
        ),
        Column(
            code="verify_status",
            name=_("Verification"),
            means=_("How far the platform has verified it."),
            clause="S5",
            choices=words(VerifyStatus),
            editable=True,
            red=words([VerifyStatus.EXPIRED]),
        ),
        Column(
            code="verify_expires_on",
            name=_("Verified until"),
            means=_("The last day of the verification; red when past, yellow from {days} days before.").format(
                days=policy.paper_warning_days
            ),
            clause="S5",
            format=Format.DAY,
            editable=True,
            due=Due(near=policy.paper_warning_days),
        ),
    )


def work() -> tuple[Column, ...]:
    """Return what the account is run for, as what, and by whom."""
    return (
        Column(code="project", name=_("Project"), means=_("Code of the project it belongs to."), width=14),
        Column(code="client", name=_("Client"), means=_("The firm it is run for."), width=18),
        Column(
            code="positioning",
            name=_("IP positioning"),
            means=_("Persona and audience as agreed; changed only through the gate of the positioning."),
            clause="S2",
            width=32,
        ),
        Column(
            code="pillars",
            name=_("Pillars"),
            means=_("The kinds of content agreed with the positioning."),
            clause="S2",
            width=20,
        ),
        Column(
            code="operator",
            name=_("Main operator"),
            means=_("Who runs the account."),
            clause="S5",
            editable=True,
            is_person=True,
            on_page=True,
        ),
        Column(code="director", name=_("Director"), means=_("Who directs its videos."), editable=True, is_person=True),
        Column(code="talent", name=_("Talent"), means=_("The talents of the project, as its members are on record.")),
        Column(
            code="custodian",
            name=_("Custodian"),
            means=_("Who keeps the account's access; a password never stands here."),
            clause="S5",
            editable=True,
            is_person=True,
        ),
        Column(
            code="registration",
            name=_("Registration complete"),
            means=_("Share of the registration's needed items that are complete and valid today."),
            clause="S5",
            format=Format.SHARE,
            width=10,
            on_page=True,
        ),
    )


def standing() -> tuple[Column, ...]:
    """Return how large the account is and where it stands."""
    return (
        Column(
            code="followers_at_takeover",
            name=_("Followers at takeover"),
            means=_("How many followed it when the agency took it over."),
            format=Format.COUNT,
            width=10,
        ),
        Column(
            code="followers",
            name=_("Followers now"),
            means=_("What its platform told last, whatever the day."),
            clause="I9",
            format=Format.COUNT,
            width=11,
            on_page=True,
        ),
        Column(
            code="works",
            name=_("Works in all"),
            means=_("The platform's count; where it tells none, the published works on record."),
            clause="I9",
            format=Format.COUNT,
            width=10,
        ),
        Column(
            code="status",
            name=_("Account status"),
            means=_("Where the account stands in its life."),
            choices=words(AccountStatus),
            editable=True,
            on_page=True,
            yellow=words([AccountStatus.PAUSED]),
        ),
        Column(
            code="violations",
            name=_("Violations"),
            means=_("What the platform found, the newest first, and whether it is settled."),
            width=32,
        ),
        Column(code="note", name=_("Remarks"), means=_("The records have no remarks on an account yet."), width=16),
    )
