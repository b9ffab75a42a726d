"""The house's own database: which one it is, whether it comes up, what was left of a killed house, and how full it is."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from agency.domain.finding import Finding, Findings, rule, warning
from agency.errors import AgencyError
from agency.locale import _
from config.own_database import DATA, RECORDS_FILE, kept_in
from config.settings import Settings
from shortvideo.house.database import Database, is_of_the_house, lease_of, place_of
from shortvideo.house.postgresql import connect, is_at_work, pid_of

MEGABYTE = 1024**2
SCARCE = 0.8
STANDING = """
SELECT current_setting('server_version'), (SELECT sum(pg_database_size(oid)) FROM pg_database),
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int
"""


@contextmanager
def looked_at(chosen: Settings) -> Iterator[Findings]:
    """Lend what there is to say of the database, and keep it at work while the block lasts; a new home gets none."""
    found = home_findings(chosen)
    if not is_made(chosen):
        yield found
        return
    found = (*found, *left_findings(chosen))
    try:
        database = Database.taken(chosen)
    except AgencyError as error:
        yield (*found, Finding("database-closed", str(error)))
        return
    try:
        yield (*found, *connection_findings(*connections(chosen)))
    finally:
        database.leave()


def is_made(chosen: Settings) -> bool:
    """Say whether the database lies in the home and was made before."""
    return is_of_the_house(chosen) and (chosen.home / DATA).exists()


def is_there(chosen: Settings) -> bool:
    """Say whether the records can be asked for: those of the house's own database only once it was made."""
    return is_made(chosen) or not is_of_the_house(chosen)


def line_on(chosen: Settings) -> str:
    """Return which database the house works with; the figures of its own only while that is at work."""
    if not is_of_the_house(chosen):
        kind = chosen.records_url.partition(":")[0].partition("+")[0]
        return _("Database: {kind}, as the settings say.").format(kind=kind)
    try:
        version, size, used, most = standing(chosen)
    except psycopg.OperationalError:
        return _("Database: PostgreSQL of the house, not at work.")
    sentence = _("Database: PostgreSQL {version} of the house, {size} MB, {used} of {most} connections.")
    return sentence.format(version=version, size=size // MEGABYTE, used=used, most=most)


def standing(chosen: Settings) -> tuple[str, int, int, int]:
    """Return the version of the server, its size in bytes, and how many of its connections are used, of how many."""
    with connect(place_of(chosen)) as line:
        row = line.execute(STANDING).fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    version, size, used, most = row
    return str(version), int(str(size)), int(str(used)), int(str(most))


def connections(chosen: Settings) -> tuple[int, int]:
    """Return how many connections are used, and how many there can be."""
    return standing(chosen)[2:]


@rule
def home_findings(chosen: Settings) -> Iterator[Finding]:
    """The home has the database that is wished for, and one alone."""
    if not is_of_the_house(chosen) and kept_in(chosen.home, chosen.database) != chosen.database:
        sentence = _("This home keeps the SQLite of an earlier version: docs/operations.md tells how to move it.")
        yield warning("database-kept", sentence)
    if is_made(chosen) and (chosen.home / RECORDS_FILE).exists():
        sentence = _("{file} lies beside the PostgreSQL of the house and is not used: move it away.")
        yield warning("database-twice", sentence.format(file=chosen.home / RECORDS_FILE))


@rule
def left_findings(chosen: Settings) -> Iterator[Finding]:
    """No server was left at work by a house that was killed, and none was cut off itself."""
    place = place_of(chosen)
    if is_at_work(place):
        if nobody_uses(chosen):
            sentence = _("PostgreSQL was left at work by a house that was killed; whoever comes next takes it over.")
            yield warning("database-left", sentence)
    elif pid_of(place) is not None:
        sentence = _("PostgreSQL was cut off, by a kill or a power failure; it puts itself in order when it starts.")
        yield warning("database-cut-off", sentence)


def nobody_uses(chosen: Settings) -> bool:
    """Say whether no house and no verb holds the database at this moment."""
    with lease_of(chosen).open("ab") as lease:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@rule
def connection_findings(used: int, most: int) -> Iterator[Finding]:
    """There are connections left: without one a run fails at its first look at the records."""
    if used > SCARCE * most:
        sentence = _(
            "{used} of {most} connections to the database are used: lower worker_limit, or look for what hangs."
        )
        yield warning("connections-scarce", sentence.format(used=used, most=most))
