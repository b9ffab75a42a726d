"""Every reader of a script says to know it; who left, who answered and what is overtaken is asked no longer (I4)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.errors import BadInput, NotOnRecord
from agency.records.tables import ContentItem, Person, RefusedAnswer, ScriptSync, Wait
from tasks.asking_people import about_id_of
from tasks.gate.questions import Answer, Question
from tasks.opening import records
from tasks.scripts.readers import runs_to_renew, tell_new_readers, unasked_readings
from tasks.scripts.reading import READ, reading_step
from tests.tasks import told
from tests.tasks.told import APPROVED, ICE, TEA, messages, names, recast, sent, synced

NEXT_DAY = APPROVED + timedelta(days=1)
TALENT, PHOTOGRAPHER, EDITOR = "达达(达人)", "佘光(摄影师)", "简洁(剪辑师)"


@dataclass
class Asking:
    """One run that asks about a version; each call is a unit of work of its own."""

    code: str = "BREEZE-001/1"
    run: str = "run-about-one"
    at: datetime = NEXT_DAY

    def asks(self) -> Question | None:
        with records() as session:
            return reading_step(session, self.code, None, self.run, self.at)

    def answer(self, person: str, feedback: str = "", key: str = "") -> Question | None:
        asked = self.asks()
        given = Answer(key or (asked.key if asked else ""), {"person": person, "known": "已熟悉", "feedback": feedback})
        with records() as session:
            return reading_step(session, self.code, given, self.run, self.at)

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
    synced()
    sent(APPROVED)
    return Asking()


def known() -> dict[str, datetime]:
    """Return who knows which version since when, by code and version."""
    with records() as session:
        query = select(Person.code, ScriptSync.acknowledged_at).join(Person, Person.id == ScriptSync.recipient_id)
        rows = session.execute(query.where(ScriptSync.acknowledged_at.is_not(None)))
        return {code: moment for code, moment in rows if moment is not None}


def awaited() -> list[str]:
    """Return whom the inbox waits for."""
    with records() as session:
        waits = session.scalars(select(Wait)).all()
    return names([person for wait in waits for person in wait.awaited])


def test_each_of_the_three_is_offered_until_all_have_answered(asking: Asking):
    assert asking.people == [TALENT, PHOTOGRAPHER, EDITOR]

    asking.answer(PHOTOGRAPHER)
    assert asking.people == [TALENT, EDITOR]
    assert awaited() == ["DA", "JIAN"]

    asking.answer(TALENT)
    assert asking.answer(EDITOR) is None
    assert known() == {"SHE": NEXT_DAY, "DA": NEXT_DAY, "JIAN": NEXT_DAY}
    assert awaited() == []


def test_the_form_leads_to_the_script_and_names_the_day_by_which_it_is_to_be_known(asking: Asking):
    assert "/files/" in asking.shown
    assert "2026-12-11" in asking.shown
    with records() as session:
        assert session.scalars(select(Wait.due_on)).one().isoformat() == "2026-12-10"


def test_what_the_talent_finds_unclear_reaches_the_director_once(asking: Asking):
    asking.answer(TALENT, feedback="  台词太拗口 ")

    (message,) = messages("script-feedback-")
    assert names(message.mentions) == ["LIN"]
    assert "台词太拗口" in message.body
    assert "达达" in message.title


def test_an_answer_without_a_remark_tells_nobody(asking: Asking):
    asking.answer(TALENT, feedback="   ")

    assert messages("script-feedback-") == []


def test_the_same_person_twice_is_put_back_and_the_first_answer_stays(asking: Asking):
    asking.answer(PHOTOGRAPHER)
    asking.at += timedelta(hours=1)
    asking.answer(PHOTOGRAPHER, feedback="再看一遍")

    assert known() == {"SHE": NEXT_DAY}
    assert "佘光(摄影师)不用再填" in asking.shown
    assert messages("script-feedback-") == []


def test_a_reason_for_a_put_back_is_gone_once_somebody_else_has_answered(asking: Asking):
    asking.answer(PHOTOGRAPHER)
    asking.answer(PHOTOGRAPHER)
    asking.answer(EDITOR)

    assert "不用再填" not in asking.shown


def test_somebody_who_is_no_reader_is_put_back(asking: Asking):
    asking.answer("林晓(编导)")

    assert known() == {}
    with records() as session:
        assert session.scalars(select(RefusedAnswer.claimed_person)).all() == ["林晓(编导)"]


def test_a_form_that_lacks_its_word_is_put_back_by_the_name_of_the_field(asking: Asking):
    asked = asking.asks()
    assert asked is not None
    with records() as session:
        reading_step(session, asking.code, Answer(asked.key, {"person": EDITOR}), asking.run, NEXT_DAY)

    assert "是否已熟悉脚本" in asking.shown
    assert known() == {}


def test_two_runs_that_ask_about_one_version_take_two_people_at_once(asking: Asking):
    together, another = Barrier(2), Asking(run="another-run")
    keys = {run.run: getattr(run.asks(), "key", "") for run in (asking, another)}

    def answer(run: Asking, person: str) -> None:
        given = Answer(keys[run.run], {"person": person, "known": "已熟悉", "feedback": ""})
        together.wait()
        with records() as session:
            reading_step(session, run.code, given, run.run, NEXT_DAY)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, (asking, another), (TALENT, EDITOR)))

    assert sorted(known()) == ["DA", "JIAN"]


def test_two_answers_of_one_person_at_once_are_one(asking: Asking):
    together, another = Barrier(2), Asking(run="another-run")
    keys = {run.run: getattr(run.asks(), "key", "") for run in (asking, another)}

    def answer(run: Asking) -> None:
        given = Answer(keys[run.run], {"person": TALENT, "known": "已熟悉", "feedback": "台词太拗口"})
        together.wait()
        with records() as session:
            reading_step(session, run.code, given, run.run, NEXT_DAY)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, (asking, another)))

    assert list(known()) == ["DA"]
    assert len(messages("script-feedback-")) == 1


def test_a_reader_who_was_replaced_is_asked_no_longer_and_the_new_one_is_told_and_asked(asking: Asking):
    asking.asks()
    recast("talent", "YUN")

    assert asking.people == ["云总(达人)", PHOTOGRAPHER, EDITOR]
    asking.answer(TALENT)
    assert known() == {}
    assert "YUN" in [name for one in messages("script-") for name in names(one.mentions)]


def test_the_answer_to_an_earlier_version_does_not_count_for_the_next(asking: Asking):
    asking.answer(TALENT)
    synced((TEA, "达达举杯"), NEXT_DAY)

    second = Asking(code="BREEZE-001/2", run="run-about-two")
    assert second.people == [TALENT, PHOTOGRAPHER, EDITOR]
    assert "镜号 2 有改动:画面" in second.shown
    assert asking.asks() is None


def test_an_answer_to_a_version_that_was_overtaken_changes_nothing(asking: Asking):
    asked = asking.asks()
    assert asked is not None
    synced((TEA, "达达举杯"), NEXT_DAY)

    assert asking.answer(PHOTOGRAPHER, key=asked.key) is None
    assert known() == {}


@pytest.mark.parametrize("end", [{"stopped_at": NEXT_DAY}, {"planned_shoot_on": APPROVED.date()}])
def test_nobody_is_asked_about_a_video_that_was_stopped_or_is_shot(asking: Asking, end: dict[str, object]):
    asking.asks()

    with records() as session:
        for name, value in end.items():
            setattr(told.item(session), name, value)

    assert asking.asks() is None
    assert awaited() == []


def test_a_run_is_begun_for_a_version_that_nobody_asks_about_and_not_again(asking: Asking):
    with records() as session:
        assert [(one.content, one.version) for one in unasked_readings(session, NEXT_DAY)] == [("BREEZE-001", 1)]
        assert unasked_readings(session, NEXT_DAY, "BREEZE-002") == []

    asking.asks()
    with records() as session:
        assert unasked_readings(session, NEXT_DAY) == []


def test_no_run_is_begun_once_all_know_the_script(asking: Asking):
    for person in (TALENT, PHOTOGRAPHER, EDITOR):
        asking.answer(person)

    with records() as session:
        assert unasked_readings(session, NEXT_DAY) == []


def renewed() -> list[str]:
    with records() as session:
        return runs_to_renew(session, NEXT_DAY)


def test_a_run_whose_form_offers_the_right_people_is_left_alone(asking: Asking):
    asking.asks()
    asking.answer(TALENT)

    assert renewed() == []


def test_a_run_looks_again_when_a_reader_was_replaced_or_a_newer_version_is_approved(asking: Asking):
    asking.asks()
    recast("talent", "YUN")
    with records() as session:
        tell_new_readers(session, NEXT_DAY)
    assert renewed() == [asking.run]

    asking.asks()
    assert renewed() == []
    synced((TEA, ICE, "片尾"), NEXT_DAY)
    assert renewed() == [asking.run]


@pytest.mark.parametrize(
    ("code", "error"), [("BREEZE-001", BadInput), ("BREEZE-001/x", BadInput), ("BREEZE-001/7", NotOnRecord)]
)
def test_a_version_that_there_is_not_is_refused(asking: Asking, code: str, error: type[Exception]):
    asking.code = code

    with pytest.raises(error):
        asking.asks()


def test_the_question_tells_which_version_it_is_about(asking: Asking):
    asked = asking.asks()
    assert asked is not None
    with records() as session:
        script_id = session.scalars(select(ScriptSync.script_id).distinct()).one()

    assert about_id_of(asked.key, READ) == script_id
    assert len(asked.key) <= 80


def test_two_readers_of_one_name_are_told_apart_by_their_codes(asking: Asking):
    with records() as session:
        for code in ("SHE", "JIAN"):
            session.get_one(Person, told.person(session, code)).name = "王伟"

    assert asking.people == [TALENT, "王伟 SHE(摄影师)", "王伟 JIAN(剪辑师)"]


def test_a_video_without_a_day_of_its_shoot_is_asked_about_without_a_date(asking: Asking):
    with records() as session:
        session.scalars(select(ContentItem)).one().planned_shoot_on = None

    assert asking.people == [TALENT, PHOTOGRAPHER, EDITOR]
    with records() as session:
        assert session.scalars(select(Wait.due_on)).one() is None
