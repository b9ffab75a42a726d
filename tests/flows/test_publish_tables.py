"""The flow of the six tables on a real Prefect server: its pages, its one file, and what a second run makes of it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.domain.terms.files import FileKind
from agency.records.tables import ContentItem, KeptFile
from flows.publish_tables import publish_tables
from tasks.files.downloads import path_of
from tasks.opening import records
from tests import legs, small_agency
from tests.reports.tables import opened

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

TABLES = ["accounts", "operations", "days", "content", "shoots", "cuts"]
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
def agency(on_record: str) -> None:
    with time_machine.travel(NOON - timedelta(days=2)), records() as session:
        small_agency.found(session)


def published(at: datetime = NOON, **parameters: Any) -> legs.Run:
    """Run the flow at a moment."""
    with time_machine.travel(at):
        return legs.start(publish_tables, **parameters).leg()


def shown(key: str) -> Any:
    """Return the newest page of a key, the data of it."""
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    return max(found, key=lambda artifact: artifact.created)


def kept() -> list[KeptFile]:
    with records() as session:
        return list(session.scalars(select(KeptFile).order_by(KeptFile.made_at)))


def test_the_workbook_is_kept_and_linked_and_every_table_has_its_page():
    run = published()

    (file,) = kept()
    assert (file.kind, file.slot, file.project_id) == (FileKind.SIX_TABLES, "2026-11-25", None)
    assert opened.records(path_of(file), "内容排期表")[0]["内容编码"] == "BREEZE-001"
    page = shown("six-tables")
    (link,) = re.findall(r"\]\((http[^)]+)\)", page.data)
    assert link in (run.state.message or "")
    assert "| 内容排期表 | 1 | 0 |" in page.data
    for code in TABLES:
        assert link in shown(f"table-{code}").description
    (line,) = json.loads(shown("table-content").data)
    assert (line["内容编码"], line["状态"]) == ("BREEZE-001", "待文案")
    assert all(isinstance(cell, str) for cell in line.values())


def test_on_unchanged_records_there_is_no_second_file_and_on_changed_ones_there_is():
    published()
    again = published(NOON + timedelta(hours=1))
    with time_machine.travel(NOON), records() as session:
        session.scalars(select(ContentItem)).one().title = "夏日新品二"
    changed = published(NOON + timedelta(hours=2))

    assert (again.state.message or "").startswith("数据没有变化")
    assert (changed.state.message or "").startswith("共 ")
    assert [opened.records(path_of(file), "内容排期表")[0]["标题"] for file in kept()] == ["夏日新品", "夏日新品二"]


def test_a_project_has_pages_and_a_file_of_its_own():
    published(project="BREEZE")

    (file,) = kept()
    assert file.project_id is not None
    assert "BREEZE" in file.title
    assert "BREEZE" in shown("six-tables-breeze").description


def test_a_project_that_is_not_on_record_is_said_in_a_sentence():
    run = published(project="NOWHERE")

    assert run.state.name == "填写有误"
    assert "NOWHERE" in (run.state.message or "")
    assert kept() == []
