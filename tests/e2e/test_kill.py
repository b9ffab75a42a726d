"""Kill -9 of the worker and of a run's process at the worst moments: the run goes on, nothing is lost, nothing done twice."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind
from agency.records import engine as engines
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.production import shoot_of
from agency.records.tables import (
    ContentItem,
    Decision,
    GateRound,
    Handover,
    Notification,
    Person,
    Script,
    ScriptSync,
    Shoot,
)
from config.settings import settings
from tasks.opening import records_engine
from tasks.shoots.booking import book_shoot
from tasks.stages.s09_preparation import PREPARATION
from tasks.stages.s09_shoot import SHOOT
from tests.e2e.house import House
from tests.e2e.killing import hold, kill
from tests.stages.video import (
    BUSINESS_LEAD,
    CLIENT,
    DIRECTOR,
    FOOTAGE,
    SHOTS,
    TALENT_OF_IT,
    TO_THE_SHOOT,
    copied,
    prepared,
    recorded,
    scripted,
)
from tests.walk import RUN, Walk

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("records_of_the_house")]


@pytest.fixture
def records_of_the_house(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the stages be walked in this process on the records of the house."""
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", house.records_url)
    settings.cache_clear()
    yield
    records_engine(house.records_url).dispose()
    settings.cache_clear()


def test_an_answer_given_while_no_worker_lives_is_taken_by_the_next_one(house: House) -> None:
    copied(video(house, "BREEZE-101", in_days=30))
    run = house.start("produce-video", content="BREEZE-101")
    house.question(run, "P1", awaits="贾方")
    kill(house, run)

    agree(house, run, CLIENT)
    house.restart_worker()

    house.question(run, "P1", awaits="叶务")
    assert rounds_of(house, "BREEZE-101") == [("P1", 1)]
    assert voices_of(house, "BREEZE-101") == [("P1", "贾方")]


def test_a_run_killed_between_the_answer_and_the_ledger_takes_the_answer_once(house: House) -> None:
    script = copied(video(house, "BREEZE-102", in_days=31)).agree(CLIENT).agree(BUSINESS_LEAD)
    script.answer(person=DIRECTOR, shots=SHOTS)
    run = house.start("produce-video", content="BREEZE-102")
    house.question(run, "S7", awaits="林晓")

    agree(house, run, DIRECTOR)
    hold(house, run, lambda: is_working(house, run))
    assert voices_of(house, "BREEZE-102") == [("P1", "贾方"), ("P1", "叶务")]
    kill(house, run)
    house.restart_worker()

    house.question(run, "S8", awaits="达达")
    assert rounds_of(house, "BREEZE-102") == [("P1", 1), ("S7", 1), ("S8", 1)]
    assert voices_of(house, "BREEZE-102") == [("P1", "贾方"), ("P1", "叶务"), ("S7", "林晓")]
    assert readers_told(house, "BREEZE-102") == (3, 3)


def test_a_recorded_shoot_whose_run_is_killed_before_it_wakes_the_video_still_wakes_it(house: House) -> None:
    shoot = taken(house, "BREEZE-104", in_days=33)
    run = house.start("produce-video", content="BREEZE-104")
    house.question(run, "S9")
    crew = next(one.id for one in house.runs_of("record-shoot") if one.parameters["shoot"] == shoot.code)
    house.question(crew, "S9", awaits="林晓")

    agree(house, crew, DIRECTOR)
    hold(house, crew, lambda: is_recorded(house, shoot))
    assert house.run(run).state.is_paused()
    kill(house, crew)
    house.restart_worker()

    house.question(run, "S10", awaits="简洁")
    assert house.finished(crew).state.is_completed()
    assert voices_on(house, shoot.id) == [("S9", "林晓")]
    assert handed_over(house, shoot) == [id_of(house, "BREEZE-104")]


def test_a_run_killed_between_the_ledger_and_its_next_question_does_nothing_twice(house: House) -> None:
    scripted(video(house, "BREEZE-103", in_days=32))
    run = house.start("produce-video", content="BREEZE-103")
    house.question(run, "S8", awaits="达达")

    agree(house, run, TALENT_OF_IT)
    hold(house, run, lambda: ("S8", "达达") in voices_of(house, "BREEZE-103"))
    assert is_working(house, run)
    kill(house, run)
    house.restart_worker()

    house.question(run, "S9")
    assert voices_of(house, "BREEZE-103")[-2:] == [("S7", "林晓"), ("S8", "达达")]
    assert rounds_of(house, "BREEZE-103") == [("P1", 1), ("S7", 1), ("S8", 1)]
    assert readers_told(house, "BREEZE-103") == (3, 3)
    shoot = the_shoot_of(house, "BREEZE-103")
    assert len([one for one in house.runs_of("record-shoot") if one.parameters["shoot"] == shoot.code]) == 1


def video(house: House, code: str, *, in_days: int) -> Walk:
    """Return a new video whose shoot is far enough away for its script, on a day of its own."""
    house.add_video(code, "夏日新品", shoot_on=shoot_day(in_days))
    return Walk(code, TO_THE_SHOOT)


def shoot_day(in_days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=in_days)


def taken(house: House, code: str, *, in_days: int) -> Shoot:
    """Return the shoot of a new video, with everything filmed and handed in, for the director to accept."""
    scripted(video(house, code, in_days=in_days)).agree(TALENT_OF_IT)
    shoot = Walk(book_shoot.fn(code, RUN).code, [PREPARATION, SHOOT])
    footage = FOOTAGE.replace("20261211", f"{shoot_day(in_days):%Y%m%d}").replace("BREEZE-001", code)
    recorded(prepared(shoot), footage=footage)
    return the_shoot_of(house, code)


def agree(house: House, run: UUID, person: str) -> None:
    assert house.resume(run, person=person, decision="通过", comment="").status == "ACCEPT"


def is_working(house: House, run: UUID) -> bool:
    state = house.run(run).state
    return state is not None and state.is_running()


def looking(house: House) -> AbstractContextManager[Session]:
    """Lend the records for looking only, which a held process that is about to write does not keep from anybody."""
    return engines.reading(house.engine)


def rounds_of(house: House, code: str) -> list[tuple[str, int]]:
    """Return what was put before the gates of a content item, oldest first."""
    with looking(house) as session:
        rounds = session.scalars(
            select(GateRound).where(GateRound.subject_id == id_of(house, code)).order_by(GateRound.id)
        )
        return [(one.gate, one.number) for one in rounds]


def voices_of(house: House, code: str) -> list[tuple[str, str]]:
    """Return who decided at which gate of a content item, oldest first."""
    return voices_on(house, id_of(house, code))


def voices_on(house: House, subject_id: str) -> list[tuple[str, str]]:
    """Return who decided at which gate of a subject, oldest first."""
    with looking(house) as session:
        query = select(GateRound.gate, Person.name).select_from(Decision).join(GateRound)
        query = query.join(Person, Person.id == Decision.person_id)
        voices = session.execute(query.where(GateRound.subject_id == subject_id).order_by(Decision.id)).all()
        return [(gate, name) for gate, name in voices]


def readers_told(house: House, code: str) -> tuple[int, int]:
    """Return to how many readers a script was handed, and how many messages say so."""
    with looking(house) as session:
        script = session.scalars(select(Script).where(Script.content_id == id_of(house, code))).one()
        handed = session.scalars(select(ScriptSync).where(ScriptSync.script_id == script.id)).all()
        key = Notification.about == f"script-{script.id}"
        return len(handed), len(session.scalars(select(Notification).where(key)).all())


def handed_over(house: House, shoot: Shoot) -> list[str]:
    """Return the content items whose footage a shoot handed to an editor, one entry for each time."""
    with looking(house) as session:
        return list(session.scalars(select(Handover.content_id).where(Handover.shoot_id == shoot.id)))


def is_recorded(house: House, shoot: Shoot) -> bool:
    with looking(house) as session:
        return ledger.has_passed(session, GateKey(SubjectKind.SHOOT, shoot.id, "S9"))


def the_shoot_of(house: House, code: str) -> Shoot:
    with looking(house) as session:
        shoot = shoot_of(session, id_of(house, code))
    assert shoot is not None
    return shoot


def id_of(house: House, code: str) -> str:
    with looking(house) as session:
        return session.scalars(select(ContentItem.id).where(ContentItem.code == code)).one()
