"""Every question that is answered once is walked: what does not fit its form changes nothing, and is told in a sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.legible import legible_text
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import (
    ContentItem,
    Notification,
    Shoot,
    ShootItem,
)
from flows.explained import LONGEST
from tasks.comments import entering
from tasks.gate import waiving_asked
from tasks.gate.forms import Form
from tasks.gate.questions import Answer, Stopped
from tasks.gate.waiving import WaiverWish, drafted
from tasks.imports import confirmation
from tasks.imports.arrivals import preview_file
from tasks.imports.people import deciders_in
from tasks.messages import message_settling
from tasks.metrics.consent import consent_asked, consent_form, try_code
from tasks.opening import looking, records
from tasks.shoots import moving_asked
from tests import paper_agency, small_agency
from tests.commented import NIGHT, found_commented
from tests.creator_centre import NOODLES, export
from tests.databases import SqliteFiles
from tests.hostile.poisons import ALL_AT_ONCE, HTML, MARKDOWN, PATHS, POISONS
from tests.hostile.throwing import (
    CHINESE,
    LONGEST_SENTENCE,
    NOT_FOR_PEOPLE,
    counts,
    demand_dead,
    kindly,
    throws,
)
from tests.tasks import outbox

RUN = "00000000-0000-0000-0000-000000000001"
TYPED = legible_text(ALL_AT_ONCE, LONGEST)


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture(autouse=True)
def in_a_run(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Prefect say that a run is at work."""
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", RUN)


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
