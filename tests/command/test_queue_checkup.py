"""What the doctor says of the pool and its queues, on a real server."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.settings import PREFECT_API_URL

from agency.domain.finding import Finding
from config.settings import Settings
from shortvideo.api import ask, create_pool, create_queue
from shortvideo.checkups.queues import open_queue_findings, pool_findings, queue_findings, taken_findings
from shortvideo.house.queues import BACKGROUND, MESSAGES, PEOPLE
from shortvideo.house.workers import POOL, set_up_pool

READY, UNASKED = "READY", "NOT_READY"


def queue(
    pool: str = POOL, name: str = PEOPLE, *, status: str = READY, paused: bool = False, places: int | None = None
):
    """Return a queue as the server tells it, under its names."""
    return {(pool, name): {"status": status, "is_paused": paused, "concurrency_limit": places}}


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (queue(), []),
        (queue(places=4), []),
        (queue(name="elsewhere"), ["queue-missing"]),
        (queue(pool="elsewhere"), ["queue-missing"]),
        (queue(paused=True), ["queue-paused"]),
        (queue(places=0), ["queue-paused"]),
    ],
)
def test_a_queue_that_is_gone_or_paused_or_has_no_place_is_named(known: dict, found: list[str]):
    assert rules(open_queue_findings(known, [PEOPLE], "http://pages.example")) == found


LATE_HERE, LATE_ELSEWHERE, LATE_NOWHERE = {(POOL, PEOPLE): 2}, {("old-pool", "default"): 1}, {("", ""): 3}


@pytest.mark.parametrize(
    ("known", "late", "found"),
    [
        (queue(), {}, []),
        (queue(), LATE_HERE, []),
        (queue(status=UNASKED), LATE_HERE, []),
        (queue(status=UNASKED) | queue(name=MESSAGES), LATE_HERE, ["queue-untaken"]),
        (queue() | queue("old-pool", "default"), LATE_ELSEWHERE, []),
        (queue() | queue("old-pool", "default", status=UNASKED), LATE_ELSEWHERE, ["queue-untaken"]),
        (queue(), LATE_NOWHERE, ["queue-untaken"]),
    ],
    ids=[
        "nothing is late",
        "a worker asks",
        "no worker at all is told once",
        "a worker asks for others only",
        "another pool has its worker",
        "another pool has none",
        "their queue was deleted",
    ],
)
def test_work_in_a_queue_that_nobody_takes_from_is_named(known: dict, late: dict, found: list[str]):
    findings = taken_findings(known, late)

    assert rules(findings) == found
    assert all(str(sum(late.values())) in finding.message for finding in findings)


@pytest.fixture
def house(prefect_server: None, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a house whose pool is set up and a worker of which has just reported."""
    chosen = Settings(home=tmp_path, database="sqlite", prefect_address=PREFECT_API_URL.value().removesuffix("/api"))
    set_up_pool(chosen)
    report(PREFECT_API_URL.value())
    yield chosen
    ask("DELETE", f"{PREFECT_API_URL.value()}/work_pools/{POOL}")


def report(api: str) -> None:
    """Report as a worker does, and ask all queues of the pool for work."""
    body = {"name": "invented-worker", "heartbeat_interval_seconds": 60}
    ask("POST", f"{api}/work_pools/{POOL}/workers/heartbeat", body).raise_for_status()


def found(chosen: Settings) -> list[tuple[str, bool]]:
    """Return what is found, and whether it speaks of the background."""
    findings = (*pool_findings(chosen), *queue_findings(chosen))
    return [(finding.rule, BACKGROUND in finding.message) for finding in findings]


@pytest.mark.server
def test_a_pool_and_a_queue_that_somebody_paused_or_deleted_in_the_pages_are_found_until_the_house_mends_them(
    house: Settings,
):
    pool = f"{house.prefect_address}/api/work_pools/{POOL}"
    assert found(house) == []

    ask("PATCH", f"{pool}/queues/{BACKGROUND}", {"is_paused": True}).raise_for_status()
    assert found(house) == [("queue-paused", True)]

    ask("DELETE", f"{pool}/queues/{BACKGROUND}").raise_for_status()
    assert found(house) == [("queue-missing", True)]

    ask("PATCH", pool, {"is_paused": True}).raise_for_status()
    assert ("pool-paused", False) in found(house)
    ask("PATCH", pool, {"is_paused": False}).raise_for_status()
    set_up_pool(house)
    assert [rule for rule, _is_background in found(house)] == []


@pytest.mark.server
def test_a_run_in_the_queue_of_a_pool_that_no_worker_serves_is_found_once_it_is_late(house: Settings):
    api = f"{house.prefect_address}/api"
    create_pool(api, "old-pool", at_once=1)
    create_queue(api, "old-pool", "attic", rank=1, at_once=None, description="invented")
    flow = ask("POST", f"{api}/flows/", {"name": f"invented-{uuid4()}"}).json()["id"]
    late = {"type": "SCHEDULED", "name": "Late"}
    run = ask(
        "POST",
        f"{api}/flow_runs/",
        {"flow_id": flow, "work_pool_name": "old-pool", "work_queue_name": "attic", "state": late},
    ).json()["id"]

    findings = list(queue_findings(house))

    ask("DELETE", f"{api}/flow_runs/{run}")
    ask("DELETE", f"{api}/work_pools/old-pool")
    attic = [finding for finding in findings if "attic" in finding.message]
    assert rules(tuple(attic)) == ["queue-untaken"]
