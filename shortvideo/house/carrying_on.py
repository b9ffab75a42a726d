"""Carries on what a killed worker, server or machine left behind: runs that pass for running and have no process.

Every gate is safe from this: a run that is carried on reads the records first, and goes on from what is settled there.
A run is moved only from the state it was seen in, so that what somebody else moved meanwhile is left alone.
"""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from agency.locale import _
from shortvideo.api import ask, every

Run = Mapping[str, Any]

LEFT = ("RUNNING", "PENDING", "CRASHED", "CANCELLING")  # the states in which the dead leave a run
CARRIED_ON, GIVEN_UP = "CarriedOn", "GivenUp"  # our own names for a scheduled and a crashed state
MOST_DEATHS = 3  # in a row, after which a run is left to the leads: it would die for ever
NO_STEP = {"PENDING", "RUNNING", "CRASHED"}


def carry_on_if_alone(api: str, pool: str, ours: str) -> int:
    """Carry on what was left unless a worker of another host is at work; then the watch finds the dead in time.

    The names of our own workers begin with ``ours``; those that were killed a moment ago still pass for alive.
    """
    alive = {"workers": {"status": {"any_": ["ONLINE"]}}}
    answer = ask("POST", f"{api}/work_pools/{pool}/workers/filter", alive)
    answer.raise_for_status()
    alone = all(worker["name"].startswith(ours) for worker in answer.json())
    return carry_on(api, pool) if alone else 0


def carry_on(api: str, pool: str) -> int:
    """Carry on every run of a work pool that nothing else would, and return how many; a second call finds none.

    No worker may be at work in the pool meanwhile. Those that wait for the records and for no person look at the
    records again, since what would have woken them may have died.
    """
    why = _("Interrupted as {state} when the system stopped; it goes on from the records.")
    moved = [settle(api, run, why.format(state=run["state_name"])) for run in runs_in(api, pool, *LEFT)]
    for run in filter(asks_nobody, runs_in(api, pool, "PAUSED")):
        ask("POST", f"{api}/flow_runs/{run['id']}/resume", {}).raise_for_status()
    return sum(moved)


def settle(api: str, run: Run, why: str) -> bool:
    """Let a run that has no process any more go on, and return whether anything was to be done.

    One that a person was cancelling is cancelled. One that has died too often in a row, without a question in between
    and without anybody who pressed Retry, is given up: the automation ``agency-run-cut-off`` tells the leads.
    """
    if run["state_name"] == GIVEN_UP or now_in(api, run) != run["state_id"]:
        return False
    if run["state_type"] == "CANCELLING":
        put(api, run, "CANCELLED", "Cancelled", _("Was being cancelled when the system stopped."))
    elif (died := deaths(api, run)) >= MOST_DEATHS:
        left = _("It died {count} times in a row and is left: see its log, mend the cause, then press Retry.")
        put(api, run, "CRASHED", GIVEN_UP, left.format(count=died))
    else:
        put(api, run, "SCHEDULED", CARRIED_ON, why)
    return True


def deaths(api: str, run: Run) -> int:
    """Return how often in a row a run has died, this time included: it was carried on that often less one."""
    answer = ask("GET", f"{api}/flow_run_states/?flow_run_id={run['id']}")
    answer.raise_for_status()
    latest_first: Iterable[Run] = reversed(answer.json())
    in_a_row = takewhile(lambda state: state["type"] in NO_STEP or state["name"] == CARRIED_ON, latest_first)
    return 1 + len([state for state in in_a_row if state["name"] == CARRIED_ON])


def now_in(api: str, run: Run) -> str | None:
    """Return the id of the state that a run is in at this moment, None when the run was deleted."""
    answer = ask("GET", f"{api}/flow_runs/{run['id']}")
    return answer.json()["state_id"] if answer.ok else None


def runs_in(api: str, pool: str, *states: str) -> list[Run]:
    """Return the runs of a pool that are in a state of one of these types."""
    wanted = {
        "work_pools": {"name": {"any_": [pool]}},
        "flow_runs": {"state": {"type": {"any_": states}}},
    }
    return every(f"{api}/flow_runs/filter", wanted)


def asks_nobody(run: Run) -> bool:
    """Say whether a suspended run has no form, and so waits for the records and not for a person."""
    return not run["state"]["state_details"]["run_input_keyset"]


def put(api: str, run: Run, kind: str, name: str, message: str) -> None:
    """Put a run into a state, whatever Prefect's rules for the way there are."""
    state = {"type": kind, "name": name, "message": message}
    ask("POST", f"{api}/flow_runs/{run['id']}/set_state", {"state": state, "force": True}).raise_for_status()
