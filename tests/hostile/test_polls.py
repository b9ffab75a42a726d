"""Every question outside the gates is walked: whatever is filled in is taken, or put back in a sentence, and nothing else.

Who takes an ``Answer`` is found in the code; one that nobody walks here fails the last test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

import tasks
from agency.domain.legible import legible_text
from agency.domain.terms.comments import CommentTone
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ContentItem,
    ImportBatch,
    Notification,
    Shoot,
    ShootItem,
)
from flows.explained import LONGEST
from tasks.comments import case_closing, entering, lexicon_learning, reviewing
from tasks.engagement.answers import answer_step
from tasks.engagement.closing import close_calls
from tasks.engagement.settling import settle_step
from tasks.gate import waiving_asked
from tasks.gate.forms import Form
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.waiving import WaiverWish, drafted
from tasks.imports import confirmation, queue
from tasks.imports.arrivals import preview_file
from tasks.imports.exports import bring_in
from tasks.imports.people import deciders_in
from tasks.messages import message_settling
from tasks.metrics.consent import consent_asked, consent_form, try_code
from tasks.opening import looking, records
from tasks.scripts.reading import reading_step
from tasks.shoots import moving_asked
from tests import paper_agency, small_agency
from tests.commented import NIGHT, found_commented, keep, said, the_case
from tests.creator_centre import NOODLES, export, publish
from tests.databases import SqliteFiles
from tests.hostile.poisons import ALL_AT_ONCE, HTML, MARKDOWN, PATHS, POISONS
from tests.hostile.throwing import (
    CHINESE,
    LONGEST_SENTENCE,
    NOT_FOR_PEOPLE,
    Undone,
    counts,
    demand_dead,
    kindly,
    throw,
    throws,
)
from tests.tasks import outbox, told
from tests.tasks.comments.test_lexicon_learning import correct

RUN = "00000000-0000-0000-0000-000000000001"
LATER = told.LIVE + timedelta(days=2)
NOON = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
GATES_AND_STAGES = ("tasks.gate.answers", "tasks.gate.stage", "tasks.gate.handing_back", "tasks.stages", "tasks.review")

TYPED = legible_text(ALL_AT_ONCE, LONGEST)

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


def demand_refused_or_kept(form: type[Form], takes: Callable[[Answer], object]) -> None:
    """Throw at a question that is answered once: a stranger changes nothing, and what is said of it is a sentence."""
    for values in throws(form, kindly(form)):
        fits = fits_in(form, values)
        with looking() as session:
            before = counts(session)
        came = takes(Answer("a-key", values))
        if fits:
            continue
        with looking() as session:
            assert counts(session) == before
        sentence = came.reason if isinstance(came, Stopped) else str(getattr(came, "sentence", came))
        assert CHINESE.search(sentence)
        assert len(sentence) <= 3 * LONGEST_SENTENCE
        assert not NOT_FOR_PEOPLE.search(sentence)


def fits_in(form: type[Form], values: dict[str, Any]) -> bool:
    """Say whether the form takes these values, as Prefect's server asks before we do."""
    try:
        form.model_validate(values)
    except ValueError:
        return False
    return True


def test_no_field_of_a_waiver_breaks() -> None:
    moment = datetime(2026, 11, 10, 1, tzinfo=UTC)
    wish = WaiverWish("C2", "BREEZE", "2026-11-20", f"甲方放假(虚构){TYPED}")
    with records() as session:
        small_agency.found(session)
    with records() as session:
        asked = waiving_asked.asked_about(session, drafted(session, wish, moment))

    demand_dead(asked.form.shown)
    with time_machine.travel(moment, tick=False):
        demand_refused_or_kept(asked.form, lambda answer: waiving_asked.sign_waiver.fn(wish, asked, answer))


def a_shoot(session: Session) -> None:
    small_agency.found(session)
    session.flush()
    item = session.scalars(select(ContentItem)).one()
    people = {"director_id": item.director_id, "photographer_id": item.photographer_id}
    shoot = Shoot(code="20261211-SHE", shoot_on=date(2026, 12, 11), location="老茶馆(虚构)", **people)
    session.add(shoot)
    session.flush()
    session.add(ShootItem(shoot_id=shoot.id, content_id=item.id))


def test_no_field_of_a_move_breaks() -> None:
    moment = datetime(2026, 11, 23, 2, tzinfo=UTC)
    wish = moving_asked.Wish("20261211-SHE", "2026-12-14", f"下雨(虚构){TYPED}")
    with records() as session:
        a_shoot(session)
    with records() as session:
        asked = moving_asked.asked_about(session, wish, moment)
    assert asked is not None

    demand_dead(asked.form.shown)
    with time_machine.travel(moment, tick=False):
        demand_refused_or_kept(asked.form, lambda answer: moving_asked.confirm_move.fn(wish, asked, answer))


def test_no_field_of_a_preview_of_files_breaks(tmp_path: Path) -> None:
    with records() as session:
        small_agency.found(session)
    hostile = NOODLES | {"作品名称": TYPED}
    arrival = preview_file(export(tmp_path, hostile), "BREEZE-DY")
    with looking() as session:
        people = deciders_in(session, arrival.projects)
    previewed = confirmation.asked_about([arrival], people, "http://127.0.0.1/x")

    demand_dead(previewed.form.shown)
    demand_refused_or_kept(previewed.form, lambda answer: confirmation.confirm_imports.fn(previewed, answer))


def test_no_field_of_pasted_comments_breaks() -> None:
    with records() as session:
        work = found_commented(session)
        line = f"小王 | {TYPED} | 2026-11-20 | 3".replace("\n", " ")
        wish = entering.Entering(str(work.link or work.id), line, "", NIGHT)
        session.flush()
        row, read = entering.work_and_rows(session, wish.work, wish.lines, wish.file, wish.at)
        page, new = entering.preview(session, row, read, wish.at)
        question = entering.question(entering.sheet_of(session, row), row, wish, page, new)
    assert question.form is not None

    demand_dead(question.form.shown)
    demand_refused_or_kept(question.form, lambda answer: entering.write_comments.fn(wish, answer))


def test_no_field_about_messages_that_wait_for_a_person_breaks() -> None:
    outbox.found()
    outbox.put("IN", outbox.message(TYPED[:200]))
    with records() as session:
        session.scalars(select(Notification)).one().status = DeliveryStatus.UNCLEAR
    with looking() as session:
        found, people = message_settling.letters(session), message_settling.settlers(session)
        form = message_settling.form_of(session, found, list(people))

    demand_dead(form.shown)
    demand_refused_or_kept(form, message_settling.settle_answer.fn)


def test_no_code_of_a_consent_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    with paper_agency.at_work(monkeypatch):
        asked = consent_asked(paper_agency.CRANES, "request-1")
        for poison in (*POISONS.values(), *PATHS, HTML, MARKDOWN):
            tried = try_code(asked, str(Answer("authorise-1", {"code": poison}).values["code"] or ""))

            assert not tried.is_authorised
            assert CHINESE.search(tried.sentence)
            assert len(tried.sentence) <= LONGEST_SENTENCE
            demand_dead(consent_form(asked, tried.sentence).shown)


WALKED_BY_HAND = {
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
