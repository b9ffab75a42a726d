"""Carries on what a killed worker, server or machine left behind: runs that pass for running and have no process.

Every gate is safe from this: a run that is carried on reads the records first, and goes on from what is settled there.
"""

from collections.abc import Mapping
from typing import Any

from agency.locale import _
from shortvideo.api import ask

PAGE = 200  # the most runs that Prefect's server hands out at once


def carry_on(api: str, pool: str) -> int:
    """Carry on every run of a work pool that nothing else would, and return how many; a second call finds none.

    No worker may be at work in the pool meanwhile. Runs that died are scheduled anew; those that a person was
    cancelling are cancelled; those that wait for the records and for no person look at the records again, since what
    would have woken them may have died.
    """
    lost = runs_in(api, pool, "RUNNING", "PENDING", "CRASHED")
    unwanted = runs_in(api, pool, "CANCELLING")
    watching = [run for run in runs_in(api, pool, "PAUSED") if asks_nobody(run)]
    for run in lost:
        why = _("Interrupted as {state} when the system stopped; it goes on from the records.")
        put(api, run, "SCHEDULED", "AwaitingRetry", why.format(state=run["state_name"]))
    for run in unwanted:
        put(api, run, "CANCELLED", "Cancelled", _("Was being cancelled when the system stopped."))
    for run in watching:
        ask("POST", f"{api}/flow_runs/{run['id']}/resume", {}).raise_for_status()
    return len(lost) + len(unwanted)


def runs_in(api: str, pool: str, *states: str) -> list[Mapping[str, Any]]:
    """Return the runs of a pool that are in a state of one of these types."""
    wanted = {
        "work_pools": {"name": {"any_": [pool]}},
        "flow_runs": {"state": {"type": {"any_": states}}},
        "limit": PAGE,
    }
    found: list[Mapping[str, Any]] = []
    while True:
        answer = ask("POST", f"{api}/flow_runs/filter", {**wanted, "offset": len(found)})
        answer.raise_for_status()
        page = answer.json()
        found += page
        if len(page) < PAGE:
            return found


def asks_nobody(run: Mapping[str, Any]) -> bool:
    """Say whether a suspended run has no form, and so waits for the records and not for a person."""
    return not run["state"]["state_details"]["run_input_keyset"]


def put(api: str, run: Mapping[str, Any], kind: str, name: str, message: str) -> None:
    """Put a run into a state, whatever Prefect's rules for the way there are."""
    state = {"type": kind, "name": name, "message": message}
    ask("POST", f"{api}/flow_runs/{run['id']}/set_state", {"state": state, "force": True}).raise_for_status()
