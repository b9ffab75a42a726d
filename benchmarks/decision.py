"""How soon a decision is followed: from the click to the run at work again and to its next question, and what that costs.

The peer in the same house is Prefect's process worker as it comes, which begins each leg of a run from nothing; between
the two stands one that is told its command. ``python3 run.py bench decision``
"""

import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.ground.clicks import BUSINESS, YES, Clicks
from benchmarks.ground.open_house import opened, processor
from benchmarks.ground.table import Row, show
from shortvideo.house.places import api
from shortvideo.processes import Processes

DECISIONS = 20
BETWEEN_S = 1.3  # not a part of the worker's two seconds, so that clicks fall anywhere between two of its looks
IDLE_S = 20.0
MOST_P50_S, MOST_P95_S = 3.0, 6.0
AS_IT_COMES = "Prefect's process worker as it comes"
WAYS: Mapping[str, Mapping[str, str | None]] = {
    AS_IT_COMES: {"command": None},
    "one that is told its command": {"command": f"{sys.executable} -m prefect.engine"},
    "forked from what is ready": {},
}


@dataclass(frozen=True)
class Told:
    """What one way of beginning legs took: to be at work and to the next question, each time, and of a processor."""

    to_work: Sequence[float]
    to_question: Sequence[float]
    processor: float


def decisions(clicks: Clicks, running: Processes, projects: Sequence[str], way: Mapping[str, str | None]) -> Told:
    """Bring projects to the department lead's question, answer that one by one, and say how it was followed."""
    runs = [clicks.begin("launch-project", {"project": each}, job_variables=way) for each in projects]
    for run in runs:
        clicks.answer(run, BUSINESS)
    idle = share(running)
    begun, spent, followed = time.monotonic(), processor(running), []
    for run in runs:
        followed.append(clicks.answer(run, YES))
        time.sleep(BETWEEN_S)
    spent = processor(running) - spent - idle * (time.monotonic() - begun)
    return Told([one.to_work for one in followed], [one.to_question for one in followed], spent / len(runs))


def share(running: Processes) -> float:
    """Return how much of a processor a house uses in which nothing happens."""
    before = processor(running)
    time.sleep(IDLE_S)
    return (processor(running) - before) / IDLE_S


def lines(way: str, told: Told, peer: Told, *, has_targets: bool) -> list[Row]:
    """Return one way's rows; the targets are for how soon the run is at work, the ratio to the peer for the whole leg."""
    late = statistics.quantiles(told.to_work, n=20)[-1]
    asked, asked_there = statistics.median(told.to_question), statistics.median(peer.to_question)
    target = 1 if has_targets else None
    return [
        within(f"{way}: at work, p50", statistics.median(told.to_work), MOST_P50_S, target),
        within(f"{way}: at work, p95", late, MOST_P95_S, target),
        Row(
            what=f"{way}: next question, p50",
            measured=asked,
            cpu_s=told.processor,
            ratio=asked / asked_there,
            against="as it comes",
        ),
    ]


def within(what: str, measured: float, most: float, target: int | None) -> Row:
    """Return a row beside the seconds it may take."""
    return Row(what=what, measured=measured, ratio=measured / most, against=f"{most:g} s", target=target)


def main() -> None:
    """Open a house, decide in each way, and print them beside one another."""
    names = [f"TEA-{number}" for number in range(DECISIONS * len(WAYS))]
    with opened(len(names)) as (chosen, running):
        clicks = Clicks(api(chosen))
        told = {
            way: decisions(clicks, running, names[place * DECISIONS : (place + 1) * DECISIONS], WAYS[way])
            for place, way in enumerate(WAYS)
        }
    ours = list(WAYS)[-1]
    rows = [row for way, each in told.items() for row in lines(way, each, told[AS_IT_COMES], has_targets=way == ours)]
    show(f"{DECISIONS} decisions, from the click", rows)


if __name__ == "__main__":
    main()
