"""The watched folder on a real server: every file of it told in a table, undecided rows handed to a person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.records.tables import ImportBatch, VideoSnapshot
from config.settings import settings
from flows.settle_import import settle_import
from flows.watch_inbox import watch_inbox
from tasks.opening import records
from tests import legs, small_agency
from tests.creator_centre import NOODLES, UMBRELLA, export, rows_of

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("agency")]


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, settle_import)
    with records() as session:
        small_agency.found(session)


def watch() -> legs.Run:
    """Look into the inbox once everything in it has settled."""
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31)):
        return legs.start(watch_inbox).leg()


def pages_of(run: legs.Run) -> list[str]:
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["import-inbox"])))
    return [str(each.data) for each in kept if each.flow_run_id == run.id]


def test_a_look_imports_what_has_settled_and_leaves_a_page_of_it():
    inbox = settings().inbox_directory
    export(inbox, NOODLES, UMBRELLA, name="好.xlsx")
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 half a workbook")

    run = watch()

    assert run.state.is_completed()
    assert run.state.message == "收件文件夹:导入 1 个文件,未导入 1 个。"
    assert rows_of(ImportBatch, VideoSnapshot) == [1, 2]
    (page,) = pages_of(run)
    assert page.index("坏.xlsx") < page.index("未导入 ·") < page.index("好.xlsx") < page.index("已导入 ·")


def test_a_look_into_an_empty_inbox_makes_the_folder_and_leaves_no_page():
    run = watch()

    assert run.state.is_completed()
    assert settings().inbox_directory.is_dir()
    assert pages_of(run) == []


def test_undecided_rows_of_a_file_are_put_before_a_person_once():
    export(settings().inbox_directory, NOODLES, NOODLES)

    watch()
    watch()

    with records() as session:
        batch = session.scalars(select(ImportBatch.id)).one()
    started = [run for run in legs.runs_of("settle-import") if run.idempotency_key == f"settle-{batch}"]
    assert [(run.parameters, run.name) for run in started] == [
        ({"file": batch}, "I9 · BREEZE-DY · 作品列表.xlsx · 待判定")
    ]
