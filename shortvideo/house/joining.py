"""Whether a machine that wants to work for a house is one with it: of its version, of its rules, and on its records.

The house says what it is on a variable of its Prefect server; whoever joins it compares that with what it is itself.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from importlib import metadata
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.engine import open_records
from config.settings import CHECKOUT, PASSWORD, PREFIX, SETTINGS_FILE, Settings
from shortvideo.api import ask
from shortvideo.house.places import api, server

VARIABLE = "house"
OUR_CODE = ("agency", "config", "flows", "shortvideo", "tasks")
SOURCES = frozenset({".py", ".toml", ".po"})
SERVER_AND_DATABASE = """
SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database()) FROM pg_control_system()
"""


@dataclass(frozen=True, kw_only=True)
class Nature:
    """What must be the same on every machine of a house; None stands for what could not be found out."""

    prefect: str
    code: str
    policy: str
    records: str | None


def announce(chosen: Settings) -> None:
    """Let the house's server say what the house is, to every machine that joins it."""
    told = {"value": asdict(nature_of(chosen))}
    answer = ask("PATCH", f"{api(chosen)}/variables/name/{VARIABLE}", told)
    if answer.status_code == HTTPStatus.NOT_FOUND:
        answer = ask("POST", f"{api(chosen)}/variables/", {"name": VARIABLE, **told})
    if answer.status_code != HTTPStatus.CONFLICT:  # another one that opens the same house was faster, and said the same
        answer.raise_for_status()


def demand_one_with(chosen: Settings) -> None:
    """Raise ``Misconfigured`` with the first reason why this machine may not work for the house that the settings name."""
    for reason in reasons_against(announced(chosen), nature_of(chosen)):
        raise Misconfigured(reason)


def announced(chosen: Settings) -> Nature:
    """Return what the house says of itself; ``Misconfigured`` when it lets us not in, or says nothing."""
    answer = ask("GET", f"{api(chosen)}/variables/name/{VARIABLE}")
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise Misconfigured(not_let_in(chosen))
    if answer.status_code == HTTPStatus.NOT_FOUND:
        sentence = _("The house at {address} has not said of which version it is: open it with this version first.")
        raise Misconfigured(sentence.format(address=server(chosen)))
    answer.raise_for_status()
    return Nature(**answer.json()["value"])


def not_let_in(chosen: Settings) -> str:
    """Return the sentence on a house that refuses this machine's password."""
    sentence = _("The house at {address} does not let this machine in: is the password in {variable} right?")
    return sentence.format(address=server(chosen), variable=PASSWORD)


def reasons_against(house: Nature, ours: Nature) -> Iterator[str]:
    """Yield why a machine and a house may not work together, the gravest first."""
    if house.prefect != ours.prefect:
        sentence = _("The house runs Prefect {theirs} and this machine has {ours}: put the same checkout on both.")
        yield sentence.format(theirs=house.prefect, ours=ours.prefect)
    if house.code != ours.code:
        yield _("The house was opened with another version of this program: put the same checkout on both.")
    if None not in (house.records, ours.records) and house.records != ours.records:
        sentence = _("{variable} leads to other records than the house's: a decision that is taken here would be lost.")
        yield sentence.format(variable=f"{PREFIX}RECORDS_URL")
    if house.policy != ours.policy:
        sentence = _("The rules in {file} ([policy]) are not those that the house was opened with: make them the same.")
        yield sentence.format(file=SETTINGS_FILE.relative_to(CHECKOUT))


def nature_of(chosen: Settings) -> Nature:
    """Return what this machine is, by what is installed, by its checkout and by its settings."""
    policy = json.dumps(chosen.policy.model_dump(mode="json"), sort_keys=True)
    return Nature(
        prefect=metadata.version("prefect"),
        code=code_of(CHECKOUT),
        policy=hashlib.sha256(policy.encode()).hexdigest(),
        records=identity_of_records(chosen.records_url),
    )


def code_of(checkout: Path) -> str:
    """Return the hash of our code; what one agency chose is none of it, nor what Python compiled."""
    told = hashlib.sha256()
    for folder in OUR_CODE:
        for file in sorted((checkout / folder).rglob("*")):
            if file.suffix in SOURCES and file.name != SETTINGS_FILE.name:
                told.update(f"{file.relative_to(checkout)}\0".encode())
                told.update(file.read_bytes())
    return told.hexdigest()


def identity_of_records(url: str) -> str | None:
    """Return by what a database is told from every other, however its address is written; None where it does not tell.

    ``Misconfigured`` when it cannot be opened.
    """
    engine = open_records(url)
    try:
        with engine.connect() as connection:
            return identity_of(connection)
    except OperationalError as error:
        reason = str(error.__cause__ or type(error).__name__).strip().splitlines()[0]
        raise Misconfigured(_("The records cannot be opened: {reason}").format(reason=reason)) from error
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()


def identity_of(connection: Connection) -> str:
    """Return the server and the database of a PostgreSQL, or the file of a SQLite."""
    if connection.dialect.name == "postgresql":
        of_server, database = connection.execute(text(SERVER_AND_DATABASE)).one()
        return f"postgresql {of_server} {database}"
    file = Path(connection.engine.url.database or "").stat()
    return f"sqlite {file.st_dev} {file.st_ino}"
