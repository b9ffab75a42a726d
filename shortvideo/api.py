"""The few questions a command asks Prefect's server over HTTP: a Prefect command for each would take three seconds."""

import os
import time
from collections.abc import Mapping
from http import HTTPStatus

import requests

TIMEOUT = 30.0  # seconds
TRIES_AGAIN = 4
BETWEEN_TRIES = 0.5  # seconds


def answers(url: str) -> bool:
    """Return whether a server answers well at this address."""
    try:
        return ask("GET", url).ok
    except requests.RequestException:
        return False


def create_pool(api: str, name: str, *, at_once: int) -> None:
    """Create a work pool for processes that lets so many runs work at once; one that is there only gets the limit."""
    limit = {"concurrency_limit": at_once}
    answer = ask("POST", f"{api}/work_pools/", {"name": name, "type": "process", **limit})
    if answer.status_code == HTTPStatus.CONFLICT:
        answer = ask("PATCH", f"{api}/work_pools/{name}", limit)
    answer.raise_for_status()


def create_rate_limit(api: str, name: str, *, at_once: int, per_second: float) -> None:
    """Create a limit that lets so many calls pass at once and gives so many back a second; one that is there is set so.

    What is in use at that moment stays in use.
    """
    limit = {"limit": at_once, "slot_decay_per_second": per_second, "active": True}
    answer = ask("POST", f"{api}/v2/concurrency_limits/", {"name": name, **limit})
    if answer.status_code == HTTPStatus.CONFLICT:
        answer = ask("PATCH", f"{api}/v2/concurrency_limits/{name}", limit)
    answer.raise_for_status()


def is_served(api: str, pool: str) -> bool:
    """Return whether a worker has reported for this pool."""
    answer = ask("GET", f"{api}/work_pools/{pool}")
    return bool(answer.ok and answer.json()["status"] == "READY")


def ask(method: str, url: str, body: Mapping[str, object] | None = None) -> requests.Response:
    """Send one request, and again while the server's database is locked; every request here may be sent twice."""
    for _attempt in range(TRIES_AGAIN):
        answer = send(method, url, body)
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(BETWEEN_TRIES)
    return send(method, url, body)


def send(method: str, url: str, body: Mapping[str, object] | None) -> requests.Response:
    """Send one request to this machine, past any proxy, with the login that the environment gives."""
    name, colon, password = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, json=body, auth=(name, password) if colon else None, timeout=TIMEOUT)
