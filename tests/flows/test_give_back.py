"""Giving the six tables back on a real server: every change shown in a form, named by a person, then written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.domain.terms.gates import SubjectKind
from agency.records.tables import AuditEvent, ContentItem, ImportBatch, TablesGivenBack, Wait
from config.settings import settings
from flows.import_exports import import_exports
from flows.settle_import import settle_import
from flows.watch_inbox import watch_inbox
from tasks.opening import records
from tests import legs, small_agency
from tests.creator_centre import NOODLES, export, rows_of
from tests.given_tables import Sheet, give, standing

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("agency")]

WU, WRITE, DO_NOT = "吴敏(运营)", "确认写入", "不写入"


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, settle_import)
        legs.deployed(client, import_exports)
    with records() as session:
        small_agency.found(session)


def tables(folder: Path, **written: Any) -> Path:
    """Write a workbook whose accounts can be taken, and whose content is as it is told."""
    return give(
        folder / "六张表.xlsx",
        Sheet(table="content", rows=[standing("content", "BREEZE-001", **written)]),
        Sheet(table="accounts", rows=[standing("accounts", "BREEZE-DY", name="清风新铺")]),
    )


def given_back(*files: Path, **parameters: Any) -> legs.Run:
    return legs.start(import_exports, files=[str(file) for file in files], **parameters).leg()


def title() -> str:
    with records() as session:
        return session.scalars(select(ContentItem.title)).one()


def pages_of(run: legs.Run) -> str:
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["import-preview"])))
    return "\n".join(str(each.data) for each in kept if each.flow_run_id == run.id)


def test_tables_are_shown_cell_by_cell_confirmed_by_a_person_and_signed_with_that_name(tmp_path: Path):
    run = given_back(tables(tmp_path, title="秋天第一杯"))

    assert run.question.headline == "C4 · BREEZE · 待确认导入 1 个文件"
    assert "| 2 | BREEZE-001 | 标题 | 夏日新品 | 秋天第一杯 |" in run.question.shown
    assert "| 2 | BREEZE-001 | 标题 | 夏日新品 | 秋天第一杯 |" in pages_of(run)
    assert "贾方(甲方)" not in run.question.choices("person")
    with records() as session:
        wait = session.scalars(select(Wait)).one()
    assert (wait.subject_kind, wait.gate) == (SubjectKind.PROJECT, "C4")
    assert title() == "夏日新品"

    run.answer(person=WU, decision=WRITE)

    assert run.state.is_completed()
    assert "2 张表共改 2 处,0 张表退回(已写入)" in (run.state.message or "")
    assert title() == "秋天第一杯"
    assert rows_of(TablesGivenBack, Wait) == [1, 0]
    with records() as session:
        given = session.scalars(select(TablesGivenBack)).one()
        signed = session.scalars(select(AuditEvent.actor).where(AuditEvent.reason.is_not(None))).all()
    assert given.flow_run_id == str(run.id)
    assert set(signed) == {"WU"}


def test_nothing_is_written_on_a_no_and_a_refused_sheet_leaves_the_others(tmp_path: Path):
    said_no = given_back(tables(tmp_path, talent="林小")).answer(person=WU, decision=DO_NOT)
    assert said_no.state.is_cancelled()
    assert rows_of(TablesGivenBack, Wait) == [0, 0]

    run = given_back(tables(tmp_path, talent="林小"))
    assert "系统里没有叫“林小”的人" in run.question.shown
    run.answer(person=WU, decision=WRITE)

    with records() as session:
        given = session.scalars(select(TablesGivenBack)).one()
    assert (given.taken, given.refused) == (["accounts"], ["content"])


def test_what_changed_underneath_after_the_preview_is_asked_about_anew(tmp_path: Path):
    run = given_back(tables(tmp_path, title="秋天第一杯"))
    with records(actor="LIN") as session:
        session.scalars(select(ContentItem)).one().title = "冬天第一杯"

    run.answer(person=WU, decision=WRITE)

    assert rows_of(TablesGivenBack) == [0]
    assert "林晓把“标题”从 夏日新品 改为 冬天第一杯" in run.question.shown
    run.answer(person=WU, decision=WRITE)
    assert (title(), run.state.is_completed()) == ("冬天第一杯", True)
    assert rows_of(TablesGivenBack) == [1]


def test_the_same_workbook_again_asks_nobody(tmp_path: Path):
    path = tables(tmp_path, title="秋天第一杯")
    given_back(path).answer(person=WU, decision=WRITE)

    again = given_back(path)

    assert again.state.is_completed()
    assert "这份文件之前已经写入过,没有改动任何数据" in (again.state.message or "")


def test_to_write_at_once_counts_for_exports_and_never_for_tables(tmp_path: Path):
    figures, given = export(tmp_path / "下载", NOODLES), tables(tmp_path, title="秋天第一杯")

    run = given_back(figures, given, write_at_once=True)

    assert "秋天第一杯" in run.question.shown
    assert title() == "夏日新品"
    run.answer(person=WU, decision=WRITE)
    assert rows_of(ImportBatch, TablesGivenBack) == [1, 1]


def test_tables_in_the_inbox_get_a_run_in_which_a_person_confirms_them():
    tables(settings().inbox_directory, title="秋天第一杯")

    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31)):
        watched = legs.start(watch_inbox).leg()

    assert watched.state.is_completed()
    assert rows_of(TablesGivenBack) == [0]
    (started,) = [run for run in legs.runs_of("import-exports") if run.name == "C4 · 交回六张表 · 六张表.xlsx"]
    (copy,) = started.parameters["files"]
    run = given_back(Path(copy)).answer(person=WU, decision=WRITE)
    assert run.state.is_completed()
    assert title() == "秋天第一杯"
