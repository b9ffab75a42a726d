"""Takes a backup and puts it on record; one at a time, however many ask."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from agency.domain.backups import superfluous
from agency.errors import Misconfigured
from agency.locale import _
from agency.records.archive.manifest import Manifest
from agency.records.backups import as_value, kept_backups
from agency.records.locks import held_if_free
from agency.records.tables import TakenBackup
from agency.records.tables.base import now
from config.settings import Settings, settings
from tasks.backups.keeping import keeping
from tasks.backups.packing import Packed, take_archive
from tasks.backups.places import PREFECT, RECORDS
from tasks.opening import records, records_engine

ONE_AT_A_TIME = "backup"


@dataclass(frozen=True)
class Taken:
    """A backup that was taken: its archive, its bytes, and what it holds."""

    path: Path
    bytes: int
    manifest: Manifest


@task(name="take-backup", cache_policy=NO_CACHE, persist_result=False)
def take_nightly_backup() -> Taken:
    """Take a backup into ``backups_directory``."""
    return take_backup(settings())


def take_backup(chosen: Settings, folder: Path | None = None, *, with_keys: bool = False) -> Taken:
    """Take a backup into a folder, ``backups_directory`` unless told, and put it on record.

    ``Misconfigured`` while another is taken, or when it cannot be written.
    """
    with held_if_free(records_engine(chosen.records_url), ONE_AT_A_TIME) as is_free:
        if not is_free:
            raise Misconfigured(_("A backup is being taken at this moment: wait for it."))
        archive = take_archive(chosen, folder or chosen.backups_directory, with_keys=with_keys)
        taken = Taken(archive.path, archive.path.stat().st_size, archive.manifest)
        note(taken, archive)
    return taken


def note(taken: Taken, archive: Packed) -> None:
    """Put a backup on record."""
    with archive.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = archive.manifest
    prefect = manifest.databases.get(PREFECT)
    with records() as session:
        session.add(
            TakenBackup(
                place=str(archive.path),
                taken_at=manifest.began_at,
                ended_at=manifest.ended_at,
                bytes=taken.bytes,
                sha256=digest,
                rows=manifest.databases[RECORDS].rows,
                prefect_rows=prefect.rows if prefect else None,
                files=len(manifest.files),
                faults=len(manifest.faults),
            )
        )


@task(name="remove-old-backups", cache_policy=NO_CACHE, persist_result=False)
def remove_superfluous() -> int:
    """Delete the archives that are no longer kept, those in ``backups_directory`` only, and return how many.

    One that somebody has taken away counts as removed. The file goes first: one that is killed in between is noted the
    next time.
    """
    chosen, removed = settings(), 0
    folder = chosen.backups_directory.resolve()
    with records() as session:
        rows = {row.id: row for row in kept_backups(session) if Path(row.place).resolve().parent == folder}
        gone = [row for row in rows.values() if not Path(row.place).exists()]
        there = [as_value(row) for row in rows.values() if row not in gone]
        for row in (*gone, *(rows[one.id] for one in superfluous(there, keeping(chosen)))):
            Path(row.place).unlink(missing_ok=True)
            row.removed_at = now()
            removed += 1
    return removed
