"""The command ``shortvideo-leg``: has one leg of a run worked by the process that holds all flows ready (``flows.legs``).

A worker starts it for every leg, in place of a Python that first imports Prefect and the flows for seconds. It stands
for the leg: hands signals on to it, ends as it ends, and takes it along when it is killed. Where nobody holds the flows
ready, it becomes that Python itself. It imports next to nothing, since every decision waits for it.
"""

import json
import os
import signal
import socket
import struct
import sys
from typing import NoReturn

SOCKET = "LEGS_SOCKET"
"""Variable with the address of the process that holds the flows ready."""

NUMBER = struct.Struct("!q")
COLD = (sys.executable, "-m", "prefect.engine")
HANDED_ON = (signal.SIGTERM, signal.SIGINT)
LOST = 1  # exit code of a leg whose end nobody saw


def main() -> NoReturn:
    """Have the leg worked that the environment names, and end as it does."""
    connection = called(os.environ.get(SOCKET, ""))
    if connection is None or (leg := begun(connection)) is None:
        os.execv(COLD[0], COLD)  # noqa: S606 - no shell is wanted
    for number in HANDED_ON:
        signal.signal(number, lambda heard, _frame: os.kill(leg, heard))
    end_as(next_number(connection))


def called(address: str) -> socket.socket | None:
    """Return a connection to the process that holds the flows ready, None where there is none."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
    except OSError:
        return None
    return connection


def begun(connection: socket.socket) -> int | None:
    """Ask for the leg and return the id of its process; None when nobody began it, so that it may begin elsewhere."""
    told = json.dumps({"folder": os.getcwd(), "environment": dict(os.environ)}).encode()  # noqa: PTH109 - pathlib takes time
    try:
        socket.send_fds(connection, [NUMBER.pack(len(told))], [sys.stdout.fileno(), sys.stderr.fileno()])
        connection.sendall(told)
    except OSError:
        return None
    return next_number(connection)


def next_number(connection: socket.socket) -> int | None:
    """Return the next number that is told, None when the other side has gone."""
    try:
        told = connection.recv(NUMBER.size, socket.MSG_WAITALL)
    except OSError:
        return None
    return number_of(told) if len(told) == NUMBER.size else None


def number_of(told: bytes) -> int:
    """Return the number that these bytes are."""
    return int(NUMBER.unpack(told)[0])


def end_as(status: int | None) -> NoReturn:
    """End with a leg's exit code, or by the signal that ended it."""
    if status is not None and status < 0:
        if -status in HANDED_ON:
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(LOST if status is None else status)
