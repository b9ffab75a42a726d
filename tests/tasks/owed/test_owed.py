"""What the sources say is owed: by whom, until when, and that it was done (gates, C2, I2, I7, I10, C1, S5)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation, end_of
from agency.domain.terms.accounts import AccountStatus, RegistrationPaper
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.meetings import ActionState, MeetingKind
from agency.domain.terms.plans import ProjectPlanStatus
from agency.records import inbox, ledger
from agency.records.ledger import GateKey
from agency.records.tables import (
    Account,
    ActionItem,
    ContentItem,
    Decision,
    Equipment,
    EquipmentLoan,
    GateRound,
    Meeting,
    Project,
    RegistrationItem,
    Shoot,
    ShootItem,
    Wait,
)
from tasks.deadlines.sweep import sweep
from tasks.opening import records
from tasks.owed import actions, gates, meetings, papers, plans, shoots
from tasks.owed.sources import Source
from tests import small_agency
from tests.owing import beijing, person, project
from tests.tasks.launched import position

TUESDAY = beijing(11, 24)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def owed(source: Source, at: datetime = TUESDAY) -> list[Obligation]:
    with records() as session:
        return list(source(session, at))


def content_key(session: Session, gate: str) -> GateKey:
    return GateKey(SubjectKind.CONTENT, session.scalars(select(ContentItem.id)).one(), gate)


def stand(session: Session, key: GateKey, slot: str, awaited: list[str], at: datetime = TUESDAY) -> None:
    """Let a run stand at a question since a moment."""
    with time_machine.travel(at, tick=False):
        inbox.stand_at(
            session,
            f"00000000-0000-0000-0000-{abs(hash((key, 'run'))) % 10**12:012}",
            key,
            question=f"{key.gate.lower()}-{slot}-x0",
            headline=f"《夏日新品》 {key.gate} · 等人",
            awaited=awaited,
            due_on=None,
            slot=slot,
        )


def item(session: Session) -> ContentItem:
    return session.scalars(select(ContentItem)).one()


def put_before(session: Session, key: GateKey, number: int, by: str, at: datetime) -> GateRound:
    with time_machine.travel(at, tick=False):
        return ledger.open_round(
            session,
            key,
            number=number,
            submitted={},
            content={"number": number},
            exhibit="",
            submitted_by=by,
            due_on=None,
            flow_run_id=None,
        )


def say(session: Session, round_: GateRound, seat: int, step: int, who: str, at: datetime) -> None:
    session.add(
        Decision(
            round_id=round_.id,
            seat=seat,
            step=step,
            person_id=who,
            role="client",
            verdict=Verdict.APPROVED,
            channel=Channel.FORM,
            identity=Identity.CLAIMED,
            decided_at=at,
        )
    )
    session.flush()


def test_a_question_is_owed_by_those_it_awaits_until_its_day_and_goes_to_the_lead_next():
    with records() as session:
        stand(session, content_key(session, "S10"), "r1-0", [person(session, "LIN")])

    (one,) = owed(gates.owed)

    with records() as session:
        assert (one.owners, list(one.chain)) == ((person(session, "LIN"),), [person(session, "YUN")])
        assert one.project_id == project(session)
    assert (one.rule, one.subject_kind, one.slot) == ("S10", "content_items", "r1-0")
    assert one.what == "《夏日新品》 S10 剪辑成片和甲方确认"
    assert one.due_on == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("gate", "slot", "due_on"),
    [
        ("P1", "s1", date(2026, 11, 25)),
        ("S7", "s1", date(2026, 12, 3)),
        ("S8", "r1-0", date(2026, 11, 26)),
        ("S10", "s1", date(2026, 11, 26)),
        ("C3", "s1", date(2026, 12, 18)),
        ("S11", "s1", date(2026, 12, 21)),
    ],
)
def test_a_question_is_due_at_the_gate_s_day_or_its_step_s_whichever_comes_first(gate: str, slot: str, due_on: date):
    with records() as session:
        item(session).copy_due_on, item(session).script_due_on = date(2026, 11, 25), date(2026, 12, 3)
        stand(session, content_key(session, gate), slot, [])

    assert [one.due_on for one in owed(gates.owed)] == [due_on]


def test_a_decision_that_was_asked_for_after_its_day_is_due_that_very_day():
    with records() as session:
        item(session).script_due_on = date(2026, 11, 20)
        stand(session, content_key(session, "S8"), "r1-0", [person(session, "DA")])

    assert [one.due_on for one in owed(gates.owed)] == [TUESDAY.date()]


def test_of_a_stopped_video_and_a_closed_project_nothing_is_owed():
    with records() as session:
        stand(session, content_key(session, "S10"), "s1", [])
        item(session).stopped_at = TUESDAY
    assert owed(gates.owed) == []

    with records() as session:
        item(session).stopped_at = None
        session.get_one(Project, project(session)).closed_on = TUESDAY.date()
    assert owed(gates.owed) == owed(plans.owed) == []


def test_an_answer_that_is_put_back_leaves_the_day_as_it_was():
    with records() as session:
        stand(session, content_key(session, "P1"), "s1", [], at=TUESDAY)
        stand(session, content_key(session, "P1"), "s1", [], at=TUESDAY + timedelta(days=5))

    assert [one.due_on for one in owed(gates.owed)] == [date(2026, 11, 26)]


def test_an_answer_closes_what_was_owed_and_the_next_step_is_owed_by_others():
    with records() as session:
        key = content_key(session, "P1")
        writer, client, lead = (person(session, code) for code in ("WU", "JIA", "YE"))
        stand(session, key, "s1", [writer])
    with records() as session:
        sweep(session, TUESDAY)
        round_ = put_before(session, key, 1, writer, beijing(11, 25))
        say(session, round_, 0, 0, client, beijing(11, 27))
        stand(session, key, "r1-1", [lead], at=beijing(11, 27))

    found = {one.slot: one for one in owed(gates.owed, beijing(11, 27))}

    assert {slot: one.done_at for slot, one in found.items()} == {
        "s1": beijing(11, 25),
        "r1-0": beijing(11, 27),
        "r1-1": None,
    }
    assert found["s1"].due_on == date(2026, 11, 26)
    assert (found["r1-0"].owners, found["r1-1"].owners) == ((client,), (lead,))
    assert found["r1-1"].due_on == date(2026, 12, 1)


def test_a_video_that_waits_for_its_shoot_owes_nobody_anything():
    with records() as session:
        stand(session, content_key(session, "S9"), "", [])

    assert owed(gates.owed) == []


def test_the_plan_of_a_new_project_is_owed_a_week_after_the_kickoff_whether_a_run_waits_or_not():
    (one,) = owed(plans.owed)

    with records() as session:
        assert set(one.owners) == {person(session, "WU"), person(session, "LIN")}
        assert list(one.chain) == [person(session, "BU")]
    assert (one.rule, one.slot, one.due_at) == ("C2", "", end_of(date(2026, 11, 9)))


def test_a_plan_that_waits_at_its_gate_is_one_obligation_and_not_two():
    with records() as session:
        lead = person(session, "BU")
        stand(session, GateKey(SubjectKind.PROJECT, project(session), "C2"), "r1-0", [lead])

    assert owed(gates.owed) == []
    assert [one.owners for one in owed(plans.owed)] == [(lead,)]


def test_a_plan_that_is_reported_is_owed_by_the_department_lead_and_a_confirmed_one_is_done():
    with records() as session:
        session.get_one(Project, project(session)).plan_status = ProjectPlanStatus.REPORTED
        lead = person(session, "BU")
    assert [list(one.owners) for one in owed(plans.owed)] == [[lead]]

    with records() as session:
        session.get_one(Project, project(session)).plan_confirmed_at = beijing(11, 12)
    assert [one.state(TUESDAY).value for one in owed(plans.owed)] == ["met_late"]


def shoot_on_record(session: Session) -> Shoot:
    """Book the video for a Sunday, with a camera that is lent to it."""
    shoot = Shoot(
        code="20261129-SHE",
        shoot_on=date(2026, 11, 29),
        director_id=person(session, "LIN"),
        photographer_id=person(session, "SHE"),
    )
    camera = Equipment(code="CAM-1", name="相机(虚构)")
    session.add_all([shoot, camera])
    session.flush()
    session.add(ShootItem(shoot_id=shoot.id, content_id=item(session).id))
    session.add(
        EquipmentLoan(
            equipment_id=camera.id,
            shoot_id=shoot.id,
            holder_id=shoot.photographer_id,
            out_at=beijing(11, 29),
            due_at=beijing(11, 29, 18),
        )
    )
    session.flush()
    return shoot


def test_a_shoot_s_equipment_and_footage_are_owed_by_the_end_of_its_day_also_on_a_sunday():
    with records() as session:
        shoot_on_record(session)

    (one,) = owed(shoots.owed, beijing(11, 29, 20))

    with records() as session:
        assert one.owners == (person(session, "SHE"),)
    assert (one.rule, one.due_at, one.is_open) == ("I7", end_of(date(2026, 11, 29)), True)


def test_a_shoot_is_over_when_its_record_is_handed_in_and_nothing_is_out_any_more():
    with records() as session:
        shoot = shoot_on_record(session)
        key = GateKey(SubjectKind.SHOOT, shoot.id, "S9")
        put_before(session, key, 1, shoot.photographer_id, beijing(11, 29, 19))
    assert [one.done_at for one in owed(shoots.owed, beijing(11, 29, 20))] == [None]

    with records() as session:
        loan = session.scalars(select(EquipmentLoan)).one()
        loan.returned_at, loan.received_by_id = beijing(11, 29, 19), loan.holder_id
    assert [one.done_at for one in owed(shoots.owed, beijing(11, 29, 20))] == [beijing(11, 29, 19)]


@pytest.fixture
def at_work() -> None:
    """Let the account be at work in a project that is carried out since 9 November."""
    with records() as session:
        session.get_one(Project, project(session)).plan_confirmed_at = beijing(11, 9)
        session.get_one(Project, project(session)).plan_status = ProjectPlanStatus.EXECUTING
        position(session)
        session.scalars(select(Account)).one().status = AccountStatus.RUNNING


@pytest.mark.usefixtures("at_work")
def test_every_week_half_month_and_month_has_its_meeting_and_the_one_who_holds_it():
    found = {one.what: one for one in owed(meetings.owed)}

    assert {what: one.due_on for what, one in found.items()} == {
        "清风小铺 2026-W48 选题会": date(2026, 11, 27),
        "清风夏日 2026-11-H1 复盘会": date(2026, 11, 30),
        "清风夏日 2026-12 月度沟通会": date(2026, 11, 25),
    }
    with records() as session:
        assert [list(one.owners) for one in found.values()] == [[person(session, code)] for code in ("LIN", "WU", "WU")]


@pytest.mark.usefixtures("at_work")
def test_a_project_that_began_after_its_half_month_was_over_owes_no_review_of_it():
    with records() as session:
        session.get_one(Project, project(session)).plan_confirmed_at = beijing(11, 17)

    assert "2026-11-H1" not in {one.slot for one in owed(meetings.owed)}


@pytest.mark.usefixtures("at_work")
def test_a_meeting_is_held_when_its_outcome_is_handed_in_and_a_missed_one_is_spoken_of_one_week_longer():
    with records() as session:
        account = session.scalars(select(Account)).one()
        sweep(session, TUESDAY)
        with time_machine.travel(TUESDAY, tick=False):
            held = Meeting(kind=MeetingKind.TOPICS, account_id=account.id, cadence_key="2026-W49")
            session.add(held)
            session.flush()
        put_before(session, GateKey(SubjectKind.TOPIC_MEETING, held.id, "S6"), 1, account.director_id, beijing(12, 1))

    weeks = {one.slot: one.done_at for one in owed(meetings.owed, beijing(12, 1, 10)) if one.rule == "I2"}

    assert weeks == {"2026-W48": None, "2026-W49": beijing(12, 1)}
    assert "2026-W48" not in {one.slot for one in owed(meetings.owed, beijing(12, 8))}


def test_what_a_review_wanted_is_owed_by_its_owner_and_a_dropped_one_by_nobody():
    with records() as session:
        for number, state in enumerate((ActionState.OPEN, ActionState.DONE, ActionState.DROPPED)):
            session.add(
                ActionItem(
                    project_id=project(session),
                    what=f"开头三秒换特写(虚构 {number})",
                    owner_id=person(session, "JIAN"),
                    due_on=date(2026, 11, 27),
                    state=state,
                )
            )

    assert [(one.is_open, one.is_waived) for one in owed(actions.owed)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def add_paper(session: Session, expires_on: date) -> None:
    session.add(
        RegistrationItem(
            account_id=session.scalars(select(Account.id)).one(),
            paper=RegistrationPaper.BUSINESS_LICENCE,
            expires_on=expires_on,
        )
    )


def test_a_paper_that_runs_out_is_spoken_of_a_month_before_and_its_renewal_closes_the_record():
    with records() as session:
        add_paper(session, date(2026, 12, 20))
    assert owed(papers.owed, beijing(11, 19)) == []
    (one,) = owed(papers.owed)
    with records() as session:
        assert one.owners == (person(session, "WU"),)
        sweep(session, TUESDAY)
        session.scalars(select(RegistrationItem)).one().expires_on = date(2027, 12, 20)

    (renewed,) = owed(papers.owed)

    assert (renewed.key, renewed.is_open) == (one.key, False)


def test_a_wait_of_another_house_than_the_standard_s_is_left_to_its_own_source():
    with records() as session:
        stand(session, content_key(session, "I9"), "", [person(session, "WU")])
        assert session.scalars(select(Wait)).one().gate == "I9"

    assert owed(gates.owed) == []
