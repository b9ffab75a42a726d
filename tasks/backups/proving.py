"""Proves a backup by restoring it on trial: into databases that are thrown away, compared row by row with the archive.

The trial is always on SQLite, whatever the house stands on: it needs nothing but room on the disk.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from agency.errors import AgencyError, BadInput
from agency.locale import _
from agency.records.archive.unpacking import check, opened
from agency.records.backups import kept_backups, note_trial
from agency.records.locks import held
from agency.records.tables import TakenBackup
from agency.records.tables.base import now
from config.settings import Settings, settings
from tasks.backups.places import PREFECT, RECORDS
from tasks.backups.restoring import demand_known, fill
from tasks.backups.witnesses import looked_along
from tasks.ledger.verification import Verified
from tasks.opening import looking, records, records_engine

TRIAL = "trial-"
LOCK = "backup-trial"


@dataclass(frozen=True)
class Proof:
    """What came of a trial: the archive, the rows that were compared, and why it failed, None when all was well."""

    archive: str
    rows: int
    failed: str | None


@task(name="prove-newest-backup", cache_policy=NO_CACHE, persist_result=False)
def prove_newest() -> Proof | None:
    """Restore the newest backup on trial and note what came of it; None when there is none."""
    with looking() as session:
        newest = next(iter(kept_backups(session)), None)
    return prove_and_note(newest, settings()) if newest else None


def prove_and_note(backup: TakenBackup, chosen: Settings) -> Proof:
    """Restore a backup on trial, and note what came of it."""
    path, rows, failed = Path(backup.place), 0, None
    try:
        demand_taken(path, backup.sha256)
        rows = prove(path, chosen)
    except (AgencyError, OSError) as error:
        failed = str(error)
    with records() as session:
        note_trial(session, backup.id, now(), failed)
    return Proof(path.name, rows, failed)


def prove(path: Path, chosen: Settings) -> int:
    """Restore an archive on trial and return how many rows were compared.

    ``BadInput`` when it is damaged, comes out different, or holds a ledger that is broken or not the one that was noted;
    ``OSError`` when there is no room.
    """
    with opened(path) as archive, trial_folder(chosen) as folder:
        demand_known(archive)
        check(archive)
        for name in (RECORDS, PREFECT):
            if archived := archive.manifest.databases.get(name):
                fill(archive, archived, name, trial_url(folder, name))
        demand_whole(looked_along(archive, trial_url(folder, RECORDS), chosen.home))
        return sum(database.rows for database in archive.manifest.databases.values())


def trial_url(folder: Path, name: str) -> str:
    """Return the address of a database on trial."""
    return f"sqlite:///{folder / name}.db"


def demand_whole(verified: Verified) -> None:
    """Raise ``BadInput`` with the first sentence on a ledger that is broken."""
    if not verified.is_whole:
        raise BadInput(f"{verified.told} {verified.sentences[0]}")


def demand_taken(path: Path, sha256: str) -> None:
    """Raise ``BadInput`` for another file than the one that was put on record when it was taken."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise BadInput(
                _("{file} is not the file that was written when the backup was taken.").format(file=path.name)
            )


@contextmanager
def trial_folder(chosen: Settings) -> Iterator[Path]:
    """Lend a folder that is gone afterwards; what a killed trial has left goes first. One trial at a time."""
    parent = chosen.backups_directory
    parent.mkdir(parents=True, exist_ok=True)
    with held(records_engine(chosen.records_url), LOCK):
        for left in parent.glob(f"{TRIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=TRIAL, dir=parent) as folder:
            yield Path(folder)
