"""How many runs stand where, and how many workers are at work, as Prefect's server counts them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from shortvideo.api import ask

LATELY = timedelta(days=1)
BY_TYPE = {"running": "RUNNING", "pending": "PENDING", "suspended": "PAUSED", "cancelling": "CANCELLING"}
ENDED = {"failed": "FAILED", "crashed": "CRASHED"}
LATE = "late"
RELIED_ON = (
    "send-messages",
    "sweep-deadlines",
    "pull-metrics",
    "report-operations",
    "back-up",
    "verify-ledger",
    "tidy-up",
)
"""What goes by its schedule and nobody would miss for days."""


def runs_by_state(api: str, at: datetime) -> dict[str, int]:
    """Return how many runs are at work, wait, or are late, and how many ended badly within a day and were left so.

    Raises as ``requests`` does when the server does not answer.
    """
    wanted: dict[str, dict[str, Any]] = {name: {"state": {"type": {"any_": [kind]}}} for name, kind in BY_TYPE.items()}
    wanted[LATE] = {"state": {"name": {"any_": ["Late"]}}}
    since = {"after_": (at - LATELY).isoformat()}
    wanted |= {name: {"state": {"type": {"any_": [kind]}}, "end_time": since} for name, kind in ENDED.items()}
    return {name: count(api, filters) for name, filters in wanted.items()}


def count(api: str, filters: Mapping[str, Any]) -> int:
    """Return how many runs there are of a kind."""
    answer = ask("POST", f"{api}/flow_runs/count", {"flow_runs": filters})
    answer.raise_for_status()
    return int(answer.json())


def last_successes(api: str) -> dict[str, datetime]:
    """Return when each of what is relied on last ended well; what never did, or is not known any more, is left out.

    Raises as ``requests`` does when the server does not answer.
    """
    found = {name: last_success(api, name) for name in RELIED_ON}
    return {name: ended for name, ended in found.items() if ended}


def last_success(api: str, deployment: str) -> datetime | None:
    """Return when a run of a deployment last ended well."""
    wanted = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        "sort": "END_TIME_DESC",
        "limit": 1,
    }
    answer = ask("POST", f"{api}/flow_runs/filter", wanted)
    answer.raise_for_status()
    return next((datetime.fromisoformat(run["end_time"]) for run in answer.json()), None)


def workers_online(api: str, pool: str) -> int:
    """Return how many workers of a pool have reported lately; none where there is no such pool yet."""
    answer = ask("POST", f"{api}/work_pools/{pool}/workers/filter", {})
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return 0
    answer.raise_for_status()
    return sum(worker["status"] == "ONLINE" for worker in answer.json())
