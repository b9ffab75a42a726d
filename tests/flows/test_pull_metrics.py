"""The daily pull on a real Prefect server, from a platform of its own: what came, what failed and why is there to read."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import delete, func, select

from agency.domain.calendar import beijing_day
from agency.records.tables import Pull, VideoSnapshot, WorkDaily
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from config.platforms import limit_name
from flows.pull_metrics import pull_metrics
from tasks.metrics.shared_pace import shared_allowance
from tasks.opening import records
from tests import legs, paper_agency
from tests.paper_agency import CRANES, HERONS, NOW

VIDEO_LIST = "/api/douyin/v1/video/video_list/"
FANS = "/data/external/user/fans/"

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


@pytest.fixture
def both_authorised(remote: Remote) -> None:
    with records() as session:
        paper_agency.authorise(session, remote, HERONS)


def snapshots() -> int:
    with records() as session:
        return session.scalar(select(func.count()).select_from(VideoSnapshot)) or 0


def left_by(run: legs.Run, key: str) -> str:
    """Return the artifact that a run left under a key; sent again by Prefect's client after a long wait, it is there twice."""
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    (text,) = {str(each.data) for each in kept if each.flow_run_id == run.id}
    return text


def table_of(run: legs.Run) -> list[dict[str, str]]:
    """Return the table that a run left."""
    told = json.loads(left_by(run, "pull-metrics"))
    assert isinstance(told, list)
    return told


@pytest.mark.usefixtures("both_authorised")
def test_a_run_pulls_every_account_and_leaves_a_table_of_it():
    run = legs.start(pull_metrics).leg()

    assert run.state.is_completed()
    assert run.state.message == "2 个账号中有 2 个抓取成功。"
    assert snapshots() == 3
    assert [(row["账号"], row["结果"], row["新作品"]) for row in table_of(run)] == [
        (CRANES, "成功", "2"),
        (HERONS, "成功", "1"),
    ]


def test_an_account_that_fails_stops_no_other_and_is_named_with_its_reason(remote: Remote):
    run = legs.start(pull_metrics).leg()

    assert run.state.is_completed()
    assert run.state.message == f"2 个账号中有 1 个抓取成功。\n{HERONS}:还没有人授权这个账号。"
    assert snapshots() == 2
    assert table_of(run)[0]["需要处理"] == "还没有人授权这个账号。"  # what is to be looked at comes first


def test_a_run_fails_only_when_every_account_does(remote: Remote):
    run = legs.start(pull_metrics, accounts=[HERONS]).leg()

    assert run.state.is_failed()
    assert "还没有人授权" in (run.state.message or "")


@pytest.mark.usefixtures("both_authorised")
def test_a_run_done_again_leaves_the_rows_of_the_first_and_another_run_looks_again():
    run = legs.start(pull_metrics).leg()
    run.leg()
    assert snapshots() == 3

    legs.start(pull_metrics).leg()

    assert snapshots() == 6


def test_a_daily_run_leaves_the_page_of_data_sources_and_an_hourly_one_does_not(remote: Remote):
    assert HERONS in left_by(legs.start(pull_metrics).leg(), "data-sources")

    hourly = legs.start(pull_metrics, young_works_only=True).leg()
    with pytest.raises(ValueError, match="not enough values"):
        left_by(hourly, "data-sources")
    assert "新作品" in hourly.record.name


@pytest.mark.usefixtures("both_authorised")
def test_a_bar_on_the_runs_page_is_full_when_every_account_was_looked_at():
    run = legs.start(pull_metrics).leg()

    assert float(left_by(run, "pull-progress")) == 100


def test_a_run_keeps_the_pace_of_all_workers_and_asks_nothing_where_the_server_knows_none(remote: Remote):
    with get_client(sync_client=True) as client:
        client.delete_global_concurrency_limit_by_name(limit_name("douyin"))
    shared_allowance.cache_clear()

    run = legs.start(pull_metrics, accounts=[CRANES]).leg()

    assert "calls-douyin" in (run.state.message or "")
    assert VIDEO_LIST not in remote.calls()


def test_an_hourly_run_brings_no_days(remote: Remote):
    legs.start(pull_metrics, young_works_only=True, accounts=[CRANES]).leg()

    assert FANS not in remote.calls()


def test_a_gap_is_filled_as_far_back_as_the_platform_tells(remote: Remote):
    legs.start(pull_metrics, accounts=[CRANES]).leg()
    with records() as session:
        session.execute(delete(WorkDaily))

    run = legs.start(
        pull_metrics, accounts=[CRANES], days_since=(beijing_day(NOW) - timedelta(days=14)).isoformat()
    ).leg()

    assert run.state.is_completed()
    with records() as session:
        (span,) = session.scalars(select(Pull.span).order_by(Pull.observed_at.desc()).limit(1))
    assert span == 14


def test_a_used_up_quota_tells_when_it_comes_back(remote: Remote):
    remote.trouble(VIDEO_LIST, Trouble.REFUSED, code=28003017)

    run = legs.start(pull_metrics).leg()

    row = next(row for row in table_of(run) if row["账号"] == CRANES)
    assert row["额度恢复"].endswith("00:00")


def test_an_account_that_does_not_exist_is_said_before_anything_is_pulled(remote: Remote):
    run = legs.start(pull_metrics, accounts=["NOBODY-DY"]).leg()

    assert run.state.name == "填写有误"
    assert "NOBODY-DY" in (run.state.message or "")
    assert snapshots() == 0
    assert remote.calls().get("/api/douyin/v1/video/video_list/", 0) == 0


def test_a_house_without_accounts_to_pull_has_nothing_to_fail(on_record: str):
    assert legs.start(pull_metrics).leg().state.is_completed()
