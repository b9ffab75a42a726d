"""The database that a home brings of its own: which kind, where it lies, and the addresses that lead to it.

A home keeps the kind it began with. The setting ``database`` is what a new home gets: an empty database must never be
opened beside one that is full.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, quote, urlsplit

Kind = Literal["postgresql", "sqlite"]

DATA = "postgresql"
RECORDS_FILE = "records.db"
PREFECT_FILE = "prefect/prefect.db"
PORT = 5432  # only a part of the socket's name: nothing listens on it
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103  # bytes: 107 on Linux, 103 elsewhere
SHORT_PLACE = Path("/tmp")  # noqa: S108 - the folder in it is this user's alone, and the same from every terminal


def kept_in(home: Path, wished: Kind) -> Kind:
    """Return the kind of database that a home has; while it has none, the one that is wished for.

    Where both lie in it the PostgreSQL counts: it is never made beside a SQLite file, only the other way round, by a
    version of this product that knew no other.
    """
    if (home / DATA).exists():
        return "postgresql"
    if (home / RECORDS_FILE).exists() or (home / PREFECT_FILE).exists():
        return "sqlite"
    return wished


def records_address(home: Path, wished: Kind) -> str:
    """Return the SQLAlchemy address of the records in a home's own database."""
    if kept_in(home, wished) == "sqlite":
        return f"sqlite:///{home / RECORDS_FILE}"
    return f"postgresql+psycopg://postgres@/records?{on_socket(home)}"


def prefect_address(home: Path, wished: Kind) -> str:
    """Return the address of Prefect's tables in a home's own database; empty where Prefect keeps a SQLite file itself."""
    return "" if kept_in(home, wished) == "sqlite" else f"postgresql+asyncpg://postgres@/prefect?{on_socket(home)}"


def of_home(address: Callable[[Path, Kind], str]) -> Callable[[dict[str, Any]], str]:
    """Return what makes an address from the settings read so far; empty while those that tell it are wrong themselves."""
    return lambda known: address(known["home"], known["database"]) if {"home", "database"} <= known.keys() else ""


def on_socket(home: Path) -> str:
    """Return the part of an address that leads to the socket, whatever PGHOST and PGPORT say."""
    return f"host={quote(str(socket_folder(home)))}&port={PORT}"


def socket_folder(home: Path) -> Path:
    """Return the folder of the socket: in the home, or a short one where that makes a path too long for a socket."""
    inside = home / "socket"
    if len(os.fsencode(inside / SOCKET)) <= LONGEST_SOCKET:
        return inside
    return SHORT_PLACE / f"shortvideo-{sha256(os.fsencode(home)).hexdigest()[:16]}"


def leads_home(address: str, home: Path) -> bool:
    """Say whether an address leads to the PostgreSQL that a home brings of its own."""
    return parse_qs(urlsplit(address).query).get("host") == [str(socket_folder(home))]
