"""Connections to one process among those that share a port: whose turn it is decides the system, so they are tried."""

import json
from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil

from tests.scale.house import LOGIN, wait_until

LET_IN = {"Authorization": f"Basic {b64encode(LOGIN.encode()).decode()}"}


def line_to(process: psutil.Process, api: str) -> HTTPConnection:
    """Return a connection that this process of the API has taken."""

    def taken() -> HTTPConnection | None:
        line = HTTPConnection(urlsplit(api).netloc, timeout=300)
        line.request("GET", "/api/health")
        line.getresponse().read()
        ours = line.sock.getsockname()[1]
        if any(each.raddr and each.raddr.port == ours for each in process.net_connections()):
            return line
        line.close()
        return None

    return wait_until(taken, "a connection to this process")


def posted(line: HTTPConnection, path: str, body: Mapping[str, object], headers: Mapping[str, str]) -> int:
    """Send something over a connection, and return the status of the answer."""
    line.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
    with line.getresponse() as answer:
        answer.read()
        return answer.status


def csrf_token(line: HTTPConnection) -> dict[str, str]:
    """Return the headers by which the process at the other end knows that no stranger's page sends a request."""
    line.request("GET", "/api/csrf-token?client=invented-client")
    with line.getresponse() as answer:
        return {"Prefect-Csrf-Client": "invented-client", "Prefect-Csrf-Token": json.load(answer)["token"]}
