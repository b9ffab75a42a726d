"""The flow of the operations reports on a real Prefect server: what it shows, and what stands on record after it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import Artifact
from sqlalchemy import select

from agency.records.tables import OperationsReport, Project
from flows.report_operations import report_operations
from tasks.files.downloads import material_folder
from tasks.opening import records
from tests import legs, reported_agency
from tests.reported_agency import DOUYIN, HALF_PAST_NINE, KUAISHOU, MONDAY, TEN_PAST_ELEVEN, account_of

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]


@pytest.fixture
def agency(on_record: str) -> None:
    with records() as session:
        reported_agency.found(session)


def reported(at: datetime, **parameters: Any) -> str:
    """Run the flow at a moment, and return what it says at its end."""
    with time_machine.travel(at):
        run = legs.start(report_operations, **parameters).leg()
        assert run.state.is_completed(), run.state
        return run.state.message or ""


def shown(key: str) -> list[Artifact]:
    """Return what was shown under a key, the newest first."""
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    return sorted(found, key=lambda artifact: artifact.created, reverse=True)


def made() -> list[OperationsReport]:
    with records() as session:
        return list(
            session.scalars(select(OperationsReport).order_by(OperationsReport.period_key, OperationsReport.id))
        )


def test_the_morning_of_a_day_the_figures_that_come_after_it_and_a_run_that_finds_nothing_new():
    first = reported(HALF_PAST_NINE, key="2026-11-23")
    with records() as session:
        for code in (DOUYIN, KUAISHOU):
            reported_agency.know_days(session, account_of(session, code), MONDAY)
    second = reported(TEN_PAST_ELEVEN, key="2026-11-23")
    third = reported(TEN_PAST_ELEVEN + timedelta(hours=1), key="2026-11-23")

    assert first.splitlines()[0] == "新出报告 1 份(其中补报 0 份),重出 0 份,没有变化 0 份。"
    assert second.splitlines()[0] == "新出报告 0 份(其中补报 0 份),重出 1 份,没有变化 0 份。"
    assert third.splitlines()[0] == "新出报告 0 份(其中补报 0 份),重出 0 份,没有变化 1 份。"
    assert [row.revision for row in made()] == [1, 2]
    pages = shown("operations-day-breeze")[:2]
    assert [page.data for page in pages] == [row.page for row in reversed(made())]
    assert "清风夏日 · 日报 · 2026-11-23" in str(pages[0].data)
    assert "data:image/svg+xml;base64," in str(pages[0].data)
    assert made()[1].short_text in str(pages[0].data)


def test_what_was_missed_is_made_up_for_the_newest_is_shown_last_and_the_table_tells_late_from_missing():
    told = reported(HALF_PAST_NINE)

    lines = told.splitlines()
    assert lines[0] == "新出报告 11 份(其中补报 10 份),重出 0 份,没有变化 0 份。"
    assert lines[1] == "按时 1 · 补报 10 · 缺报 3"
    assert "2026-11-23" in str(shown("operations-day-breeze")[0].data).splitlines()[0]
    (table, *_older) = shown("report-status")
    rows = [(row["报告"], row["状态"]) for row in json.loads(str(table.data))]
    assert rows[0][1] == "缺报"
    assert ("日报 2026-11-23", "按时") in rows
    assert ("日报 2026-11-13", "补报") in rows
    assert ("周报 2026-W47", "缺报") in rows


def test_a_project_that_fails_stops_no_other_and_is_named():
    with records() as session:
        first = session.scalars(select(Project)).one()
        session.add(
            Project(
                code="STORM",
                name="暴雨(虚构)",
                client_id=first.client_id,
                kickoff_on=first.kickoff_on,
                plan_due_on=first.plan_due_on,
                plan_status=first.plan_status,
                plan_confirmed_at=first.plan_confirmed_at,
                created_at=first.created_at,
            )
        )
    (material_folder("operations") / "STORM").write_text("这里本该是文件夹", encoding="utf-8")

    told = reported(HALF_PAST_NINE, period="周报", key="2026-W47")

    assert "STORM 2026-W47:" in told.splitlines()[-1]
    assert [row.period_key for row in made()] == ["2026-W47"]


def test_a_run_of_which_every_report_fails_has_failed():
    with time_machine.travel(HALF_PAST_NINE):
        run = legs.start(report_operations, key="2026-11-24").leg()

    assert run.state.is_failed()
    assert "还没有结束" in (run.state.message or "")
    assert made() == []
