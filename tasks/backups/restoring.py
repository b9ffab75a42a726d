"""Brings a backup back: everything is checked and loaded beside what is there, and only then takes its place."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from agency.domain.calendar import BEIJING
from agency.errors import BadInput, Misconfigured
from agency.locale import _
from agency.records.archive.loading import first_line, load
from agency.records.archive.manifest import ArchivedDatabase, ArchivedFile, Manifest
from agency.records.archive.staging import demand_free, holds_rows
from agency.records.archive.staging import prepared as staged_beside
from agency.records.archive.unpacking import Archive, check, opened
from agency.records.migrate import MIGRATIONS, upgrade
from config.settings import Settings
from tasks.backups.packing import version_of
from tasks.backups.places import KEYS, MATERIAL, NOTES, PREFECT, RAW, RECORDS, Places, fingerprints, places_of
from tasks.backups.prefect_tables import demand_fitting, forget_own_block, make_tables
from tasks.backups.taking_place import Journal, draft_of, prepared, restoring_alone
from tasks.backups.witnesses import demand_end, looked_along, noted_after
from tasks.files import file_store
from tasks.files.file_store import Content
from tasks.files.whole_files import write_whole
from tasks.ledger.heads import FILE as NOTED
from tasks.ledger.verification import Verified

ASIDE = "replaced"
BLOCK = 1 << 20
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Restored:
    """What was brought back; ``aside`` names where the former databases and files are kept, None when there were none.

    ``ledger`` is what came of looking along the restored one, ``lacking`` the keys of the house that was backed up which
    are not in this home.
    """

    manifest: Manifest
    ledger: Verified
    aside: str | None
    files: int
    lacking: tuple[str, ...]


def restore(path: Path, chosen: Settings, at: datetime, *, replace: bool = False) -> Restored:
    """Bring a backup back to where the settings say that everything lies.

    ``BadInput`` for an archive that is damaged, foreign or of a newer version; ``Misconfigured`` where something is
    already, unless it is to be replaced: then it is kept aside. In either case nothing was changed.
    """
    places = places_of(chosen)
    aside = f"{ASIDE}_{at.astimezone(BEIJING):%Y%m%d_%H%M%S}"
    with restoring_alone(places.home), opened(path) as archive:
        demand_known(archive)
        check(archive)
        is_new = is_empty(archive, places)
        if not is_new and not replace:
            sentence = _("There is a house in {home} already: give --replace, and it is kept beside.")
            raise Misconfigured(sentence.format(home=places.home))
        try:
            verified = bring_back(archive, places, aside, at)
        except (SQLAlchemyError, OSError) as error:
            sentence = _("{file} could not be restored ({reason}); what was there still is, or is kept beside.")
            raise Misconfigured(sentence.format(file=path.name, reason=first_line(error))) from error
        return Restored(
            manifest=archive.manifest,
            ledger=verified,
            aside=None if is_new else aside,
            files=len(archive.manifest.files),
            lacking=lacking(archive.manifest, places.home),
        )


def lacking(manifest: Manifest, home: Path) -> tuple[str, ...]:
    """Return the names of the keys that a home does not have as the archive's house had them."""
    there = fingerprints(home)
    return tuple(name for name, mark in manifest.keys.items() if there.get(name) != mark)


def bring_back(archive: Archive, places: Places, aside: str, at: datetime) -> Verified:
    """Prepare the databases and the files beside those that are there, and let all of them take their place.

    Return what came of looking along the restored ledger: one that is broken is brought back all the same.
    """
    databases = {name: url for name, url in places.databases.items() if name in archive.manifest.databases}
    files = [file for file in archive.manifest.files if file.folder != NOTES and not is_there(file, places)]
    journal = Journal(
        aside=aside,
        databases={name: holds_rows(url) for name, url in databases.items()},
        files=[*((file.folder, file.path) for file in files), (NOTES, NOTED)],
    )
    with prepared(journal, places):
        verified = prepare_databases(archive, databases, places.home)
        for file in files:
            prepare_file(archive, file, place_of(file, places))
        if noted := noted_after(archive, places.home, verified, at):
            write_whole(draft_of(places.home / NOTED), noted)
        for url in databases.values():
            demand_free(url)
    return verified


def prepare_databases(archive: Archive, urls: Mapping[str, str], home: Path) -> Verified:
    """Load the databases beside those that are there, and look along the ledger in them."""
    with ExitStack() as beside:
        staging = {name: beside.enter_context(staged_beside(url)) for name, url in urls.items()}
        for name, url in staging.items():
            fill(archive, archive.manifest.databases[name], name, url)
        return looked_along(archive, staging[RECORDS], home)


def fill(archive: Archive, archived: ArchivedDatabase, name: str, url: str) -> None:
    """Make the tables as they were, load them, and bring them up to this version."""
    if name == RECORDS:
        upgrade(url, to=archived.head or "head")
        load(archive, archived, url)
        demand_end(archive, url)
        upgrade(url)
    else:
        fill_prefect(archive, archived, url)


def fill_prefect(archive: Archive, archived: ArchivedDatabase, url: str) -> None:
    """Likewise for Prefect's tables, whose steps differ from engine to engine: across them only those of one version fit."""
    demand_fitting(archived, url)
    is_of_now = archived.version == version_of(PREFECT)
    make_tables(url, to=None if is_of_now else archived.head)
    load(archive, archived, url)
    if not is_of_now:
        make_tables(url)
    forget_own_block(url)


def demand_known(archive: Archive) -> None:
    """Raise ``BadInput`` for records that stand at a migration which this version does not know."""
    known = {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    records = archive.manifest.databases[RECORDS]
    if records.head not in known:
        sentence = _("{file} was made by a newer version ({version}): restore it with that one.")
        raise BadInput(sentence.format(file=archive.path.name, version=archive.manifest.version))


def is_empty(archive: Archive, places: Places) -> bool:
    """Say whether nothing is where the backup would be put: no row, and no file that is another one."""
    rows = any(holds_rows(url) for name, url in places.databases.items() if name in archive.manifest.databases)
    return not rows and not any(is_other(file, places) for file in archive.manifest.files)


def is_other(file: ArchivedFile, places: Places) -> bool:
    """Say whether another file has the place of an archived one; noted ends are put beside those that are there."""
    return (
        file.folder != NOTES and (place := place_of(file, places)).exists() and digest_of(place) != file.member.sha256
    )


def place_of(file: ArchivedFile, places: Places) -> Path:
    """Return where an archived file is put."""
    if file.folder not in places.folders:
        sentence = _("The backup holds a file for a folder that this version does not know: {folder}.")
        raise BadInput(sentence.format(folder=file.folder))
    return places.folders[file.folder] / file.path


def is_there(file: ArchivedFile, places: Places) -> bool:
    """Say whether an archived file has its place already."""
    return (place := place_of(file, places)).exists() and digest_of(place) == file.member.sha256


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def prepare_file(archive: Archive, file: ArchivedFile, place: Path) -> None:
    """Write a file beside its place, and into the store what belongs there, where nobody asks for it yet."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.read(file.member) as source, draft_of(place).open("wb") as target:
        if file.folder in (KEYS, RAW):
            draft_of(place).chmod(OWNER_ONLY)
        shutil.copyfileobj(source, target, BLOCK)
        target.flush()
        os.fsync(target.fileno())
    if file.folder == MATERIAL:
        file_store.put(draft_of(place), Content(file.member.sha256, file.member.bytes))
