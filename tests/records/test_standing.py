"""How the agency stands in numbers is what the rows say, on both databases, and nothing that is done with is counted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.accounts import AccountStatus, GrantState
from agency.domain.terms.engagement import CaseKind, Severity
from agency.domain.terms.figures import Platform, PullPart
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleSeverity, RuleState
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, DeliveryStatus
from agency.domain.terms.watching import PullFailure, WaitAge
from agency.records.engine import reading, records
from agency.records.grants import GONE, QUOTA_UNTIL
from agency.records.standing import (
    KeptBackups,
    MessagesOfState,
    OpenIncidents,
    Standing,
    WaitsOfGate,
    behind_by,
    first_id,
    size_in_bytes,
    standing,
)
from agency.records.standing_pulls import PullsOfPlatform, pulls_by_platform
from agency.records.tables import (
    Account,
    DeliveryAttempt,
    GroupChat,
    ImportBatch,
    ImportDecision,
    ImportQuestion,
    Incident,
    NegativeCase,
    Notification,
    Person,
    PlatformGrant,
    Project,
    Pull,
    RuleCheck,
    TakenBackup,
    Wait,
)
from agency.records.tables.base import new_id, now
from tests import small_agency

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One unit of work in which the small agency is on record."""
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        yield session


@pytest.fixture
def at() -> datetime:
    """The present moment: what is asked for its last day is asked by ids, which are written now."""
    return now()


def seen(session: Session, at: datetime) -> Standing:
    session.flush()
    return standing(session, at)


def person(session: Session, code: str = "YUN") -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def account(session: Session) -> Account:
    return session.scalars(select(Account)).one()


def wait(gate: str, asked_at: datetime, due_on: date | None = None) -> Wait:
    return Wait(
        flow_run_id=new_id(),
        subject_kind=SubjectKind.CONTENT,
        subject_id=new_id(),
        gate=gate,
        question="s1",
        headline=f"《夏日新品》 {gate}",
        awaited=[],
        due_on=due_on,
        asked_at=asked_at,
    )


def message(session: Session, status: DeliveryStatus, at: datetime, channel: ChatChannel = ChatChannel.EMAIL) -> None:
    session.add(
        Notification(
            dedupe_key=new_id(),
            about=new_id(),
            kind=MessageKind.NOTICE,
            urgency=Urgency.IN_HOURS,
            channel=channel,
            person_id=person(session).id,
            title="周报(虚构)",
            body="",
            status=status,
            created_at=at,
        )
    )


def test_an_agency_without_anything_open_counts_nothing(session: Session, at: datetime):
    now_seen = seen(session, at)

    assert now_seen == Standing(
        gates=[],
        messages=[],
        calls={},
        broken_groups=0,
        grants=[],
        incidents=OpenIncidents(0, 0, None),
        cases={},
        overdue={},
        undecided_rows=0,
        backups=KeptBackups(0, None, None),
    )
    assert pulls_by_platform(session, at) == []


def test_questions_are_counted_by_gate_and_age_and_only_a_past_day_is_overdue(session: Session, at: datetime):
    session.add_all(
        [
            wait("S8", at - HOUR),
            wait("S8", at - 2 * DAY, at.date() + 2 * DAY),
            wait("S8", at - 2 * DAY, at.date() - 3 * DAY),
            wait("S10", at - 30 * DAY),
        ]
    )

    assert seen(session, at).gates == [
        WaitsOfGate("S10", WaitAge.LONGER, 1, 0),
        WaitsOfGate("S8", WaitAge.THREE_DAYS, 2, 1),
        WaitsOfGate("S8", WaitAge.DAY, 1, 0),
    ]


def test_messages_are_counted_by_what_became_of_them_and_those_that_arrived_are_not(session: Session, at: datetime):
    message(session, DeliveryStatus.WAITING, at - HOUR)
    message(session, DeliveryStatus.WAITING, at - 3 * HOUR)
    message(session, DeliveryStatus.WAITING, at - DAY, ChatChannel.MANUAL)
    message(session, DeliveryStatus.GIVEN_UP, at - 2 * DAY)
    message(session, DeliveryStatus.SENT, at - 9 * DAY)

    assert sorted(seen(session, at).messages) == [
        MessagesOfState(DeliveryStatus.GIVEN_UP, False, 1, at - 2 * DAY),
        MessagesOfState(DeliveryStatus.WAITING, False, 2, at - 3 * HOUR),
        MessagesOfState(DeliveryStatus.WAITING, True, 1, at - DAY),
    ]


def call(session: Session, outcome: DeliveryOutcome | None, at: datetime) -> None:
    session.add(
        DeliveryAttempt(
            id=first_id(at),
            channel=ChatChannel.EMAIL,
            person_id=person(session).id,
            notification_ids=[],
            started_at=at,
            outcome=outcome,
        )
    )


def test_calls_of_the_last_day_are_counted_by_their_end(session: Session, at: datetime):
    for moment, outcome in (
        (at - HOUR, "sent"),
        (at - 2 * HOUR, "sent"),
        (at - 3 * HOUR, "broken"),
        (at - 2 * DAY, "sent"),
    ):
        call(session, DeliveryOutcome(outcome), moment)
    call(session, None, at)

    assert seen(session, at).calls == {DeliveryOutcome.SENT: 2, DeliveryOutcome.BROKEN: 1}


def test_a_broken_bot_counts_and_a_group_carried_by_hand_never_does(session: Session, at: datetime):
    project = session.scalars(select(Project)).one()
    for code, channel in (("A", ChatChannel.FEISHU), ("B", ChatChannel.MANUAL)):
        told: dict[str, Any] = {"name": "清风群(虚构)", "purpose": ChatPurpose.INTERNAL, "project_id": project.id}
        session.add(GroupChat(code=code, channel=channel, healthy=False, **told))

    assert seen(session, at).broken_groups == 1


def incident(session: Session, code: str, happened_at: datetime, **more: Any) -> None:
    yun = person(session).id
    project = session.scalars(select(Project)).one()
    known = {"reporter_id": yun, "owner_id": yun, "what": "拍摄地停电(虚构)", "notified_at": happened_at}
    session.add(Incident(code=code, project_id=project.id, happened_at=happened_at, **known, **more))


def test_an_incident_is_with_its_owner_until_it_is_escalated_and_again_when_it_comes_back(
    session: Session, at: datetime
):
    incident(session, "I-1", at - 5 * HOUR)
    incident(session, "I-2", at - 9 * HOUR, escalated_at=at - 8 * HOUR)
    incident(session, "I-3", at - 7 * HOUR, escalated_at=at - 6 * HOUR, returned_at=at - HOUR)
    incident(session, "I-4", at - 3 * DAY, resolved_at=at - DAY)

    assert seen(session, at).incidents == OpenIncidents(3, 1, at - 9 * HOUR)


def test_what_is_owed_counts_from_its_time_on_until_it_is_done(session: Session, at: datetime):
    for state, due_at in (
        (RuleState.PENDING, at - HOUR),
        (RuleState.BREACHED, at - DAY),
        (RuleState.PENDING, at + HOUR),
        (RuleState.MET_LATE, at - DAY),
        (RuleState.PENDING, None),
    ):
        told: dict[str, Any] = {"subject_kind": "content_items", "subject_id": new_id(), "severity": RuleSeverity.WARNS}
        session.add(RuleCheck(rule="I4", state=state, due_at=due_at, **told))

    assert seen(session, at).overdue == {"I4": 2}


def test_a_row_counts_as_undecided_until_somebody_has_said_which_work_it_is(session: Session, at: datetime):
    batch = ImportBatch(sha256="0" * 64, file_name="作品.csv", platform=Platform.DOUYIN, layout="douyin_works")
    session.add(batch)
    session.flush()
    rows = [ImportQuestion(batch_id=batch.id, row_number=number, figures={}, reason="两条同名") for number in (1, 2)]
    session.add_all(rows)
    session.flush()
    session.add(ImportDecision(question_id=rows[0].id, person_id=person(session).id, decided_at=at))

    assert seen(session, at).undecided_rows == 1


def grant(session: Session, **more: Any) -> PlatformGrant:
    known: dict[str, Any] = {"open_id": "openid-xuni", "access_token_sealed": "-", "authorised_at": now()}
    row = PlatformGrant(
        account_id=account(session).id, platform=Platform.DOUYIN, access_expires_at=now(), **(known | more)
    )
    session.add(row)
    session.flush()
    return row


def pull(session: Session, observed_at: datetime, trouble: str | None = None, **more: Any) -> Pull:
    row = Pull(account_id=account(session).id, observed_at=observed_at, parts=[PullPart.WORKS], trouble=trouble, **more)
    session.add(row)
    session.flush()
    return row


def test_authorisations_are_counted_by_state_with_the_first_that_ends(session: Session, at: datetime):
    grant(session, refresh_expires_at=at + 5 * DAY)

    (found,) = seen(session, at).grants
    assert (found.state, found.number, found.first_ends) == (GrantState.ACTIVE, 1, at + 5 * DAY)


def test_a_failing_account_is_one_whose_latest_look_brought_nothing(session: Session, at: datetime):
    grant(session)
    pull(session, at - 5 * HOUR)
    pull(session, at - HOUR, trouble="抖音没有答复")

    expected = PullsOfPlatform(Platform.DOUYIN, 1, {PullFailure.PLATFORM: 1}, at - 5 * HOUR, at - 5 * HOUR)
    assert pulls_by_platform(session, at) == [expected]


def test_an_account_that_was_mended_fails_no_more_and_a_replay_is_no_look(session: Session, at: datetime):
    grant(session)
    pull(session, at - 5 * HOUR, trouble="抖音没有答复")
    good = pull(session, at - 2 * HOUR)
    pull(session, at - HOUR, trouble="读错了", replay_of_id=good.id)

    (found,) = pulls_by_platform(session, at)
    assert not found.failing
    assert found.last_good == at - 2 * HOUR


@pytest.mark.parametrize(
    ("more", "failure"),
    [
        ({"state": GrantState.EXPIRED}, PullFailure.AUTHORISATION),
        ({"details": {GONE: "接口已下线"}}, PullFailure.CAPABILITY),
        ({"details": {QUOTA_UNTIL: "2099-01-01T00:00:00+00:00"}}, PullFailure.QUOTA),
        ({"details": {QUOTA_UNTIL: "2020-01-01T00:00:00+00:00"}}, PullFailure.PLATFORM),
    ],
)
def test_why_an_account_fails_is_read_from_its_authorisation(
    session: Session, at: datetime, more: dict[str, Any], failure: PullFailure
):
    grant(session, **more)
    pull(session, at - HOUR, trouble="没有取到")

    (found,) = pulls_by_platform(session, at)
    assert found.failing == {failure: 1}
    assert found.last_good is None


def test_an_account_that_was_handed_over_is_looked_at_no_more(session: Session, at: datetime):
    grant(session)
    account(session).status = AccountStatus.HANDED_OVER
    session.flush()

    assert pulls_by_platform(session, at) == []


def test_the_records_know_their_size_and_a_database_of_another_machine_its_time(engine: Engine, at: datetime):
    with reading(engine) as session:
        assert (size_in_bytes(session) or 0) > 100_000
        behind = behind_by(session, at)

    assert behind is None if engine.dialect.name == "sqlite" else abs(behind or DAY) < HOUR


def test_cases_are_counted_by_how_grave_they_are_until_they_are_closed(session: Session, at: datetime):
    for severity, closed_at in (
        (Severity.GRAVE, None),
        (Severity.GRAVE, None),
        (Severity.LIGHT, None),
        (Severity.LIGHT, at),
    ):
        told: dict[str, Any] = {"owner_id": person(session).id, "found_at": at - HOUR, "closed_at": closed_at}
        session.add(NegativeCase(kind=CaseKind.NEGATIVE_COMMENT, severity=severity, what="难喝(虚构)", **told))

    assert seen(session, at).cases == {Severity.GRAVE: 2, Severity.LIGHT: 1}


def backup(session: Session, taken_at: datetime, **more: Any) -> None:
    sizes = {"bytes": 1, "sha256": "0" * 64, "rows": 1, "files": 0, "faults": 0}
    session.add(TakenBackup(place=f"{taken_at:%Y%m%d}.tar", taken_at=taken_at, ended_at=taken_at, **sizes, **more))


def test_a_backup_counts_while_it_is_kept_and_proves_something_until_its_trial_fails(session: Session, at: datetime):
    backup(session, at - HOUR)
    backup(session, at - DAY, proven_at=at - 20 * HOUR)
    backup(session, at - 2 * DAY, proven_at=at - 10 * HOUR, failed="读不出来(虚构)")
    backup(session, at - 9 * DAY, proven_at=at - 5 * HOUR, removed_at=at)

    assert seen(session, at).backups == KeptBackups(3, at - HOUR, at - 20 * HOUR)
