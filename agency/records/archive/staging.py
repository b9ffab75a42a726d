"""A database is restored beside the one that is there, and takes its place in one step when all is well.

On SQLite that is a file which is renamed; on PostgreSQL a schema of the same database, so that no right to create
databases is needed. What was there before is kept beside, under a name with the moment.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.archive.snapshot import STANDING, quoted
from agency.records.engine import open_records, reading

STAGED = "restoring"
LEAVING_S = 5.0
PAUSE_S = 0.1
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
IS_STAGED = "SELECT 1 FROM pg_namespace WHERE nspname = :schema"
EXTENSIONS = "SELECT extname FROM pg_extension WHERE extnamespace::regnamespace::text = :schema AND extrelocatable"


def holds_rows(url: str) -> bool:
    """Say whether there is a database at ``url`` with a row in one of its tables; no file is made by looking."""
    file = sqlite_file(url)
    if file and not file.exists():
        return False
    engine = open_records(url)
    try:
        with reading(engine) as session:
            connection = session.connection()
            names = [name for name in inspect(connection).get_table_names() if name != STANDING]
            looks = (f"SELECT 1 FROM {quoted(name)} LIMIT 1" for name in names)  # noqa: S608 - names of tables
            return any(connection.exec_driver_sql(look).first() for look in looks)
    finally:
        engine.dispose()


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for another engine."""
    told = make_url(url)
    return Path(told.database or "") if told.get_backend_name() == "sqlite" else None


@contextmanager
def staged(url: str, aside: str) -> Iterator[str]:
    """Lend the address of an empty database that takes the place of the one at ``url`` at the end, or leaves no trace.

    What was there, if it holds rows, is kept under ``aside``: a folder beside the file, or a schema of the database.
    """
    keeps = holds_rows(url)
    with prepared(url) as staging:
        yield staging
        take_place(url, aside if keeps else None)


@contextmanager
def prepared(url: str) -> Iterator[str]:
    """Lend the address of an empty database beside the one at ``url``; it stays there, or leaves no trace after an error."""
    file = sqlite_file(url)
    staging = _prepare_file(file) if file else _prepare_schema(url)
    try:
        yield staging
    except BaseException:
        discard(url)
        raise


def take_place(url: str, aside: str | None) -> None:
    """Let the database that was prepared take its place; where it has, do nothing. Killed in between, it is called again.

    What is there now is kept under ``aside``, or is gone where that is None. ``Misconfigured`` while it is in use.
    """
    if file := sqlite_file(url):
        _take_file_place(file, aside)
    else:
        with _connected(url) as connection:
            if connection.scalar(text(IS_STAGED), {"schema": STAGED}):
                demand_alone(connection)
                _take_schema_place(connection, _home_of(connection), aside)


def discard(url: str) -> None:
    """Remove what was prepared for the database at ``url``."""
    if file := sqlite_file(url):
        _remove(_beside(file))
    else:
        with _connected(url) as connection:
            _discard(connection, _home_of(connection))


def demand_free(url: str) -> None:
    """Raise ``Misconfigured`` where a database could not take its place at this moment."""
    if sqlite_file(url) is None:
        with _connected(url) as connection:
            demand_alone(connection)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Lend a connection of our own for one unit of work."""
    engine = open_records(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _home_of(connection: Connection) -> str:
    return connection.scalar(text("SELECT current_schema()")) or "public"


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.{STAGED}")


def _prepare_file(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    _remove(_beside(file))
    return f"sqlite:///{_beside(file)}"


def _take_file_place(file: Path, aside: str | None) -> None:
    """The prepared file goes last: as long as it is there, something is left to do."""
    if not _beside(file).exists():
        return
    if aside and not (file.parent / aside / file.name).exists():
        _set_aside(file, file.parent / aside)
    _remove(file)
    _beside(file).replace(file)


def _parts(file: Path) -> list[Path]:
    """Return the files that a SQLite database may consist of."""
    return [file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal")]


def _remove(file: Path) -> None:
    for part in _parts(file):
        part.unlink(missing_ok=True)


def _set_aside(file: Path, folder: Path) -> None:
    """Move a database into a folder, its newest pages first: without them its file is an older state, and not a broken one."""
    for part in reversed(_parts(file)):
        if part.exists():
            folder.mkdir(parents=True, exist_ok=True)
            part.replace(folder / part.name)


def _prepare_schema(url: str) -> str:
    with _connected(url) as connection:
        home = _home_of(connection)
        demand_alone(connection)
        _discard(connection, home)
        connection.exec_driver_sql(f"CREATE SCHEMA {STAGED}")
        _move_extensions(connection, home, STAGED)
    return within_schema(url, STAGED)


def demand_alone(connection: Connection) -> None:
    """Raise ``Misconfigured`` while anybody else is connected: what they write meanwhile would be lost.

    A connection that was just closed is given a moment to be gone.
    """
    deadline = time.monotonic() + LEAVING_S
    while others := connection.scalar(text(OTHERS)):
        if time.monotonic() > deadline:
            sentence = _("The database {name} is in use by {count} connections: close the house first.")
            raise Misconfigured(sentence.format(name=connection.engine.url.database, count=others))
        time.sleep(PAUSE_S)
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))


def _discard(connection: Connection, home: str) -> None:
    """Remove what a restore that was broken off has left, after its extensions have been moved back."""
    _move_extensions(connection, STAGED, home)
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {STAGED} CASCADE")


def _move_extensions(connection: Connection, source: str, target: str) -> None:
    for name in connection.scalars(text(EXTENSIONS), {"schema": source}).all():
        connection.exec_driver_sql(f"ALTER EXTENSION {quoted(name)} SET SCHEMA {quoted(target)}")


def _take_schema_place(connection: Connection, home: str, aside: str | None) -> None:
    """Give the staged schema the name of the one that is there, which is kept where it is to be set aside."""
    former = aside or f"{STAGED}_over"
    connection.exec_driver_sql(f"ALTER SCHEMA {quoted(home)} RENAME TO {quoted(former)}")
    connection.exec_driver_sql(f"ALTER SCHEMA {STAGED} RENAME TO {quoted(home)}")
    if not aside:
        connection.exec_driver_sql(f"DROP SCHEMA {quoted(former)} CASCADE")


def within_schema(url: str, schema: str) -> str:
    """Return the address of a PostgreSQL database at which tables are made and found in this schema alone."""
    told = make_url(url)
    given = told.query.get("options", "")
    options = " ".join([*([given] if isinstance(given, str) else given), f"-csearch_path={schema}"]).strip()
    return told.update_query_dict({"options": options}).render_as_string(hide_password=False)
