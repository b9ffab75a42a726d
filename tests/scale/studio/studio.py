"""The invented work of a house that is tried on several processes; each run leaves a note of who worked on it."""

import os
import time
from pathlib import Path

from prefect import flow
from prefect.concurrency.sync import concurrency
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.runtime import flow_run

PLACE = "one-crane"


class Verdict(RunInput):
    """What a gate asks."""

    word: str


def note(word: str) -> None:
    """Leave a note on this run."""
    Path(os.environ["STUDIO"], f"{flow_run.id}.txt").write_text(f"{word} {os.environ.get('PREFECT__WORKER_NAME')}")


@flow(name="film")
def film() -> None:
    """Work a little."""
    note("filmed")


@flow(name="pull")
def pull(until: str) -> None:
    """Work until a file is there, as a pull of many accounts would for long."""
    note("pulling")
    while not Path(until).exists():
        time.sleep(0.2)


@flow(name="gate")
def gate() -> None:
    """Wait for a person."""
    note(suspend_flow_run(wait_for_input=Verdict).word)


@flow(name="crane")
def crane(until: str) -> None:
    """Hold the only crane until a file is there."""
    with concurrency(PLACE, occupy=1, strict=True, lease_duration=60):
        pull.fn(until)


@flow(name="echo")
def echo() -> None:
    """Work because an automation saw that a film was finished."""
    note("echoed")
