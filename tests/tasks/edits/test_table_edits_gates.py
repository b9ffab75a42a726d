"""What a gate was passed on does not change behind its back: an edit says which gates it opens, and then they are open."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from agency.domain.calendar import BEIJING
from agency.domain.terms.people import Role
from agency.records.tables import ContentItem, EditTask, Project, ProjectMember, Publication
from agency.reports.tables.six import six_tables
from agency.reports.tables.workbook import write_tables
from tasks.edits.summary import page
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.edits.values import EditPlan
from tasks.opening import looking, records
from tasks.tables.six_tables import gather
from tests.given_tables import Sheet, give, header, standing
from tests.stages import video
from tests.tasks.giving import fates, id_of, reasons

SHEETS = tuple(table.name for table in six_tables())
TODAY = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(on_record: str) -> Iterator[None]:
    with time_machine.travel(TODAY):
        yield


def edited(folder: Path, table: str, code: str, **written: Any) -> EditPlan:
    """Give one row back with something written into it, and return what became of it."""
    path = give(folder / "六张表.xlsx", Sheet(table=table, rows=[standing(table, code, **written)]))
    return take_tables(path, id_of("WU"), frozenset({preview_tables(path).key}))


def opened(plan: EditPlan) -> dict[str, list[str]]:
    return {gate: list(codes) for sheet in plan.sheets for gate, codes in sheet.gates.items()}


def test_a_title_that_the_client_agreed_to_goes_before_the_client_again(tmp_path: Path):
    made = video.scripted(video.begun())
    assert made.gate == "S8"

    plan = edited(tmp_path, "content", "BREEZE-001", title="秋天第一杯")

    assert opened(plan) == {"P1": ["BREEZE-001"]}
    assert "P1 策划文案确认已按原内容通过,内容变了要重新确认:BREEZE-001" in page(plan)
    assert made.gate == "P1"
    assert made.people == [video.CLIENT]
    assert "秋天第一杯" in made.shown


def test_another_talent_is_asked_for_the_script_again(tmp_path: Path):
    made = video.scripted(video.begun()).agree(video.TALENT_OF_IT)
    with records() as session:
        project = session.scalars(select(Project.id)).one()
        session.add(ProjectMember(project_id=project, person_id=id_of("SHANG", session), role=Role.TALENT))
    assert made.gate is None

    remark = edited(tmp_path, "content", "BREEZE-001", note="达达那天有别的通告", pillar="新品")
    other = edited(tmp_path, "content", "BREEZE-001", talent="商陆")

    assert (opened(remark), opened(other)) == ({}, {"S8": ["BREEZE-001"]})
    assert made.gate == "S8"
    assert made.people == ["商陆(达人)"]


def test_a_confirmed_shoot_that_moves_is_confirmed_again_and_its_script_is_timed_anew(tmp_path: Path):
    made = video.begun()
    shoot = video.prepared(video.booked(made))
    assert shoot.gate == "S9"

    plan = edited(tmp_path, "shoots", shoot.code, shoot_on="12月14日")

    assert opened(plan) == {"I5": [shoot.code]}
    assert shoot.gate == "I5"


def test_a_published_moment_that_the_client_confirmed_moves_the_package_and_opens_its_gate(tmp_path: Path):
    made = video.packaged(video.confirmed(video.begun())).agree(video.LEAD).agree(video.CLIENT)
    assert made.gate == "S11"

    plan = edited(tmp_path, "cuts", "BREEZE-001", planned_publish_at="2026-12-24 19:00")

    assert opened(plan) == {"C3": ["BREEZE-001"]}
    with records() as session:
        planned_at = session.scalars(select(Publication.planned_at)).one()
    assert planned_at == datetime(2026, 12, 24, 19, 0, tzinfo=BEIJING)
    assert made.gate == "C3"


def test_the_edit_that_has_begun_follows_its_video(tmp_path: Path):
    video.shot(video.begun())

    plan = edited(tmp_path, "cuts", "BREEZE-001", planned_first_cut_on="2026-12-17")

    assert reasons(plan) == []
    with records() as session:
        assert session.scalars(select(EditTask.first_cut_due_on)).one() == date(2026, 12, 17)


def test_what_was_shot_keeps_its_day_and_its_talent_and_what_is_recorded_all_but_its_remark(tmp_path: Path):
    video.shot(video.begun())
    with records() as session:
        (shoot,) = session.scalars(select(ContentItem.planned_shoot_on)).all()
    code = video.recorded_shoot().code

    moved = edited(tmp_path, "content", "BREEZE-001", planned_shoot_on="2026-12-14")
    place = edited(tmp_path, "shoots", code, location="二号棚")
    remark = edited(tmp_path, "shoots", code, note="下次早到半小时")

    assert shoot == date(2026, 12, 11)
    assert reasons(moved) == [f"已在 {code} 拍完,不能再改"]
    assert reasons(place) == ["这一场已拍完入档,只能再改备注"]
    assert fates(remark) == {"shoots": "taken"}


def test_what_is_live_keeps_its_title(tmp_path: Path):
    video.packaged(video.confirmed(video.begun()))
    with records() as session:
        publication = session.scalars(select(Publication)).one()
        publication.published_at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    plan = edited(tmp_path, "content", "BREEZE-001", title="秋天第一杯")

    assert reasons(plan) == ["已上线 2026-11-24,只能再改备注"]


def real_workbook(path: Path) -> Path:
    """Write the six tables as they are published."""
    with looking() as session:
        write_tables(gather(session, TODAY), path, made_at=TODAY)
    return path


def rewritten(path: Path, sheet: str, written: Mapping[str, str]) -> Path:
    """Write a workbook anew as a spreadsheet program saves it, with some cells of one sheet's first row written over."""
    read = {name: CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python() for name in SHEETS}
    names = read[sheet][0]
    for column, value in written.items():
        read[sheet][1][names.index(column)] = value
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        day, moment = (book.add_format({"num_format": shown}) for shown in ("yyyy/m/d", "yyyy/m/d h:mm"))
        for name in reversed(SHEETS):
            page = book.add_worksheet(name)
            for number, row in enumerate(read[name]):
                for place, cell in enumerate(row):
                    shown = moment if isinstance(cell, datetime) else day if isinstance(cell, date) else None
                    page.write(number, place, cell, shown)
    return path


def test_the_real_workbook_saved_by_a_spreadsheet_brings_what_was_written_into_it_and_nothing_else(tmp_path: Path):
    video.scripted(video.begun())
    path = real_workbook(tmp_path / "六张表.xlsx")
    title, shoot, status = (header("content", column) for column in ("title", "planned_shoot_on", "status"))

    plan = preview_tables(rewritten(path, "内容排期表", {title: "秋天第一杯", shoot: "12月14日", status: "已上线"}))

    (sheet,) = (one for one in plan.sheets if one.table.code == "content")
    assert reasons(plan) == []
    assert [(edit.column, edit.shown_after) for edit in sheet.edits] == [(title, "秋天第一杯"), (shoot, "2026-12-14")]
    assert sheet.remarks == (f"只读栏目里有与系统现在不同的格,不取用:{status} (1)",)
    assert {one.fate.value for one in plan.sheets if one is not sheet} == {"unchanged"}


def test_the_workbook_as_it_was_made_changes_nothing_when_it_comes_back(tmp_path: Path):
    """Whatever stands in the real workbook of a video in the midst of its making is read as no change at all."""
    video.packaged(video.confirmed(video.begun()))
    plan = preview_tables(real_workbook(tmp_path / "六张表.xlsx"))

    assert reasons(plan) == []
    assert fates(plan) == dict.fromkeys(["accounts", "operations", "days", "content", "shoots", "cuts"], "unchanged")
    assert [sheet.remarks for sheet in plan.sheets] == [()] * 6
