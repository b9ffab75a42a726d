"""Prefect's own tables, made by Prefect's own migrations in a process of its own: its settings are read once a process."""

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url, text

from agency.errors import BadInput, Misconfigured
from agency.locale import _
from agency.records.archive.manifest import ArchivedDatabase
from agency.records.archive.staging import STAGED
from agency.records.engine import open_records
from tasks.server.notification_block import AgencyGroup

PATIENCE_S = 300.0
UPGRADE = (sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes")
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
SSL = {"sslmode": "ssl"}
OWN_BLOCK = "DELETE FROM block_document WHERE block_type_id IN (SELECT id FROM block_type WHERE slug = :slug)"


def demand_fitting(archived: ArchivedDatabase, url: str) -> None:
    """Raise ``BadInput`` where another version of Prefect wrote the tables for another engine: their steps differ."""
    installed = metadata.version("prefect")
    if archived.version != installed and archived.engine != make_url(url).get_backend_name():
        sentence = _(
            "The backup holds tables of Prefect {old}, and {new} is installed: restore it into the same kind of database."
        )
        raise BadInput(sentence.format(old=archived.version, new=installed))


def make_tables(url: str, *, to: str | None = None) -> None:
    """Bring the database at ``url`` to a migration of Prefect's, the last one unless told; ``Misconfigured`` when it fails."""
    command = (*UPGRADE, *(("--revision", to) if to else ()))
    with TemporaryDirectory() as home:
        try:
            done = subprocess.run(  # noqa: S603 - the words are ours
                command,
                env={**os.environ, **told(url, Path(home))},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE_S,
            )
        except subprocess.TimeoutExpired as error:
            raise Misconfigured(_("Prefect took too long to make its tables.")) from error
    if done.returncode != 0:
        sentence = _("Prefect could not make its tables: {reason}")
        raise Misconfigured(sentence.format(reason=last_line(done.stderr or done.stdout)))


def forget_own_block(url: str) -> None:
    """Delete the block through which the leads are called: with another key than the former house's nobody can read it.

    It is made anew whenever a house is opened, which it would stop otherwise.
    """
    engine = open_records(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(OWN_BLOCK), {"slug": AgencyGroup.get_block_type_slug()})
    finally:
        engine.dispose()


def told(url: str, home: Path) -> dict[str, str]:
    """Return what Prefect is told of a database: its own kind of address, and the schema where that is not the usual one."""
    address = make_url(url)
    in_schema = address.query.get("options", "")
    query = {SSL.get(name, name): value for name, value in address.query.items() if name != "options"}
    native = address.set(drivername=DRIVERS[address.get_backend_name()], query=query)
    schema = {"PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH": STAGED} if STAGED in in_schema else {}
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": native.render_as_string(hide_password=False),
        **schema,
    }


def last_line(words: str) -> str:
    """Return the last line that says something."""
    return next((line for line in reversed(words.splitlines()) if line.strip()), "-").strip()
