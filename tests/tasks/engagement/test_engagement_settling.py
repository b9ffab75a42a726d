"""The case of those who have not answered is closed by somebody responsible, once, with what came of it (C3, R21)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.records.tables import NegativeCase, Person
from tasks.engagement.closing import close_calls
from tasks.engagement.settling import settle_step
from tasks.gate.questions import Answer, Question
from tasks.opening import records
from tests.tasks import told
from tests.tasks.told import LIVE, called, names, sent

OVER = LIVE + timedelta(days=2)
CODE = "BREEZE-001/BREEZE-DY"


@pytest.fixture(autouse=True)
def missing(on_record: str) -> None:
    """A work that nobody has said to have watched, its days over."""
    with records() as session:
        told.found(session)
    called()
    sent(LIVE)
    with records() as session:
        close_calls(session, OVER)


def asks(run: str = "run") -> Question | None:
    with records() as session:
        return settle_step(session, CODE, None, run, OVER)


def settle(person: str, outcome: str = "已沟通", remark: str = "", run: str = "run") -> Question | None:
    asked = asks(run)
    values = {"person": person, "outcome": outcome, "remark": remark}
    with records() as session:
        return settle_step(session, CODE, Answer(asked.key if asked else "", values), run, OVER)


def case() -> NegativeCase:
    with records() as session:
        return session.scalars(select(NegativeCase)).one()


def test_the_operator_or_whoever_stands_above_says_what_came_of_it_and_the_case_is_closed():
    asked = asks()
    assert asked is not None
    assert asked.form is not None
    assert asked.form.model_json_schema()["properties"]["person"]["enum"] == ["吴敏", "云总", "卜部"]
    assert "尚未登记看完" in asked.form.shown

    assert settle("吴敏", remark="下周补看") is None
    assert case().action == "已沟通 下周补看"
    assert case().closed_at == OVER
    assert names([str(case().closed_by_id)]) == ["WU"]


def test_somebody_who_is_not_responsible_is_put_back():
    asked = settle("达达")

    assert asked is not None
    assert asked.form is not None
    assert "达达不用再填" in asked.form.shown
    assert case().closed_at is None


def test_the_first_who_closes_it_has_closed_it():
    asks("another")
    settle("吴敏")

    assert settle("云总", "知悉,不作处理", run="another") is None
    assert case().action == "已沟通"


def test_a_work_that_everybody_has_watched_asks_nobody():
    with records() as session:
        session.delete(session.scalars(select(NegativeCase)).one())

    assert asks() is None


def test_somebody_who_left_is_not_asked():
    with records() as session:
        session.get_one(Person, told.person(session, "WU")).active = False
    asked = asks()

    assert asked is not None
    assert asked.form is not None
    assert asked.form.model_json_schema()["properties"]["person"]["enum"] == ["云总", "卜部"]
