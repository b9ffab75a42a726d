"""What a review gathers from the records: how the work was done, and what came in on the very morning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Metric, Source
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.people import Role
from agency.domain.terms.performance import AnomalyKind
from agency.domain.terms.sharing import ChatChannel
from agency.domain.windows import window_of
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.tables import (
    Account,
    ActionItem,
    ContentItem,
    Decision,
    GateRound,
    Meeting,
    Person,
    Project,
    Script,
    ScriptSync,
    Wait,
    Waiver,
)
from agency.reports.material import ReviewMaterial
from tasks.opening import records
from tasks.review.material import gather
from tests import small_agency
from tests.reports.invented import days, history, weeks_before

HALF = window_of("2026-11-H1")
MORNING_AFTER = HALF.ends + timedelta(hours=9)
MONDAY = datetime(2026, 11, 9, 2, tzinfo=UTC)


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with records() as session:
        small_agency.found(session, shoot_on=date(2026, 11, 13))
        session.flush()
        yield session


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def item(session: Session) -> ContentItem:
    return session.scalars(select(ContentItem)).one()


def gathered(session: Session, now: datetime = MORNING_AFTER) -> ReviewMaterial:
    session.flush()
    return gather(session, session.scalars(select(Project)).one(), HALF, now)


def asked(session: Session, gate: str, at: datetime) -> GateRound:
    """Put something of the content item before a gate."""
    opened = GateRound(
        subject_kind=SubjectKind.CONTENT, subject_id=item(session).id, gate=gate, number=1, content={},
        content_hash="0" * 64, exhibit="", created_at=at,
    )  # fmt: skip
    session.add(opened)
    session.flush()
    return opened


def answered(session: Session, round_: GateRound, code: str, role: Role, verdict: Verdict, at: datetime) -> None:
    """Let somebody answer at a moment."""
    seat = len(session.scalars(select(Decision).where(Decision.round_id == round_.id)).all())
    decision = Decision(
        round_id=round_.id, seat=seat, step=seat, person_id=person(session, code).id, role=role, verdict=verdict,
        channel=Channel.FORM, identity=Identity.CLAIMED, decided_at=at,
    )  # fmt: skip
    session.add(decision)


def synced(session: Session, at: datetime | None) -> None:
    """Hand the script to the talent at a moment."""
    author = person(session, "LIN").id
    script = Script(
        content_id=item(session).id, title="夏日新品", duration_ms=30_000, author_id=author, content_hash="0" * 64
    )
    session.add(script)
    session.flush()
    reader = person(session, "DA").id
    told = ScriptSync(
        script_id=script.id, recipient_id=reader, recipient_role=Role.TALENT, channel=ChatChannel.MANUAL,
        delivered_at=at,
    )  # fmt: skip
    session.add(told)


def test_an_export_made_on_the_morning_of_the_review_tells_where_its_works_stand(session: Session):
    account = session.scalars(select(Account)).one()
    (shot,) = history(3, 4_200, published_at=HALF.ends - timedelta(days=2), looks=1)
    work = found_works.write_found(session, account.id, shot.figures)
    seen = Observation(observed_at=MORNING_AFTER - timedelta(minutes=30), source=Source.EXPORT)
    figures.keep_snapshots(session, [(work.id, shot.figures)], seen)

    material = gathered(session)

    (reviewed,) = material.works
    assert (reviewed.is_new, reviewed.latest.plays, reviewed.plays_gained) == (True, 1_400, None)
    assert material.seen_until == seen.observed_at


def test_a_look_long_after_the_half_month_changes_nothing_in_its_review(session: Session):
    account = session.scalars(select(Account)).one()
    (shot,) = history(3, 4_200, published_at=HALF.ends - timedelta(days=2), looks=1)
    work = found_works.write_found(session, account.id, shot.figures)
    late = Observation(observed_at=HALF.ends + timedelta(days=4), source=Source.API)
    figures.keep_snapshots(session, [(work.id, shot.figures)], late)

    assert gathered(session, HALF.ends + timedelta(days=30)).works == ()


def test_a_leap_of_an_accounts_days_is_measured_by_the_weeks_before_the_half_month(session: Session):
    account = session.scalars(select(Account)).one()
    leap = AccountDay(day=HALF.first + timedelta(days=4), plays_new=90_000)
    told = Observation(observed_at=HALF.ends, source=Source.API)
    figures.keep_account_days(session, account.id, [*weeks_before(), *days(count=4), leap], told)

    odd = {each.kind: each for each in gathered(session).accounts[0].anomalies}

    assert (odd[AnomalyKind.SPIKE].value, odd[AnomalyKind.SPIKE].n) == (90_000, 56)
    assert AnomalyKind.TOO_FEW_DAYS not in odd


def test_a_works_plays_are_told_by_its_age(session: Session):
    account = session.scalars(select(Account)).one()
    shots = history(3, 4_200, published_at=HALF.begins + timedelta(days=2))
    work = found_works.write_found(session, account.id, shots[0].figures)
    for shot in shots:
        looked = Observation(observed_at=shot.observed_at, source=Source.API)
        figures.keep_snapshots(session, [(work.id, shot.figures)], looked)

    (reviewed,) = gathered(session).works

    assert reviewed.at_ages == ((1, 1_400), (2, 2_800), (3, 4_200), (7, 4_200), (14, None), (30, None))


def test_a_script_synced_two_days_before_its_shoot_is_late(session: Session):
    synced(session, datetime(2026, 11, 11, 2, tzinfo=UTC))

    (late,) = gathered(session).execution.late_scripts

    assert (late.code, late.due_on, late.synced_on) == ("BREEZE-001", date(2026, 11, 10), date(2026, 11, 11))


def test_a_script_synced_three_days_before_its_shoot_is_not_late(session: Session):
    synced(session, datetime(2026, 11, 10, 2, tzinfo=UTC))

    assert gathered(session).execution.late_scripts == ()


def test_a_script_that_never_reached_everyone_is_late_without_a_day(session: Session):
    synced(session, None)

    (late,) = gathered(session).execution.late_scripts

    assert late.synced_on is None


def test_the_clients_time_to_decide_is_the_median_over_their_decisions_and_nobody_elses(session: Session):
    for hours, gate in ((4, "S10"), (30, "C3"), (10, "P1")):
        round_ = asked(session, gate, MONDAY)
        answered(session, round_, "LIN", Role.DIRECTOR, Verdict.APPROVED, MONDAY + timedelta(minutes=1))
        answered(session, round_, "JIA", Role.CLIENT, Verdict.APPROVED, MONDAY + timedelta(hours=hours))

    done = gathered(session).execution

    assert (done.client_hours, done.client_decisions) == (10.0, 3)


def test_only_what_was_sent_back_within_the_half_month_is_counted(session: Session):
    for gate, at in (("S7", MONDAY), ("S10", HALF.begins - timedelta(seconds=1)), ("S8", HALF.ends)):
        answered(session, asked(session, gate, at), "LIN", Role.DIRECTOR, Verdict.SENT_BACK, at)

    assert gathered(session).execution.refusals == 1


def test_open_questions_are_told_with_the_overdue_ones_and_the_reviews_own_are_not(session: Session):
    for run, kind, due in (
        ("run-1", SubjectKind.CONTENT, date(2026, 11, 10)),
        ("run-2", SubjectKind.CONTENT, date(2026, 11, 30)),
        ("run-3", SubjectKind.REVIEW, date(2026, 11, 10)),
    ):
        wait = Wait(
            flow_run_id=run, subject_kind=kind, subject_id=item(session).id, gate="S8", question="s8-r1-s0",
            headline=f"《夏日新品》 {run}", awaited=[], due_on=due, asked_at=MONDAY,
        )  # fmt: skip
        session.add(wait)

    waiting = gathered(session).execution.waiting

    assert [(gate.headline, gate.is_overdue) for gate in waiting] == [
        ("《夏日新品》 run-1", True),
        ("《夏日新品》 run-2", False),
    ]


def test_a_rule_that_was_set_aside_is_told_with_who_did_it_and_why(session: Session):
    waiver = Waiver(
        subject_kind=SubjectKind.CONTENT, subject_id=item(session).id, rule="I4", reason="达人临时改期",
        granted_by=person(session, "BU").id, created_at=MONDAY,
    )  # fmt: skip
    session.add(waiver)

    (waived,) = gathered(session).execution.waivers

    assert (waived.rule, waived.by, waived.reason) == ("I4", "卜部", "达人临时改期")


def test_an_earlier_action_is_told_with_what_its_figure_gained_since(session: Session):
    account, project = session.scalars(select(Account)).one(), session.scalars(select(Project)).one()
    shots = history(1, 3_000, published_at=HALF.begins - timedelta(days=2))
    work = found_works.write_found(session, account.id, shots[0].figures)
    for shot in shots:
        figures.keep_snapshots(
            session, [(work.id, shot.figures)], Observation(observed_at=shot.observed_at, source=Source.API)
        )
    before = Meeting(kind=MeetingKind.REVIEW, project_id=project.id, cadence_key="2026-10-H2")
    session.add(before)
    session.flush()
    action = ActionItem(
        meeting_id=before.id, project_id=project.id, what="开头先出汤", owner_id=person(session, "LIN").id,
        due_on=date(2026, 11, 10), metric=Metric.PLAYS,
    )  # fmt: skip
    session.add(action)

    (line,) = gathered(session).actions

    assert (line.what, line.owner, line.before, line.now) == ("开头先出汤", "林晓", 1_000, 2_000)


def test_a_review_of_nothing_has_no_data_and_no_zeros(session: Session):
    material = gathered(session)

    assert (material.seen_until, material.works, material.actions) == (None, (), ())
    assert {gain.gained for gain in material.accounts[0].gains} == {None}
    assert material.execution.client_hours is None
