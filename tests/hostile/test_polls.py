"""Every question outside the gates is walked: whatever is filled in is taken, or put back in a sentence, and nothing else.

Who takes an ``Answer`` is found in the code; one that nobody walks, here or in test_confirmations.py, fails the last test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy.orm import Session

import tasks
from agency.domain.terms.comments import CommentTone
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ImportBatch,
)
from tasks.comments import case_closing, lexicon_learning, reviewing
from tasks.engagement.answers import answer_step
from tasks.engagement.closing import close_calls
from tasks.engagement.settling import settle_step
from tasks.gate.questions import Answer, Question
from tasks.imports import queue
from tasks.imports.exports import bring_in
from tasks.opening import records
from tasks.scripts.reading import reading_step
from tests import small_agency
from tests.commented import NIGHT, found_commented, keep, said, the_case
from tests.creator_centre import NOODLES, export, publish
from tests.databases import SqliteFiles
from tests.hostile.throwing import (
    Undone,
    kindly,
    throw,
    throws,
)
from tests.tasks import told
from tests.tasks.comments.test_lexicon_learning import correct

RUN = "00000000-0000-0000-0000-000000000001"
LATER = told.LIVE + timedelta(days=2)
NOON = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
GATES_AND_STAGES = ("tasks.gate.answers", "tasks.gate.stage", "tasks.gate.handing_back", "tasks.stages", "tasks.review")


Step = Callable[[Session, str, Answer | None, str, datetime], Question | None]


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture(autouse=True)
def in_a_run(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Prefect say that a run is at work."""
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", RUN)


def a_script() -> str:
    with records() as session:
        told.found(session)
    told.synced()
    told.sent(told.APPROVED)
    return "BREEZE-001/1"


def a_work() -> str:
    with records() as session:
        told.found(session)
    told.called()
    told.sent(told.LIVE)
    return "BREEZE-001/BREEZE-DY"


def a_work_that_nobody_watched() -> str:
    code = a_work()
    with records() as session:
        close_calls(session, LATER)
    return code


def comments_to_judge() -> str:
    with records() as session:
        found_commented(session)
        keep(session, said("还行吧"), said("这茶是哪家的", 2))
    return "BREEZE-DY"


def a_case() -> str:
    with records() as session:
        found_commented(session)
        keep(session, said("喝完拉肚子了,全家都是"))
        return the_case(session).id


def course_of_a_page(session: Session, code: str, answer: Answer | None, run: str, at: datetime) -> Question | None:
    return reviewing.course(session, code, run, answer, at)


def course_of_a_case(session: Session, code: str, answer: Answer | None, run: str, at: datetime) -> Question | None:
    return case_closing.course(session, code, run, answer, at)


def words_to_learn() -> str:
    with records() as session:
        found_commented(session)
        correct(session, CommentTone.MEDIUM, "这杯成渣了", "真的成渣")
    return ""


def course_of_words(session: Session, _code: str, answer: Answer | None, run: str, at: datetime) -> Question | None:
    return lexicon_learning.course(session, run, answer, at)


STEPS: dict[str, tuple[Callable[[], str], Step, datetime]] = {
    "tasks.scripts.reading": (a_script, reading_step, told.APPROVED + timedelta(days=1)),
    "tasks.engagement.answers": (a_work, answer_step, told.LIVE + timedelta(hours=1)),
    "tasks.engagement.settling": (a_work_that_nobody_watched, settle_step, LATER),
    "tasks.comments.reviewing": (comments_to_judge, course_of_a_page, NIGHT + timedelta(hours=6)),
    "tasks.comments.case_closing": (a_case, course_of_a_case, NIGHT + timedelta(hours=6)),
    "tasks.comments.lexicon_learning": (words_to_learn, course_of_words, NIGHT + timedelta(hours=6)),
}


@pytest.mark.parametrize("module", STEPS)
def test_no_field_of_a_question_breaks(module: str) -> None:
    found, step, at = STEPS[module]
    code = found()

    with suppress(Undone), records() as session:
        throw_everything(
            session,
            lambda: step(session, code, None, RUN, at),
            lambda answer: step(session, code, answer, RUN, at),
        )
        raise Undone


def throw_everything(session: Session, asks: Callable[[], Question | None], takes: Callable[[Answer], object]) -> None:
    """Throw everything at a question, beside what somebody kind fills in."""
    question = asks()
    assert question is not None
    assert question.form is not None
    for values in throws(question.form, kindly(question.form)):
        throw(session, asks, takes, values)


def test_no_field_of_rows_that_could_be_several_works_breaks(tmp_path: Path) -> None:
    with records() as session:
        small_agency.found(session)
        session.flush()
        account = by_code(session, Account, "BREEZE-DY")
        for link in ("甲", "乙"):
            publish(session, account, title="第一碗面", published_at=NOON, link=link)
    batch = bring_in(export(tmp_path, NOODLES), "BREEZE-DY").batch_id

    with suppress(Undone), records() as session:

        def page() -> queue.Page:
            return queue.Page(session, session.get_one(ImportBatch, batch), RUN)

        throw_everything(session, lambda: queue.next_question(page()), lambda answer: queue.receive(page(), answer))
        raise Undone


WALKED_BY_HAND = {  # the queue above, the others in test_confirmations.py
    "tasks.comments.entering",
    "tasks.imports.queue",
    "tasks.imports.confirmation",
    "tasks.gate.waiving_asked",
    "tasks.shoots.moving_asked",
    "tasks.messages.message_settling",
    "tasks.metrics.consent",
}


def takers(module: ModuleType) -> Iterator[str]:
    """Yield what in a module takes an answer."""
    for name, thing in vars(module).items():
        function = inspect.unwrap(getattr(thing, "fn", thing)) if callable(thing) else None
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            kinds = [str(parameter.annotation) for parameter in inspect.signature(function).parameters.values()]
            if any("questions.Answer" in kind for kind in kinds):
                yield name


def test_everything_that_takes_an_answer_is_walked() -> None:
    names = [found.name for found in pkgutil.walk_packages(tasks.__path__, "tasks.")]
    takes = {name for name in names if any(takers(importlib.import_module(name)))}
    outside = {name for name in takes if not name.startswith(GATES_AND_STAGES)}

    assert outside - {"tasks.asking_people", "tasks.comments.sheet", "tasks.identity.proof"} == {
        *STEPS,
        *WALKED_BY_HAND,
    }
