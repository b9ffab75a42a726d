"""The notice of a work is owed within minutes and measured by its bot; the answers are recorded, and nobody is chased (C3)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from agency.domain.obligations import Obligation
from agency.domain.terms.governance import RuleState
from agency.records.tables import Account, ContentItem, Person, Project
from tasks.deadlines.sweep import sweep
from tasks.engagement.answers import answer_step
from tasks.engagement.closing import close_calls
from tasks.gate.questions import Answer
from tasks.opening import records
from tasks.owed.engagement import owed
from tests.tasks import told
from tests.tasks.told import HOUSE, LIVE, PARTNER, called, messages, names, recast, sent

pytestmark = pytest.mark.usefixtures("on_record")

FIVE = LIVE + timedelta(minutes=5)
EVERYBODY = ("卜部", "佘光", "叶务", "吴敏", "商陆", "云总", "林晓", "简洁", "达达", "贾方")


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def of_rule(rule: str, at: datetime = FIVE) -> list[Obligation]:
    with records() as session:
        return [one for one in owed(session, at) if one.rule == rule]


def notice(at: datetime = FIVE) -> Obligation:
    (one,) = of_rule("C3-notice", at)
    return one


def answers(at: datetime = FIVE) -> Obligation:
    (one,) = of_rule("C3-answer", at)
    return one


def answer(*people: str) -> None:
    for person in people:
        with records() as session:
            code, at = "BREEZE-001/BREEZE-DY", LIVE + timedelta(hours=1)
            asked = answer_step(session, code, None, "run", at)
            filled = {"person": person, "watched": "已看完", "did": ["只看完"]}
            answer_step(session, code, Answer(asked.key if asked else "", filled), "run", at)


def test_a_notice_within_five_minutes_is_in_time():
    called()
    sent(FIVE)

    assert (notice().due_at, notice().done_at) == (FIVE, FIVE)
    assert notice().state(FIVE) is RuleState.MET


def test_the_operator_owes_it_and_it_is_a_thing_of_hours():
    called()

    assert names(notice().owners) == ["WU"]
    assert notice().patience is not None
    assert notice().remind_days == ()


def test_one_dead_group_is_a_breach_and_measured_late_once_it_lives_again():
    called()
    sent(LIVE, chat=HOUSE)
    assert notice().state(FIVE) is RuleState.BREACHED

    three_days = LIVE + timedelta(days=3)
    sent(three_days, chat=PARTNER)
    assert notice(three_days).done_at == three_days
    assert notice(three_days).state(three_days) is RuleState.MET_LATE


def test_a_work_proven_an_hour_after_it_went_live_was_told_late():
    called(at=LIVE + timedelta(hours=1))
    sent(LIVE + timedelta(hours=1))

    assert notice().state(LIVE + timedelta(hours=1)) is RuleState.MET_LATE


def test_a_project_that_switches_calls_off_owes_no_notice_that_is_still_on_its_way():
    called()
    with records() as session:
        session.scalars(select(Project)).one().interaction_calls = False

    assert notice().is_waived


def test_a_work_that_was_not_called_for_owes_nothing():
    with records() as session:
        told.published(session)

    assert of_rule("C3-notice") == []


def test_a_video_without_an_operator_is_its_accounts_and_then_its_projects():
    called()
    recast("operator", None)
    assert names(notice().owners) == ["WU"]

    with records() as session:
        session.scalars(select(Account)).one().operator_id = told.person(session, "LIN")
    assert names(notice().owners) == ["LIN"]

    with records() as session:
        session.scalars(select(Account)).one().operator_id = None
        assert session.scalars(select(ContentItem)).one().operator_id is None
    assert names(notice().owners) == ["WU"]


def test_the_answers_are_done_when_the_last_has_answered():
    called()
    sent(LIVE)
    answer(*EVERYBODY[:-1])
    assert answers().is_open
    assert "10 人中已有 9 人" in answers().what

    answer(EVERYBODY[-1])
    assert answers().state(LIVE + timedelta(days=2)) is RuleState.MET


def test_nobody_is_reminded_of_answering_and_nobody_hears_of_it_twice():
    called()
    sent(LIVE)
    over = LIVE + timedelta(days=2, hours=15)

    with records() as session:
        close_calls(session, over)
    with records() as session:
        sweep(session, over)
        sweep(session, over + timedelta(days=1))
    spoken_of = [one for one in messages() if "登记" in one.title + one.body and not one.about.startswith("published-")]
    assert [one.about.partition("-")[0] for one in spoken_of] == ["unanswered"]


def test_who_did_not_answer_in_the_days_is_a_breach_on_record():
    called()
    sent(LIVE)
    answer("达达")

    over = LIVE + timedelta(days=2)
    assert answers(over).state(over) is RuleState.BREACHED
    assert answers(over).owners == ()


def test_somebody_who_left_is_not_counted():
    called()
    sent(LIVE)
    answer(*EVERYBODY[:-1])
    with records() as session:
        session.get_one(Person, told.person(session, "JIA")).active = False

    assert answers().state(LIVE + timedelta(days=2)) is RuleState.MET


def test_a_work_is_spoken_of_for_six_weeks():
    called()

    assert of_rule("C3-notice", LIVE + timedelta(days=45))
    assert of_rule("C3-notice", LIVE + timedelta(days=45, seconds=1)) == []
