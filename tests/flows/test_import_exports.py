"""Importing on a real server: seen first, confirmed by a person, then written; and the rows that wait for a person."""

from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import Artifact
from sqlalchemy import select

from agency.records.tables import ImportBatch, ImportDecision, Person, Publication, VideoSnapshot, Wait
from flows.import_exports import import_exports
from flows.settle_import import settle_import
from tasks.opening import records
from tests import legs, small_agency
from tests.creator_centre import NOODLES, UMBRELLA, another_account, export, rows_of

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("agency")]

LIN, WRITE, DO_NOT = "林晓(编导)", "确认写入", "不写入"


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, settle_import)
    with records() as session:
        small_agency.found(session)


def imports(*files: Path, **parameters: Any) -> legs.Run:
    return legs.start(import_exports, files=[str(file) for file in files], **parameters).leg()


def settlings() -> list[dict[str, object]]:
    """Return the runs that settle a file of these records."""
    with records() as session:
        ours = {f"settle-{batch}" for batch in session.scalars(select(ImportBatch.id))}
    return [run.parameters for run in legs.runs_of("settle-import") if run.idempotency_key in ours]


def preview_of(run: legs.Run) -> Artifact:
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["import-preview"])))
    return next(each for each in kept if each.flow_run_id == run.id)


def test_nothing_is_written_before_a_person_has_seen_the_preview_and_confirmed_it(tmp_path: Path):
    run = imports(export(tmp_path, NOODLES, UMBRELLA))

    assert rows_of(ImportBatch, Publication, Wait) == [0, 0, 1]
    assert run.question.headline == "I9 · BREEZE-DY · 待确认导入 1 个文件"
    assert "新增 2 行" in run.question.shown
    preview = preview_of(run)
    assert "第2行“第一碗面 #虚构探店”" in str(preview.data)
    assert f"/artifacts/artifact/{preview.id})" in run.question.shown  # where every row is told with its reason
    assert run.question.choices("decision") == [WRITE, DO_NOT]
    assert "贾方(甲方)" not in run.question.choices("person")

    run.answer(person=LIN, decision=WRITE)

    assert run.state.is_completed()
    assert "新增 2 行" in (run.state.message or "")
    assert rows_of(ImportBatch, Publication, VideoSnapshot, Wait) == [1, 2, 2, 0]
    with records() as session:
        by = session.scalars(select(Person.code).join(ImportBatch, ImportBatch.imported_by_id == Person.id)).one()
    assert by == "LIN"


def test_a_preview_that_is_refused_ends_the_run_and_writes_nothing(tmp_path: Path):
    run = imports(export(tmp_path, NOODLES)).answer(person=LIN, decision=DO_NOT)

    assert run.state.is_cancelled()
    assert run.state.message == "林晓 决定不写入,没有改动任何数据。"
    assert rows_of(ImportBatch, Publication, Wait) == [0, 0, 0]


def test_a_file_that_was_changed_after_the_preview_is_asked_about_anew(tmp_path: Path):
    path = export(tmp_path, NOODLES)
    run = imports(path)
    export(tmp_path, NOODLES, UMBRELLA)

    run.answer(person=LIN, decision=WRITE)

    assert rows_of(ImportBatch) == [0]
    assert "新增 2 行" in run.question.shown
    assert run.answer(person=LIN, decision=WRITE).state.is_completed()
    assert rows_of(ImportBatch, Publication) == [1, 2]


def test_an_empty_answer_is_refused_by_the_server(tmp_path: Path):
    run = imports(export(tmp_path, NOODLES))

    assert run.resume().status == "REJECT"
    assert rows_of(ImportBatch) == [0]


def test_write_at_once_asks_nobody_and_takes_a_folder(tmp_path: Path):
    folder = tmp_path / "下载"
    export(folder, NOODLES, name="一.xlsx")
    export(folder, UMBRELLA, name="二.xlsx")

    run = imports(folder, account="BREEZE-DY", write_at_once=True)

    assert run.state.is_completed()
    assert rows_of(ImportBatch, Publication) == [2, 2]


def test_a_file_that_cannot_be_read_stops_no_other_and_a_run_is_put_back_only_when_all_are_so(tmp_path: Path):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 half a workbook")

    run = imports(bad, export(tmp_path, NOODLES)).answer(person=LIN, decision=WRITE)
    alone = imports(bad)

    assert run.state.is_completed()
    assert "坏.xlsx" in (run.state.message or "")
    assert rows_of(ImportBatch) == [1]
    assert (alone.state.name, alone.state.is_cancelled()) == ("填写有误", True)


def test_a_file_on_record_needs_no_confirmation_for_nothing_would_be_written(tmp_path: Path):
    path = export(tmp_path, NOODLES)
    imports(path, write_at_once=True)

    again = imports(path)

    assert again.state.is_completed()
    assert again.state.message == "作品列表.xlsx 之前已为 BREEZE-DY 导入过,没有改动任何数据。"


def test_a_file_whose_account_nothing_tells_is_put_back_with_the_candidates(tmp_path: Path):
    with records() as session:
        another_account(session)

    run = imports(export(tmp_path, NOODLES))

    assert run.state.name == "填写有误"
    assert "BREEZE-DY、HEAT-DY" in (run.state.message or "")


def test_undecided_rows_get_a_run_of_their_own_once_and_a_person_settles_them_page_by_page(tmp_path: Path):
    rows = [NOODLES | {"播放量": str(number)} for number in range(11)]
    path = export(tmp_path, *rows)
    imports(path, write_at_once=True)
    imports(path, write_at_once=True)
    (parameters,) = settlings()

    run = legs.start(settle_import, **parameters).leg()
    out = "不导入这一行"
    run.answer(person=LIN, row_2="BREEZE-DY 的新作品", **{f"row_{number}": out for number in range(3, 12)})
    assert list(run.question.fields) == ["person", "row_12"]
    run.answer(person="吴敏(运营)", row_12=out)

    assert run.state.is_completed()
    assert run.state.message == "作品列表.xlsx:11 行已全部判定。"
    assert rows_of(ImportDecision, Publication, VideoSnapshot, Wait) == [11, 1, 1, 0]


def test_the_second_run_on_a_file_is_told_who_settled_it_and_when(tmp_path: Path):
    imports(export(tmp_path, NOODLES, NOODLES | {"播放量": "5"}), write_at_once=True)
    said = {"row_2": "BREEZE-DY 的新作品", "row_3": "不导入这一行"}
    first, second = (legs.start(settle_import).leg() for _ in range(2))
    first.answer(person=LIN, **said)

    second.answer(person="吴敏(运营)", **said)

    assert second.state.is_completed()
    assert "第2行:林晓 已于 20" in (second.state.message or "")
    assert rows_of(ImportDecision, VideoSnapshot) == [2, 1]


def test_without_an_undecided_row_there_is_nothing_to_settle():
    run = legs.start(settle_import).leg()

    assert run.state.is_completed()
    assert run.state.message == "没有待判定的导入文件。"
