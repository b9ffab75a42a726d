"""Every clause of the standard has its place in this tree, and the standard's file says only what the program can do."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from types import ModuleType
from typing import Any

import pytest
import time_machine
from prefect import Task
from sqlalchemy.orm import Session

import flows
import tasks
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.people import Role
from agency.domain.windows import window_of
from agency.records.engine import open_records, records
from agency.records.named import by_code
from agency.records.tables import ContentItem, EditTask, Meeting, Project, Shoot, ShootItem
from config.standard import EVERYONE, Gate, standard
from tasks.budget_filing import BudgetForm, file_now
from tasks.gate.forms import submission_form
from tasks.gate.work import StageWork
from tasks.incidents.filing import IncidentForm, report
from tasks.month.calling import call_month
from tasks.topics.candidates import call_meeting
from tests.clause_places import Place, faults, places, places_in
from tests.databases import SqliteFiles
from tests.tasks.launched import MONDAY, account, add_topic, found_launched, position

STAGES = tuple(f"S{number}" for number in range(1, 14))
SHARING = tuple(f"I{number}" for number in range(1, 12))
COMMUNICATION = tuple(f"C{number}" for number in range(1, 7))
PLANNING = ("P1", "P2", "P3")
CLAUSES = (*STAGES, *SHARING, *COMMUNICATION, *PLANNING)

GATES = standard().gates
PLACES = places()
EVERY_GATE = pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.code)

CODES = {
    SubjectKind.PROJECT: "BREEZE",
    SubjectKind.ACCOUNT: "BREEZE-DY",
    SubjectKind.MONTH_PLAN: "BREEZE/2026-12",
    SubjectKind.BUDGET: "BREEZE-B001",
    SubjectKind.TOPIC_MEETING: "BREEZE-DY/2026-W48",
    SubjectKind.CONTENT: "BREEZE-001",
    SubjectKind.SHOOT: "20261211-SHE",
    SubjectKind.REVIEW: "BREEZE/2026-11-H1",
    SubjectKind.INCIDENT: "BREEZE-E001",
}


def members_of(package: ModuleType, kind: type) -> Iterator[Any]:
    """Yield what the modules of a package hold of one kind."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        yield from (value for value in vars(module).values() if isinstance(value, kind))


@pytest.fixture(scope="module")
def works() -> dict[str, StageWork]:
    return {work.gate: work for work in members_of(tasks, StageWork)}


@pytest.fixture(scope="module")
def session(sqlite_files: SqliteFiles) -> Iterator[Session]:
    """The small agency with one subject on every level on which a gate can stand."""
    with sqlite_files.migrated() as url, time_machine.travel(MONDAY, tick=False):
        engine = open_records(url)
        with records(engine) as session:
            found_launched(session)
            position(session)
            add_subjects(session)
            yield session
        engine.dispose()


def add_subjects(session: Session) -> None:
    """Put a month's plan, a budget, a topic meeting, a shoot and a review beside the project, the account and the video."""
    asked = {"requester": "WU", "purpose": "茶馆一天", "lines": "场地 | 茶馆 | 1 | 800", "total": "800"}
    file_now(session, BudgetForm(project="BREEZE", code=CODES[SubjectKind.BUDGET], **asked), "run-1")
    add_topic(session, 1, "冰块怎么冻才透明")
    call_meeting(session, account(session), window_of("2026-W48"))
    call_month(session, by_code(session, Project, "BREEZE"), window_of("2026-12"))
    report(session, IncidentForm(project="BREEZE", reporter="SHE", what="补光灯摔坏了"), "run-1", MONDAY)
    video = by_code(session, ContentItem, "BREEZE-001")
    directed = {"director_id": video.director_id}
    shoot = Shoot(
        code=CODES[SubjectKind.SHOOT], shoot_on=date(2026, 12, 11), photographer_id=video.photographer_id, **directed
    )
    project = by_code(session, Project, "BREEZE")
    session.add_all([shoot, Meeting(kind=MeetingKind.REVIEW, project_id=project.id, cadence_key="2026-11-H1")])
    session.flush()
    session.add(ShootItem(shoot_id=shoot.id, content_id=video.id))
    session.add(EditTask(content_id=video.id, editor_id=video.editor_id, **directed))
    session.flush()


def test_the_page_speaks_of_every_clause_once_and_in_the_standards_order() -> None:
    assert [place.clause for place in PLACES] == list(CLAUSES)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.clause)
def test_a_clause_lives_where_the_page_says(place: Place) -> None:
    assert list(faults(place)) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("- Rules: `agency.domain.astrology`", "there is no agency.domain.astrology"),
        ("- Tasks: `tasks.stages.s04_budget`", "tasks.stages.s04_budget does not cite S8"),
        ("- Gates: `S4`", "the standard's file binds the gates ['S8']"),
        ("- Records: `Horoscope`", "there is no Horoscope"),
        ("- Spells: `abracadabra`", "there is no abracadabra"),
        ("- Not yet: some fine day.", "what is not there yet names no issue"),
        ("Nobody knows.", "nothing runs for it, and nothing says when"),
    ],
)
def test_a_place_that_is_made_up_is_found(said: str, fault: str) -> None:
    (planted,) = places_in(f"### S8 脚本和达人沟通确认\n\n{said}\n")

    assert fault in list(faults(planted))


def test_every_stage_of_the_standard_has_a_flow() -> None:
    without = [place.clause for place in PLACES if place.clause in STAGES and not place.names.get("Flows")]

    assert without == []


@EVERY_GATE
def test_a_gate_speaks_of_stages_clauses_levels_and_roles_that_there_are(gate: Gate) -> None:
    called = {*gate.led_by, *gate.escalate, *(role for step in gate.agree for role in step.roles)}

    assert gate.stage in STAGES
    assert set(gate.clauses) <= set(CLAUSES)
    assert gate.scope in set(SubjectKind)
    assert called - {EVERYONE} <= set(Role)


def test_every_gate_is_worked_by_a_stage_and_no_stage_works_another(works: dict[str, StageWork]) -> None:
    assert set(works) == set(GATES)


def test_every_gate_stands_on_the_way_of_a_flow() -> None:
    carried = {task.name for task in members_of(flows, Task)}

    assert set(GATES) <= carried


@EVERY_GATE
def test_a_gate_stands_on_the_level_that_its_stage_finds(gate: Gate, works: dict[str, StageWork], session: Session):
    subject = works[gate.code].find(session, CODES[SubjectKind(gate.scope)])

    assert subject.kind == gate.scope


@EVERY_GATE
def test_the_fields_a_gate_demands_are_those_its_form_cannot_do_without(
    gate: Gate, works: dict[str, StageWork], session: Session
):
    work = works[gate.code]
    asked = work.fields(session, work.find(session, CODES[SubjectKind(gate.scope)]))
    form = submission_form(["林晓(编导)"], asked, "").model_json_schema()
    demanded = set(form["required"]) - {"person"}

    assert [name for name in gate.form if not any(fnmatchcase(field, name) for field in asked)] == []
    assert [field for field in demanded if not any(fnmatchcase(field, name) for name in gate.form)] == []
