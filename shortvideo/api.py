"""The few questions a command asks Prefect's server over HTTP: a Prefect command for each would take three seconds."""

import os
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import requests

PAGE = 200  # the most that Prefect's server hands out at once
TIMEOUT = 30.0  # seconds
TRIES_AGAIN = 4
BETWEEN_TRIES = 0.5  # seconds

tokens: dict[str, dict[str, str]] = {}  # of this process, by server; each counts for an hour


def answers(url: str) -> bool:
    """Return whether a server answers well at this address."""
    try:
        return ask("GET", url).ok
    except requests.RequestException:
        return False


def create_pool(api: str, name: str, *, at_once: int) -> None:
    """Create a work pool for processes that lets so many runs work at once; one that is there only gets the limit."""
    set_up(f"{api}/work_pools", name, {"concurrency_limit": at_once}, type="process")


def create_queue(api: str, pool: str, name: str, *, rank: int, at_once: int | None, description: str) -> None:
    """Create a queue of a pool, served in the order of ranks; one that is there gets the rank and the limit.

    ``at_once`` of None sets no limit but the pool's.
    """
    told = {"priority": rank, "concurrency_limit": at_once, "description": description}
    set_up(f"{api}/work_pools/{pool}/queues", name, told)


def create_rate_limit(api: str, name: str, *, at_once: int, per_second: float) -> None:
    """Create a limit that lets so many calls pass at once and gives so many back a second; one that is there is set so.

    What is in use at that moment stays in use.
    """
    limit = {"limit": at_once, "slot_decay_per_second": per_second, "active": True}
    set_up(f"{api}/v2/concurrency_limits", name, limit)


def set_up(those: str, name: str, told: Mapping[str, object], **at_first: object) -> None:
    """Let one of those have what is told, creating it where it is not there, also when another creates it meanwhile."""
    answer = ask("PATCH", f"{those}/{name}", told)
    if answer.status_code == HTTPStatus.NOT_FOUND:
        answer = ask("POST", f"{those}/", {"name": name, **at_first, **told})
    if answer.status_code == HTTPStatus.CONFLICT:
        answer = ask("PATCH", f"{those}/{name}", told)
    answer.raise_for_status()


def is_served(api: str, pool: str) -> bool:
    """Return whether a worker has reported for this pool."""
    answer = ask("GET", f"{api}/work_pools/{pool}")
    return bool(answer.ok and answer.json()["status"] == "READY")


def every(url: str, wanted: Mapping[str, object]) -> list[Any]:
    """Return all that the server knows of something, which it hands out page by page."""
    found: list[Any] = []
    while True:
        answer = ask("POST", url, {**wanted, "limit": PAGE, "offset": len(found)})
        answer.raise_for_status()
        page = answer.json()
        found += page
        if len(page) < PAGE:
            return found


def ask(method: str, url: str, body: Mapping[str, object] | None = None) -> requests.Response:
    """Send one request, and again while the server's database is locked; every request here may be sent twice."""
    for _attempt in range(TRIES_AGAIN):
        answer = send(method, url, body)
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(BETWEEN_TRIES)
    return send(method, url, body)


def send(method: str, url: str, body: Mapping[str, object] | None) -> requests.Response:
    """Send one request to the house's server, past any proxy, with the login that the environment gives."""
    name, colon, password = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (name, password) if colon else None
        server = url.partition("/api/")[0]
        answer = session.request(method, url, json=body, headers=tokens.get(server), timeout=TIMEOUT)
        if answer.status_code != HTTPStatus.FORBIDDEN or "CSRF" not in answer.text:
            return answer
        tokens[server] = asked_for_token(session, server)
        return session.request(method, url, json=body, headers=tokens[server], timeout=TIMEOUT)


def asked_for_token(session: requests.Session, server: str) -> dict[str, str]:
    """Return the headers by which a server without a password knows that no page of a stranger sends a request."""
    ours = uuid4().hex
    answer = session.get(f"{server}/api/csrf-token", params={"client": ours}, timeout=TIMEOUT)
    answer.raise_for_status()
    return {"Prefect-Csrf-Client": ours, "Prefect-Csrf-Token": answer.json()["token"]}
