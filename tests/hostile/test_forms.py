"""Whatever is typed into any field of a form is taken as a text or put back with a sentence; nothing breaks or is run."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.records import chain_walk
from agency.records.tables import Decision, GateRound, RefusedAnswer
from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.forms import LONGEST_TEXT
from tasks.gate.questions import Answer, Question
from tasks.opening import looking, records
from tasks.stages.s01_business_talk import PLAN, TALK
from tasks.stages.s02_positioning import POSITIONING
from tasks.stages.s05_registration import REGISTRATION
from tests import small_agency
from tests.hostile import poisons
from tests.hostile.poisons import ALL_AT_ONCE, POISONS
from tests.stages import video
from tests.tasks.launched import found_launched
from tests.walk import Walk, shown_values

pytestmark = pytest.mark.usefixtures("on_record")
answer_kindly = Walk.answer


FEW = ("ten megabytes", "lists within lists", "Prefect's own word")


class Undone(Exception):
    """Ends a unit of work that leaves nothing."""


def texts_of(question: Question) -> list[str]:
    """Return the names of a form's free texts."""
    assert question.form is not None
    return [name for name, field in question.form.model_fields.items() if field.annotation is str]


def throw(walk: Walk, values: dict[str, Any]) -> None:
    """Send these values, see that the next question can be asked and shown, and take it all back."""
    asked = walk.asked()
    assert asked is not None
    work, question = asked
    assert isinstance(question, Question)
    with suppress(Undone), records() as session:
        desk = Desk(session, work, work.find(session, walk.code), walk.run)
        receive(desk, Answer(question.key, shown_values(question.form) | values))
        following = next_question(desk)
        assert following is None or getattr(following, "form", None) is None or following.form.model_json_schema()
        session.flush()
        assert longest_kept(session) <= 2 * LONGEST_TEXT
        raise Undone


def longest_kept(session: Session) -> int:
    """Return how long the longest text of an answer is that was kept."""
    kept = [*session.scalars(select(RefusedAnswer.answer)), *session.scalars(select(GateRound.submitted))]
    return max((len(text) for values in kept for text in values.values() if isinstance(text, str)), default=0)


def throw_everything(walk: Walk, kind: dict[str, Any], thrown: Iterable[str] = POISONS) -> None:
    """Throw poisons at all free texts of what is asked now, beside what a kind person fills in, and one at each alone."""
    names = texts_of(walk.question)
    for poison in map(POISONS.__getitem__, thrown):
        throw(walk, kind | dict.fromkeys(names, poison))
    for name in names:
        throw(walk, kind | {name: ALL_AT_ONCE})
    for poison in (ALL_AT_ONCE, POISONS["Prefect's own word"], None):
        throw(walk, kind | {"person": poison, "decision": poison})


@pytest.fixture
def before_each_answer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let everything be thrown at each question before it is answered as it should be; return the gates that were."""
    met: list[str] = []

    def answer(walk: Walk, **values: Any) -> Walk:
        met.append(walk.question.gate)
        throw_everything(walk, values, FEW)
        return answer_kindly(walk, **values)

    monkeypatch.setattr(Walk, "answer", answer)
    return met


def test_no_field_on_the_way_of_a_video_breaks(before_each_answer: list[str]) -> None:
    walk = video.packaged(video.confirmed(video.begun())).agree(video.LEAD).agree(video.CLIENT)

    assert walk.gate == "S11"
    assert set(before_each_answer) >= {"P1", "S7", "S8", "I5", "S9", "S10", "C3"}


@pytest.mark.parametrize(
    ("code", "work", "person"),
    [
        ("BREEZE", TALK, "商陆(商务)"),
        ("BREEZE-DY", POSITIONING, "林晓(编导)"),
        ("BREEZE-DY", REGISTRATION, "吴敏(运营)"),
    ],
    ids=["S1", "S2", "S5"],
)
def test_no_field_of_a_project_or_an_account_breaks(code: str, work: Any, person: str) -> None:
    with records() as session:
        (small_agency.found if work is TALK else found_launched)(session)

    throw_everything(Walk(code, [work]), {"person": person})


def test_a_hostile_text_is_kept_as_the_text_it_is_and_the_ledger_stays_whole() -> None:
    with records() as session:
        small_agency.found(session)
    talk = Walk("BREEZE", [TALK, PLAN])
    said = f"{poisons.HTML}{poisons.JINJA}{poisons.SQL}{poisons.FORMULA}"

    talk.answer(person="商陆(商务)", client_wishes=said, deliverables=poisons.BIDI + poisons.HALF, targets="三百单")
    talk.answer(person="卜部(部门负责人)", decision="退回修改", comment=poisons.CONTROLS)

    with looking() as session:
        submitted = session.scalars(select(GateRound.submitted)).one()
        assert submitted["client_wishes"] == said
        assert submitted["deliverables"] == "通过绝拒半个字�"
        assert session.scalars(select(Decision.comment)).one() == "铃退空换页末"
        assert list(chain_walk.flaws(session.connection())) == []


def test_an_answer_of_ten_megabytes_is_put_back_in_one_sentence() -> None:
    with records() as session:
        small_agency.found(session)
    talk = Walk("BREEZE", [TALK])
    sent = {"person": "商陆(商务)", "deliverables": "12 条", "targets": "三百单"}

    answer_kindly(talk, client_wishes=poisons.TEN_MEGABYTES, **sent)

    with looking() as session:
        [refused] = session.scalars(select(RefusedAnswer))
        assert [len(reason) < 200 for reason in refused.reasons] == [True]
        assert len(refused.answer["client_wishes"]) == LONGEST_TEXT + 1
