"""Takes a backup of a house at work: Prefect's tables, what lies in the inbox, the records, and then their files.

The order makes it whole. Prefect is looked at before the records, so that no run in its copy has ended with something
that the records lack; what a run has done since is found on record and passed over. A file is on the disk before it is
on record, and nothing on record is ever written over: so files come last. The inbox comes before the records, or a file
imported in between would be in neither; and so do the noted ends of the ledger, or one would be noted of what is not in it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

from agency.domain.calendar import BEIJING
from agency.errors import Misconfigured
from agency.locale import _
from agency.records import chain
from agency.records.archive.manifest import (
    FORMAT,
    PRODUCT,
    ArchivedDatabase,
    ArchivedFile,
    ArchivedHead,
    Manifest,
    Member,
)
from agency.records.archive.packing import UNFINISHED, pack_database, pack_file, pack_manifest, packed
from agency.records.archive.snapshot import snapshot
from agency.records.archive.staging import sqlite_file
from agency.records.tables.base import now
from config.settings import Settings
from tasks.backups.material import Kept, Raw, bring_raw, brought, material_of, raw_of
from tasks.backups.places import (
    GIVEN_BACK,
    INBOX,
    KEYS,
    MATERIAL,
    NOTES,
    PREFECT,
    RAW,
    RECORDS,
    REFUSED,
    files_below,
    fingerprints,
    places_of,
    secrets_of,
)
from tasks.ledger.heads import FILE

SUFFIX = ".zip"


@dataclass(frozen=True)
class Packed:
    """An archive that was written."""

    path: Path
    manifest: Manifest


def take_archive(chosen: Settings, folder: Path, *, with_keys: bool = False) -> Packed:
    """Write an archive of everything into a folder; ``Misconfigured`` when it cannot be written there.

    Only when it is whole it bears its name. Anything that a killed one has left is removed.
    """
    began = now()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        remove_unfinished(folder)
        path = free_name(folder, began)
        with packed(path) as writing:
            manifest = Packing(chosen, writing, began).everything(with_keys=with_keys)
            pack_manifest(writing, manifest)
    except OSError as error:
        sentence = _("The backup cannot be written to {folder} ({reason}).")
        raise Misconfigured(sentence.format(folder=folder, reason=error.strerror or error)) from error
    return Packed(path, manifest)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed backup has left; the caller sees to it that none is at work."""
    for left in folder.glob(f"*{UNFINISHED}"):
        left.unlink(missing_ok=True)


def free_name(folder: Path, at: datetime) -> Path:
    """Return a name that tells the Beijing time to the second, and that nothing in the folder has."""
    stem = f"{PRODUCT}-{at.astimezone(BEIJING):%Y%m%d-%H%M%S}"
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path


class Packing:
    """One backup as it is taken: what was written so far, and what was not as it should be."""

    def __init__(self, chosen: Settings, writing: ZipFile, began: datetime) -> None:
        self.places = places_of(chosen)
        self.writing = writing
        self.began = began
        self.databases: dict[str, ArchivedDatabase] = {}
        self.files: list[ArchivedFile] = []
        self.faults: list[str] = []

    def everything(self, *, with_keys: bool) -> Manifest:
        """Write all parts in their order, and return what they are."""
        self.prefect()
        self.folders(INBOX)
        self.file(NOTES, FILE)
        with snapshot(self.places.records_url) as connection:
            taken_at = now()
            self.databases[RECORDS] = pack_database(self.writing, RECORDS, connection, version_of(PRODUCT))
            head = chain.head_on(connection)
            kept, raw = material_of(connection), raw_of(connection)
        self.material(kept)
        self.raw(raw)
        self.folders(RAW, GIVEN_BACK, REFUSED)
        if with_keys:
            self.keys()
        return Manifest(
            format=FORMAT,
            product=PRODUCT,
            version=version_of(PRODUCT),
            began_at=taken_at,
            ended_at=now(),
            databases=self.databases,
            files=tuple(self.files),
            ledger=ArchivedHead(number=head.number, hash=head.hash),
            faults=tuple(self.faults),
            keys=fingerprints(self.places.home),
            with_keys=with_keys,
        )

    def prefect(self) -> None:
        """Write Prefect's tables; a house that was never opened has none."""
        url = self.places.prefect_url
        file = sqlite_file(url)
        if file and not file.exists():
            self.faults.append(_("Prefect has no database yet: {file} is missing.").format(file=file))
            return
        with snapshot(url) as connection:
            self.databases[PREFECT] = pack_database(self.writing, PREFECT, connection, version_of(PREFECT))

    def material(self, kept: Sequence[Kept]) -> None:
        """Write the files on record, each once, and note those that are gone or are no longer what was kept."""
        written: dict[str, Member | None] = {}
        for each in kept:
            if each.place not in written:
                written[each.place] = self.file(MATERIAL, each.place, brought(self.places.folders[MATERIAL], each))
            member = written[each.place]
            if member is None:
                self.faults.append(_("A file on record is gone: {file}").format(file=each.place))
            elif member.sha256 != each.sha256:
                self.faults.append(_("A file on record was changed since: {file}").format(file=each.place))

    def raw(self, brought_in: Sequence[Raw]) -> None:
        """Fetch what other machines have read out of the store, and note what is gone."""
        for each in brought_in:
            if not bring_raw(self.places.folders[RAW], each):
                self.faults.append(_("A file on record is gone: {file}").format(file=each.place))

    def folders(self, *names: str) -> None:
        """Write everything in some folders; what is moved away meanwhile is left out."""
        for name in names:
            for path in files_below(self.places.folders[name]):
                self.file(name, path)

    def keys(self) -> None:
        """Write the keys; whoever has this archive has everything."""
        for secret in secrets_of(self.places.home):
            self.file(KEYS, secret.name)

    def file(self, folder: str, path: str, source: Path | None = None) -> Member | None:
        """Write one file, and return what was written; None for one that is not there."""
        with suppress(FileNotFoundError), (source or self.places.folders[folder] / path).open("rb") as file:
            member = pack_file(self.writing, f"{folder}/{path}", file)
            self.files.append(ArchivedFile(folder=folder, path=path, member=member))
            return member
        return None


def version_of(package: str) -> str:
    """Return the version of a package that is installed."""
    return metadata.version(package)
