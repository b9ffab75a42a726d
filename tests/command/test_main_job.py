"""The main job against a real Prefect server: what it starts, how it waits, and how it speaks of what went wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import FlowRun
from prefect.states import Completed, Failed, Pending, Running, Scheduled

from agency.domain.terms.gates import SubjectKind
from agency.records import inbox
from agency.records.ledger import GateKey
from flows.hold_topic_meeting import hold_topic_meeting
from flows.main_job import RunFailed, begin, refresh_inbox, settle
from flows.prepare_review import prepare_review
from flows.produce_video import produce_video
from flows.pull_metrics import pull_metrics
from shortvideo.summary import table, width
from tasks.gate.open_gates import KEY, SHOWN, due_of, page_of
from tasks.gate.subjects import find_content
from tasks.opening import records
from tasks.started_accounts import StartedAccount
from tasks.topics.to_produce import ToProduce, named
from tests import legs, small_agency

TODAY = datetime.now(UTC).date()


@flow
def rehearse() -> None:
    """Stand in for any flow: only the states of its runs matter here."""


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client
        for run in client.read_flow_runs():
            client.delete_flow_run(run.id)


def run_of(client: SyncPrefectClient, state: object, name: str = "彩排") -> FlowRun:
    run = client.create_flow_run(rehearse, name=name, state=Pending())
    client.set_flow_run_state(run.id, state, force=True)
    return client.read_flow_run(run.id)


def settled(*ending: UUID, since: datetime | None = None, patience_s: float = 5) -> tuple[list[str], list[str]]:
    """Return what the ended runs said, and what was said meanwhile."""
    said: list[str] = []
    told = settle(ending, since or datetime.now(UTC) - timedelta(minutes=5), patience_s=patience_s, say=said.append)
    return told, said


def small_production() -> ToProduce:
    with records() as session:
        small_agency.found(session)
        return named(find_content(session, "BREEZE-001"))


@pytest.mark.server
def test_the_job_starts_each_production_once_and_the_figures_anew(on_record: str, client: SyncPrefectClient) -> None:
    for each in (produce_video, pull_metrics, prepare_review, hold_topic_meeting):
        legs.deployed(client, each)
    item = small_production()
    account = StartedAccount("breeze", "BREEZE-DY", "BREEZE")

    first, again = begin([item], account), begin([item], account)

    assert len(legs.runs_of("produce-video")) == 1
    assert len(legs.runs_of("hold-topic-meeting")) == 1
    assert len({*first, *again}) == 4
    assert {run.id for name in ("pull-metrics", "prepare-review") for run in legs.runs_of(name)} == {*first, *again}


@pytest.mark.server
def test_a_house_at_rest_tells_what_its_ended_runs_say(client: SyncPrefectClient) -> None:
    run = run_of(client, Completed(message="4 个账号抓取成功"))

    assert settled(run.id) == (["4 个账号抓取成功"], [])


@pytest.mark.server
def test_a_run_of_tomorrow_is_not_waited_for(client: SyncPrefectClient) -> None:
    run_of(client, Scheduled(scheduled_time=datetime.now(UTC) + timedelta(days=1)))

    assert settled() == ([], [])


@pytest.mark.server
@pytest.mark.parametrize("state", [Running(), Scheduled()], ids=["at work", "due and not begun"])
def test_a_run_that_never_rests_is_named_when_the_patience_is_over(client: SyncPrefectClient, state: object) -> None:
    run = run_of(client, state, name="《夏日新品》 制作")

    with pytest.raises(RunFailed, match="《夏日新品》 制作 到了时限") as failure:
        settled(patience_s=0.2)
    assert str(run.id) in str(failure.value)


@pytest.mark.server
def test_a_failed_run_is_named_with_its_page_and_what_it_said(client: SyncPrefectClient) -> None:
    run = run_of(client, Failed(message="平台没有回答"), name="S12 抓取")

    with pytest.raises(RunFailed, match="S12 抓取 失败") as failure:
        settled(since=run.expected_start_time - timedelta(seconds=1))
    assert f"/runs/flow-run/{run.id}" in str(failure.value)
    assert "平台没有回答" in str(failure.value)


@pytest.mark.server
def test_a_failure_of_an_earlier_day_is_not_held_against_this_one(client: SyncPrefectClient) -> None:
    run = run_of(client, Failed(message="上周的事"))

    assert settled(since=run.expected_start_time + timedelta(seconds=1)) == ([], [])


@pytest.mark.server
def test_a_run_that_should_have_ended_and_waits_is_an_error(client: SyncPrefectClient) -> None:
    run = run_of(client, Scheduled(scheduled_time=datetime.now(UTC) + timedelta(days=1)), name="S13 复盘材料")

    with pytest.raises(RunFailed, match="S13 复盘材料 没有做完"):
        settled(run.id)


@pytest.mark.server
def test_the_page_of_open_gates_is_an_artifact(on_record: str, client: SyncPrefectClient) -> None:
    small_production()
    wait_for("夏日新品", days=-1)

    refresh_inbox()

    wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[KEY]))
    newest = max(client.read_artifacts(artifact_filter=wanted), key=lambda artifact: artifact.created)
    assert "夏日新品" in str(newest.data)
    assert "逾期 1 项" in str(newest.data)


def wait_for(headline: str, days: int | None, run: str = "0f0f0f0f-0000-4000-8000-000000000001") -> None:
    """Let a run stand at a gate whose answer is due so many days from today."""
    with records() as session:
        subject = find_content(session, "BREEZE-001")
        inbox.stand_at(
            session,
            run,
            GateKey(SubjectKind.CONTENT, subject.id, "P1"),
            question="p1-r1-s0-x0",
            headline=headline,
            awaited=[],
            due_on=None if days is None else TODAY + timedelta(days=days),
        )


def test_the_overdue_stand_first_and_those_without_a_day_last(on_record: str) -> None:
    small_production()
    for number, (name, days) in enumerate({"不急": None, "明天": 1, "昨天": -1}.items()):
        wait_for(name, days, run=f"0f0f0f0f-0000-4000-8000-00000000000{number}")

    with records() as session:
        waits = list(inbox.waits(session))
        _count, page = page_of(session, TODAY)

    assert [wait.headline for wait in waits] == ["昨天", "明天", "不急"]
    assert page.index("昨天") < page.index("明天") < page.index("不急")
    assert [due_of(wait, TODAY).endswith("已逾期**") for wait in waits] == [True, False, False]


def test_of_very_many_the_most_urgent_are_listed_and_the_rest_is_counted(on_record: str) -> None:
    small_production()
    for number in range(SHOWN + 3):
        wait_for(f"第 {number} 件", days=number, run=f"0f0f0f0f-0000-4000-8000-{number:012}")

    with records() as session:
        count, page = page_of(session, TODAY)

    assert (count, "第 0 件" in page, f"第 {SHOWN - 1} 件" in page) == (SHOWN + 3, True, True)
    assert f"第 {SHOWN} 件" not in page
    assert "另有 3 项" in page


def test_an_empty_inbox_says_so(on_record: str) -> None:
    with records() as session:
        assert page_of(session, TODAY) == (0, "现在没有等人答复的事。")


def test_columns_stand_under_one_another_in_chinese_too() -> None:
    lines = table([["贾方", "《隐藏菜单》"], ["Lin", "x"]], ["等谁", "关口"])

    assert {width(line[: line.index(mark)]) for line, mark in zip(lines, ("关", "《", "x"), strict=True)} == {6}
