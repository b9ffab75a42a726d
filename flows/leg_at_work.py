"""One leg in a process that was just forked: it takes the place of the Python that a worker would have started."""

import ctypes
import json
import os
import runpy
import signal
import socket
import struct
import sys
from dataclasses import dataclass
from typing import NoReturn

from prefect.context import refresh_global_settings_context

from config.settings import settings
from flows.leg import NUMBER, number_of

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # linux/prctl.h
NAME_LENGTH = 15  # of a process, as Linux keeps it
ENGINE = "prefect.engine"


@dataclass(frozen=True)
class Wanted:
    """What a command asks: where the leg works, its whole environment, and where its words and complaints go."""

    folder: str
    environment: dict[str, str]
    words: tuple[int, int]

    def close(self) -> None:
        """Close the files; the leg has its own."""
        for each in self.words:
            os.close(each)


def wanted(connection: socket.socket) -> Wanted | None:
    """Read what a command asks, None from one that says it wrongly or goes away meanwhile."""
    files: list[int] = []
    try:
        head, files, _flags, _address = socket.recv_fds(connection, NUMBER.size, 2)
        told = json.loads(received(connection, number_of(head)))
        words, complaints = files
        return Wanted(str(told["folder"]), dict(told["environment"]), (words, complaints))
    except (OSError, ValueError, TypeError, KeyError, struct.error):
        for each in files:
            os.close(each)
        return None


def received(connection: socket.socket, count: int) -> bytes:
    """Return so many bytes of a connection; ``ValueError`` when it ends before."""
    told = bytearray()
    while len(told) < count:
        if not (part := connection.recv(count - len(told))):
            raise ValueError("the command went away while it asked")
        told += part
    return bytes(told)


def work(asked: Wanted) -> NoReturn:
    """Work the leg as ``python -m prefect.engine`` does, and leave as that would."""
    stand_alone(os.getppid(), asked.environment.get("PREFECT__FLOW_RUN_ID", ""))
    for place, file in zip((sys.stdout.fileno(), sys.stderr.fileno()), asked.words, strict=True):
        os.dup2(file, place)
    asked.close()
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.environment)
    settings.cache_clear()
    refresh_global_settings_context()
    sys.argv = [ENGINE]
    runpy.run_module(ENGINE, run_name="__main__", alter_sys=True)
    sys.exit(0)


def stand_alone(parent: int, flow_run_id: str) -> None:
    """Lead a session of our own under the name of the run, with the usual ends, and end when the parent does."""
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    system = ctypes.CDLL(None)
    system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    system.prctl(PR_SET_NAME, name_of(flow_run_id).encode(), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def name_of(flow_run_id: str) -> str:
    """Return the name under which the system lists a run's leg."""
    return f"leg-{flow_run_id}"[:NAME_LENGTH]
