"""Whoever was asked says to have watched a work, not before it can have been watched, once, and by their own word (C3)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.domain.terms.engagement import Interaction
from agency.errors import BadInput, NotOnRecord
from agency.records.tables import EngagementAck, NegativeCase, Person, RefusedAnswer, Wait
from tasks.engagement.answers import answer_step, runs_to_renew, unasked_calls
from tasks.engagement.closing import close_calls
from tasks.gate.questions import Answer, Question
from tasks.opening import records
from tests.creator_centre import another_account
from tests.tasks import told
from tests.tasks.told import HOUSE, LIVE, PARTNER, called, messages, sent

SENT = LIVE + timedelta(minutes=1)
WATCHED = SENT + timedelta(milliseconds=told.LENGTH_MS)
EVERYBODY = ["卜部", "佘光", "叶务", "吴敏", "商陆", "云总", "林晓", "简洁", "达达", "贾方"]


@dataclass
class Asking:
    """One run that asks about a publication; each call is a unit of work of its own."""

    code: str = "BREEZE-001/BREEZE-DY"
    run: str = "run-about-one"
    at: datetime = WATCHED

    def asks(self) -> Question | None:
        with records() as session:
            return answer_step(session, self.code, None, self.run, self.at)

    def answer(self, person: str, *did: str) -> Question | None:
        asked = self.asks()
        filled = {"person": person, "watched": "已看完", "did": list(did or ("只看完",))}
        with records() as session:
            return answer_step(session, self.code, Answer(asked.key if asked else "", filled), self.run, self.at)

    @property
    def people(self) -> list[str]:
        asked = self.asks()
        return list(asked.form.model_json_schema()["properties"]["person"]["enum"]) if asked and asked.form else []

    @property
    def shown(self) -> str:
        asked = self.asks()
        return asked.form.shown if asked and asked.form else ""


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


@pytest.fixture
def asking() -> Asking:
    called()
    sent(SENT)
    return Asking()


def acks() -> dict[str, list[Interaction]]:
    """Return what was said, by the person's code."""
    with records() as session:
        query = select(Person.code, EngagementAck.actions).join(Person, Person.id == EngagementAck.person_id)
        return dict(session.execute(query).tuples().all())


def test_everybody_who_was_asked_is_offered_and_who_answered_is_not_any_more(asking: Asking):
    assert sorted(asking.people) == sorted(EVERYBODY)

    asking.answer("达达", "点赞", "转发")
    asking.answer("佘光")

    assert acks() == {"DA": [Interaction.LIKE, Interaction.SHARE], "SHE": []}
    assert sorted(asking.people) == sorted(name for name in EVERYBODY if name not in ("达达", "佘光"))


def test_what_was_said_is_kept_with_the_moments_of_the_notice_and_of_the_answer(asking: Asking):
    asking.answer("达达")

    with records() as session:
        (ack,) = session.scalars(select(EngagementAck))
    assert (ack.opened_at, ack.watched_at, ack.acted_at) == (SENT, WATCHED, WATCHED)


def test_an_answer_a_millisecond_too_early_is_put_back_with_the_moment_from_which_it_counts(asking: Asking):
    asking.at = WATCHED - timedelta(milliseconds=1)
    asking.answer("达达", "点赞")

    assert acks() == {}
    assert "18:01:31 起提交才算数" in asking.shown

    asking.at = WATCHED
    asking.answer("达达", "点赞")
    assert acks() == {"DA": [Interaction.LIKE]}


def test_nobody_can_answer_a_notice_that_has_not_reached_their_group():
    called()
    sent(SENT, chat=HOUSE)
    asking = Asking()

    asking.answer("达达")
    asking.answer("佘光")

    assert list(acks()) == ["SHE"]
    with records() as session:
        (refused,) = session.scalars(select(RefusedAnswer))
    assert "还没有送达" in refused.reasons[0]


def test_a_work_of_unknown_length_is_taken_at_its_viewers_word():
    called(duration_ms=None)
    sent(SENT)

    Asking(at=SENT).answer("达达")

    assert list(acks()) == ["DA"]


def test_only_watched_and_liked_contradict_each_other(asking: Asking):
    asking.answer("达达", "只看完", "点赞")

    assert acks() == {}
    assert "不能和其他选项同时选" in asking.shown


def test_the_form_says_that_it_is_of_ones_own_will_and_gives_no_words_to_paste(asking: Asking):
    assert "完全自愿" in asking.shown
    assert "时长 0:31" in asking.shown
    assert "2026-12-21 18:01" in asking.shown


def test_the_same_person_twice_is_put_back_and_the_first_word_stays(asking: Asking):
    asking.answer("达达", "点赞")
    asking.answer("达达", "评论")

    assert acks() == {"DA": [Interaction.LIKE]}
    assert "达达不用再填" in asking.shown


def test_somebody_who_was_not_asked_is_put_back(asking: Asking):
    asking.answer("路人")

    assert acks() == {}
    assert "路人不用再填" in asking.shown


def test_two_people_who_answer_at_once_in_two_runs_are_both_kept(asking: Asking):
    together, another = Barrier(2), Asking(run="another-run")
    keys = {run.run: getattr(run.asks(), "key", "") for run in (asking, another)}

    def answer(run: Asking, person: str) -> None:
        given = Answer(keys[run.run], {"person": person, "watched": "已看完", "did": ["只看完"]})
        together.wait()
        with records() as session:
            answer_step(session, run.code, given, run.run, WATCHED)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, (asking, another), ("达达", "佘光")))
    assert sorted(acks()) == ["DA", "SHE"]


def test_one_person_who_answers_twice_at_once_is_kept_once(asking: Asking):
    together, another = Barrier(2), Asking(run="another-run")
    keys = {run.run: getattr(run.asks(), "key", "") for run in (asking, another)}

    def answer(run: Asking) -> None:
        given = Answer(keys[run.run], {"person": "达达", "watched": "已看完", "did": ["点赞"]})
        together.wait()
        with records() as session:
            answer_step(session, run.code, given, run.run, WATCHED)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, (asking, another)))
    assert acks() == {"DA": [Interaction.LIKE]}


def test_the_run_ends_when_all_have_answered_and_nobody_is_reported(asking: Asking):
    for person in EVERYBODY:
        asking.answer(person)

    assert asking.asks() is None
    with records() as session:
        close_calls(session, SENT + timedelta(days=3))
        assert session.scalars(select(NegativeCase)).all() == []
        assert session.scalars(select(Wait)).all() == []
    assert messages("unanswered-") == []


def test_an_answer_after_the_days_are_over_is_not_taken(asking: Asking):
    asking.asks()
    asking.at = SENT + timedelta(days=2)
    with records() as session:
        close_calls(session, asking.at)

    assert asking.answer("达达") is None
    assert acks() == {}


def test_a_run_that_looks_after_the_days_are_over_closes_the_calls_itself(asking: Asking):
    asking.at = SENT + timedelta(days=2)

    assert asking.asks() is None
    assert len(messages("unanswered-")) == 1


def test_somebody_who_left_the_agency_is_not_waited_for(asking: Asking):
    with records() as session:
        session.get_one(Person, told.person(session, "DA")).active = False

    assert "达达" not in asking.people


def test_a_run_is_begun_for_each_publication_that_nobody_asks_about():
    with records() as session:
        another_account(session, "BREEZE-KS")
    called()
    called(account="BREEZE-KS", title="一杯清凉")
    sent(SENT)

    with records() as session:
        begun = [(one.content, one.account) for one in unasked_calls(session)]
    assert sorted(begun) == [("BREEZE-001", "BREEZE-DY"), ("BREEZE-001", "BREEZE-KS")]

    Asking().asks()
    with records() as session:
        assert [one.account for one in unasked_calls(session, "BREEZE-001")] == ["BREEZE-KS"]
        assert unasked_calls(session, "BREEZE-002") == []


def test_the_answers_for_two_accounts_are_kept_apart():
    with records() as session:
        another_account(session, "BREEZE-KS")
    called()
    called(account="BREEZE-KS", title="一杯清凉", duration_ms=120_000)
    sent(SENT)
    first, second = Asking(), Asking(code="BREEZE-001/BREEZE-KS", run="run-about-two")

    first.answer("达达")
    second.answer("达达")

    assert "《一杯清凉》" in second.shown
    assert "18:03:00 起提交才算数" in second.shown
    assert "达达" not in first.people
    assert "达达" in second.people


def test_a_run_looks_again_once_its_calls_are_closed(asking: Asking):
    asking.asks()
    with records() as session:
        assert runs_to_renew(session) == []
        close_calls(session, SENT + timedelta(days=2))

    with records() as session:
        assert runs_to_renew(session) == [asking.run]


@pytest.mark.parametrize(
    ("code", "error"), [("BREEZE-001", BadInput), ("BREEZE-001/NOBODY", NotOnRecord), ("X/BREEZE-DY", NotOnRecord)]
)
def test_a_publication_that_there_is_not_is_refused(asking: Asking, code: str, error: type[Exception]):
    asking.code = code

    with pytest.raises(error):
        asking.asks()


def test_the_question_is_short_enough_for_the_inbox_and_names_the_video(asking: Asking):
    asked = asking.asks()

    assert asked is not None
    assert len(asked.key) <= 80
    assert "《夏日新品》" in asked.headline
    assert PARTNER not in asked.headline
