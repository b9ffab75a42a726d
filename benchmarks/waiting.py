"""What 10,000 suspended productions cost: the inbox asked as the Runs page asks it, the page of open gates, the worker.

Beside each figure stands the same house with a hundred. ``python3 run.py bench waiting``
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil
from sqlalchemy import insert

from agency.domain.calendar import beijing_day
from agency.domain.terms.gates import SubjectKind
from agency.records.engine import open_records, records
from agency.records.tables import Wait
from agency.records.tables.base import new_ids, now
from benchmarks.ground.clicks import Clicks
from benchmarks.ground.open_house import opened
from benchmarks.ground.table import Row, show
from config.settings import Settings
from shortvideo.house.places import api
from shortvideo.processes import Processes
from tasks.gate.open_gates import page_of

FEW, MANY = 100, 10_000
PROJECTS = 40
AT_ONCE = 8
LOOKS = 200
SETTLING_S = 60.0  # the server works off the events of what was begun
MOST_P95_MS = 200.0
SUSPENDED = {"type": "PAUSED", "name": "Suspended"}
"""The state of a run that waits for a person: Prefect knows it as a pause."""


@dataclass(frozen=True)
class Standing:
    """What was seen with so many runs suspended: times in milliseconds, p95, and what the workers hold."""

    runs: int
    listed: float
    counted: float
    page: float
    processes: int
    megabytes: float


def suspend(clicks: Clicks, deployment: str, numbers: range) -> list[str]:
    """Have runs wait for a person, a few of them at a time, and return their ids."""

    def one(number: int) -> str:
        told = {
            "name": f"《第 {number} 杯茶》(虚构) S8 达人确认 · 待 达达",
            "tags": [f"TEA-{number % PROJECTS}", "S8", "待甲方"],
            "parameters": {"content": f"TEA-{number % PROJECTS}-{number:05}"},
            "state": SUSPENDED,
        }
        return str(clicks.told("POST", f"deployments/{deployment}/create_flow_run", told)["id"])

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, numbers))


def stand(chosen: Settings, runs: list[str]) -> None:
    """Put on record at which gate each run stands."""
    engine, due = open_records(chosen.records_url), beijing_day(now())
    told = [
        {
            "flow_run_id": run,
            "subject_kind": SubjectKind.CONTENT,
            "subject_id": subject,
            "gate": "S8",
            "question": "s8-r1-s0-x0",
            "slot": "r1-0",
            "headline": f"《第 {number} 杯茶》(虚构) S8 达人确认",
            "awaited": [],
            "due_on": due,
            "asked_at": now(),
        }
        for number, (run, subject) in enumerate(zip(runs, new_ids(len(runs)), strict=True))
    ]
    with records(engine) as session:
        session.execute(insert(Wait), told)
    engine.dispose()


def seen(clicks: Clicks, chosen: Settings, running: Processes, count: int) -> Standing:
    """Look at the house as a lead and as an operator do."""
    time.sleep(SETTLING_S)
    wanted = {"state": {"type": {"any_": ["PAUSED"]}}}
    tagged = [{"flow_runs": {**wanted, "tags": {"all_": [f"TEA-{number % PROJECTS}"]}}} for number in range(LOOKS)]
    held = list(worker_processes(running))
    return Standing(
        runs=count,
        listed=p95_ms(
            clicks.told,
            [("POST", "flow_runs/filter", {**each, "limit": 50, "sort": "START_TIME_DESC"}) for each in tagged],
        ),
        counted=p95_ms(clicks.told, [("POST", "flow_runs/count", each) for each in tagged]),
        page=p95_ms(lambda: page_on(chosen), [()] * LOOKS),
        processes=len(held),
        megabytes=sum(each.memory_info().rss for each in held) / 2**20,
    )


def worker_processes(running: Processes) -> Iterator[psutil.Process]:
    """Yield the workers, what holds the flows ready, and whatever they have started."""
    for one in running.started:
        if one.name.startswith(("worker", "legs")):
            process = psutil.Process(one.process.pid)
            yield process
            yield from process.children(recursive=True)


def page_on(chosen: Settings) -> str:
    """Return the page of open gates as a run of ``show-inbox`` writes it."""
    engine = open_records(chosen.records_url)
    with records(engine) as session:
        _count, page = page_of(session, beijing_day(now()))
    engine.dispose()
    return page


def p95_ms(look: Callable[..., object], questions: list[tuple[object, ...]]) -> float:
    """Return the p95 of looks, in milliseconds."""
    taken = []
    for question in questions:
        begun = time.perf_counter()
        look(*question)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def rows(few: Standing, many: Standing) -> list[Row]:
    """Return what was seen with many, beside the same with few."""
    return [
        in_time(f"list of 50 by tag, p95, {many.runs} suspended", many.listed),
        in_time("count of them by tag, p95", many.counted),
        in_time("page of open gates, p95", many.page),
        Row(what=f"list of 50 by tag, p95, {few.runs} suspended", measured=few.listed, unit="ms"),
        compared("processes of the workers", many.processes, few.processes, ""),
        compared("memory of the workers", many.megabytes, few.megabytes, "MB"),
    ]


def in_time(what: str, measured: float) -> Row:
    """Return a row beside the milliseconds it may take."""
    return Row(
        what=what, measured=measured, unit="ms", ratio=measured / MOST_P95_MS, against=f"{MOST_P95_MS:g} ms", target=1
    )


def compared(what: str, measured: float, few: float, unit: str) -> Row:
    """Return a row beside what it was with few suspended; a tenth more is noise."""
    return Row(what=what, measured=measured, unit=unit, ratio=measured / few, against=f"{FEW} suspended", target=1.1)


def main() -> None:
    """Suspend a few, look, suspend many, and look again."""
    with opened(1) as (chosen, running):
        clicks = Clicks(api(chosen))
        deployment = clicks.told("GET", "deployments/name/produce-video/produce-video")["id"]
        stand(chosen, suspend(clicks, deployment, range(FEW)))
        few = seen(clicks, chosen, running, FEW)
        stand(chosen, suspend(clicks, deployment, range(FEW, MANY)))
        show("Suspended productions", rows(few, seen(clicks, chosen, running, MANY)))


if __name__ == "__main__":
    sys.exit(main())
