"""Watches the runs while the house is open, and carries on those whose process has died, on whichever host it was.

Run as ``python -m shortvideo.house.watching_runs``. A run that works gives a sign of life every 30 seconds (an event of
Prefect's, which allows no less); what counts is how long this watch itself has waited for the next one, so that neither
the clocks of other hosts nor a clock that jumps can make a living run pass for dead. The watch is patient anew after
every time that the server did not answer: the signs of that time are lost.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import requests
from sqlalchemy.exc import SQLAlchemyError

from agency.locale import _
from agency.records.engine import open_records
from agency.records.locks import held
from config.settings import Settings, settings
from shortvideo.api import ask
from shortvideo.ending import finish
from shortvideo.house.carrying_on import GIVEN_UP, LEFT, Run, runs_in, settle
from shortvideo.house.places import api
from shortvideo.house.workers import POOL

SILENCE_S = 80.0  # two signs missed, and what an event takes to be kept; with all else a run goes on within two minutes
CUT_OFF_S = 5.0  # until the worker of a run that was cut off has said all that it has to say
LOOK_EVERY_S = 10.0
LOCK = "carrying-on"

log = logging.getLogger("shortvideo.watching_runs")


class Sign(NamedTuple):
    """What was last heard of a run, and how long no news of it is no reason to worry."""

    state: str
    beat: str
    patience_s: float


@dataclass
class Watch:
    """The last sign of each run, and since when there was no newer one by this process's own clock."""

    clock: Callable[[], float] = time.monotonic
    heard: dict[str, tuple[Sign, float]] = field(default_factory=dict)

    def silent(self, signs: Mapping[str, Sign]) -> list[str]:
        """Return the runs of which nothing was heard for too long; those that are not among these are forgotten."""
        now, before = self.clock(), self.heard
        unchanged = {run for run, sign in signs.items() if run in before and before[run][0] == sign}
        self.heard = {run: before[run] if run in unchanged else (sign, now) for run, sign in signs.items()}
        return [run for run, (sign, since) in self.heard.items() if now - since > sign.patience_s]

    def forgive(self) -> None:
        """Begin to wait anew for every run."""
        self.heard.clear()


def dead_runs(url: str, pool: str, watch: Watch) -> list[Run]:
    """Return the runs of a pool whose process is dead, by the word of their worker or by their silence."""
    left = {run["id"]: run for run in runs_in(url, pool, *LEFT) if run["state_name"] != GIVEN_UP}
    return [left[number] for number in watch.silent({number: sign_of(url, run) for number, run in left.items()})]


def sign_of(url: str, run: Run) -> Sign:
    """Return what there is to hear of a run at this moment."""
    if run["state_type"] == "CRASHED":
        return Sign(run["state_id"], "", CUT_OFF_S)
    return Sign(run["state_id"], last_beat(url, run["id"]), SILENCE_S)


def last_beat(url: str, run: str) -> str:
    """Return the id of a run's last sign of life, nothing where it gave none."""
    wanted = {
        "event": {"name": ["prefect.flow-run.heartbeat"]},
        "resource": {"id": [f"prefect.flow-run.{run}"]},
    }
    answer = ask("POST", f"{url}/events/filter", {"filter": wanted, "limit": 1})
    answer.raise_for_status()
    events = answer.json()["events"]
    return str(events[0]["id"]) if events else ""


def carry_on_the_dead(chosen: Settings, watch: Watch) -> int:
    """Carry on every run whose process is dead, and return how many; of two watches at once one does it."""
    dead = dead_runs(api(chosen), POOL, watch)
    if not dead:
        return 0
    engine = open_records(chosen.records_url)
    try:
        with held(engine, LOCK):
            return sum(settle(api(chosen), run, reason(run)) for run in dead)
    finally:
        engine.dispose()


def reason(run: Run) -> str:
    """Return the sentence that a run carries when it is carried on."""
    if run["state_type"] == "CRASHED":
        said = _("Its process ended ({reason}); it goes on from the records.")
        return said.format(reason=run["state"]["message"] or run["state_name"])
    return _("Nothing was heard of its process any more; it goes on from the records.")


def watch_runs(chosen: Settings) -> None:
    """Watch until the process is ended."""
    watch = Watch()
    while True:
        try:
            if count := carry_on_the_dead(chosen, watch):
                log.warning("runs carried on: %d", count)
        except (requests.RequestException, SQLAlchemyError) as error:
            log.warning("no look was possible: %s", error)
            watch.forgive()
        time.sleep(LOOK_EVERY_S)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    finish(lambda: watch_runs(settings()))
