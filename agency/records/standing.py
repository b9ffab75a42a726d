"""How the agency stands this moment, in numbers for a machine that watches: counts and moments, never a name.

Every question is one statement that an index answers or a short table does, whatever the number of snapshots; what grows
for ever (calls to channels, looks at accounts) is asked for its last day only, by its id, which is a moment too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session
from ulid import ULID

from agency.domain.calendar import ONE_DAY, beijing_day
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.engagement import Severity
from agency.domain.terms.figures import Platform
from agency.domain.terms.governance import RuleState
from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.domain.terms.watching import WaitAge
from agency.records.tables import (
    DeliveryAttempt,
    GroupChat,
    ImportDecision,
    ImportQuestion,
    Incident,
    NegativeCase,
    Notification,
    PlatformGrant,
    RuleCheck,
    TakenBackup,
    Wait,
)

UNSETTLED = (DeliveryStatus.WAITING, DeliveryStatus.SENDING, DeliveryStatus.UNCLEAR, DeliveryStatus.GIVEN_UP)
YOUNGER_THAN = ((ONE_DAY, WaitAge.DAY), (3 * ONE_DAY, WaitAge.THREE_DAYS), (7 * ONE_DAY, WaitAge.WEEK))


class WaitsOfGate(NamedTuple):
    """How many runs wait at one gate for so long, and how many of those are past their day."""

    gate: str
    age: WaitAge
    number: int
    overdue: int


class MessagesOfState(NamedTuple):
    """How many messages are in one state, and since when the oldest of them exists; by hand are those that a person carries."""

    status: DeliveryStatus
    by_hand: bool
    number: int
    oldest: datetime


class GrantsOfPlatform(NamedTuple):
    """How many authorisations of a platform are in one state, and when the first of them ends, None where none does."""

    platform: Platform
    state: GrantState
    number: int
    first_ends: datetime | None


class OpenIncidents(NamedTuple):
    """How many incidents are open, how many of them with the coordinator, and since when the oldest is."""

    number: int
    with_coordinator: int
    oldest: datetime | None


class KeptBackups(NamedTuple):
    """How many archives are kept, when the newest was taken, and when one was last proven by a restore."""

    number: int
    taken_at: datetime | None
    proven_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything that is counted, at one moment."""

    gates: Sequence[WaitsOfGate]
    messages: Sequence[MessagesOfState]
    calls: dict[DeliveryOutcome, int]
    broken_groups: int
    grants: Sequence[GrantsOfPlatform]
    incidents: OpenIncidents
    cases: dict[Severity, int]
    overdue: dict[str, int]
    undecided_rows: int
    backups: KeptBackups


def standing(session: Session, at: datetime) -> Standing:
    """Return how the agency stands at a moment, which is the present one."""
    return Standing(
        gates=waits_by_gate(session, at),
        messages=messages_by_state(session),
        calls=calls_since(session, at - ONE_DAY),
        broken_groups=broken_groups(session),
        grants=grants_by_platform(session),
        incidents=open_incidents(session),
        cases=open_cases_by_severity(session),
        overdue=overdue_by_rule(session, at),
        undecided_rows=undecided_rows(session),
        backups=kept_backups(session),
    )


def waits_by_gate(session: Session, at: datetime) -> list[WaitsOfGate]:
    """Return the open questions by gate and age; a run that waits without a day is never overdue."""
    age, today = age_of_wait(at), beijing_day(at)
    overdue = func.sum(case((is_past(today), 1), else_=0))
    query = select(Wait.gate, age, func.count(), overdue).group_by(Wait.gate, age).order_by(Wait.gate, age)
    return [WaitsOfGate(gate, WaitAge(told), number, past) for gate, told, number, past in session.execute(query)]


def age_of_wait(at: datetime) -> ColumnElement[str]:
    """Return for how long a run has waited, as the code of its bucket."""
    return case(*((Wait.asked_at > at - age, bucket.value) for age, bucket in YOUNGER_THAN), else_=WaitAge.LONGER.value)


def is_past(today: date) -> ColumnElement[bool]:
    """Return the condition that a wait's day is past."""
    return and_(Wait.due_on.is_not(None), Wait.due_on < today)


def messages_by_state(session: Session) -> list[MessagesOfState]:
    """Return the messages that are not done with, by what became of them so far."""
    by_hand = Notification.channel == ChatChannel.MANUAL
    query = (
        select(Notification.status, by_hand, func.count(), func.min(Notification.created_at))
        .where(Notification.status.in_(UNSETTLED))
        .group_by(Notification.status, by_hand)
    )
    return [MessagesOfState(status, bool(manual), *rest) for status, manual, *rest in session.execute(query)]


def calls_since(session: Session, moment: datetime) -> dict[DeliveryOutcome, int]:
    """Return how the calls to channels ended that were begun since a moment; those on their way are left out."""
    query = (
        select(DeliveryAttempt.outcome, func.count())
        .where(DeliveryAttempt.id >= first_id(moment), DeliveryAttempt.outcome.is_not(None))
        .group_by(DeliveryAttempt.outcome)
    )
    return {outcome: count for outcome, count in session.execute(query) if outcome is not None}


def first_id(moment: datetime) -> str:
    """Return the least id that a row written at a moment can have."""
    return str(ULID.from_bytes(ULID.from_datetime(moment).bytes[:6] + bytes(10)))


def broken_groups(session: Session) -> int:
    """Return how many groups have a bot through which nothing gets."""
    query = select(func.count()).where(~GroupChat.healthy, GroupChat.channel != ChatChannel.MANUAL)
    return session.scalar(query) or 0


def grants_by_platform(session: Session) -> list[GrantsOfPlatform]:
    """Return the authorisations by platform and state."""
    ends = func.min(PlatformGrant.refresh_expires_at)
    query = select(PlatformGrant.platform, PlatformGrant.state, func.count(), ends)
    return [
        GrantsOfPlatform(*row) for row in session.execute(query.group_by(PlatformGrant.platform, PlatformGrant.state))
    ]


def open_incidents(session: Session) -> OpenIncidents:
    """Return what is open of the unforeseen (I11)."""
    is_with_owner = or_(Incident.escalated_at.is_(None), Incident.returned_at > Incident.escalated_at)
    with_coordinator = func.coalesce(func.sum(case((is_with_owner, 0), else_=1)), 0)
    query = select(func.count(), with_coordinator, func.min(Incident.happened_at))
    count, escalated, oldest = session.execute(query.where(Incident.resolved_at.is_(None))).one()
    return OpenIncidents(count, int(escalated), oldest)


def open_cases_by_severity(session: Session) -> dict[Severity, int]:
    """Return the cases about works and comments that are open, by how grave they are (C3)."""
    query = select(NegativeCase.severity, func.count()).where(NegativeCase.closed_at.is_(None))
    return dict(session.execute(query.group_by(NegativeCase.severity)).tuples().all())


def overdue_by_rule(session: Session, at: datetime) -> dict[str, int]:
    """Return what is owed and past its time, by the rule that asks for it."""
    is_owed = RuleCheck.state.in_((RuleState.PENDING, RuleState.BREACHED))
    query = select(RuleCheck.rule, func.count()).where(is_owed, RuleCheck.due_at < at)
    return dict(session.execute(query.group_by(RuleCheck.rule).order_by(RuleCheck.rule)).tuples().all())


def undecided_rows(session: Session) -> int:
    """Return how many imported rows wait for a person to say which work they are (I9)."""
    decided = select(ImportDecision.id).where(ImportDecision.question_id == ImportQuestion.id).exists()
    return session.scalar(select(func.count()).select_from(ImportQuestion).where(~decided)) or 0


def kept_backups(session: Session) -> KeptBackups:
    """Return how the backups stand; one whose trial failed counts among the kept, and proves nothing."""
    proven = case((TakenBackup.failed.is_(None), TakenBackup.proven_at))
    query = select(func.count(), func.max(TakenBackup.taken_at), func.max(proven))
    return KeptBackups(*session.execute(query.where(TakenBackup.removed_at.is_(None))).one())


def size_in_bytes(session: Session) -> int | None:
    """Return how much room the records take, their indexes among it; None where the database does not tell."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
    pages, size = (connection.exec_driver_sql(f"PRAGMA {what}").scalar() for what in ("page_count", "page_size"))
    return int(pages) * int(size) if pages is not None and size is not None else None


def behind_by(session: Session, at: datetime) -> timedelta | None:
    """Return by how much the clock of the database's machine is behind a moment; None where it is this machine's own."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return None
    told = connection.exec_driver_sql("SELECT clock_timestamp()").scalar()
    return at - told if isinstance(told, datetime) else None
