"""Lets what a restore has prepared take its place: all of it or nothing, whoever is killed meanwhile.

What is to come lies beside what is there, under another name. A journal in the home names it: first as being prepared, then
as whole. From then on the restore is done, and whoever comes next puts in place what is not there yet; before, it is as if
nobody had restored anything.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.archive.staging import discard, take_place
from tasks.backups.places import NOTES, Places, journal_of, restored_mark
from tasks.files.whole_files import write_whole

DRAFT = "replaced"
COPY = "copied"


@dataclass(frozen=True, kw_only=True)
class Journal:
    """What is to take its place: the databases, each with whether rows are there that are to be kept, and the files.

    A file is named by its folder, as ``Places`` calls it, and its path in there. ``aside`` is where the former ones go.
    """

    aside: str
    databases: Mapping[str, bool]
    files: Sequence[tuple[str, str]]
    is_whole: bool = False

    @classmethod
    def read(cls, home: Path) -> Self | None:
        """Return the journal of a home; None where no restore was broken off in it."""
        place = journal_of(home)
        if not place.exists():
            return None
        told = json.loads(place.read_text(encoding="utf-8"))
        return cls(**told | {"files": [(folder, path) for folder, path in told["files"]]})

    def write(self, home: Path) -> None:
        """Write it, whole or not at all."""
        write_whole(journal_of(home), json.dumps(asdict(self), ensure_ascii=False).encode())


@contextmanager
def restoring_alone(home: Path) -> Iterator[None]:
    """Let nobody else restore into a home, or finish a restore there; ``Misconfigured`` while somebody does."""
    lock = home / "locks" / "restore.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misconfigured(_("Something is being restored here at this moment: wait for it.")) from None
        yield


@contextmanager
def prepared(journal: Journal, places: Places) -> Iterator[None]:
    """Keep the journal while something is prepared, and let all of it take its place at the end, or leave no trace."""
    journal.write(places.home)
    try:
        yield
        replace(journal, is_whole=True).write(places.home)
    except BaseException:
        forget(journal, places)
        raise
    put_in_place(journal, places)


def finish_broken_off(places: Places) -> str | None:
    """Finish or undo the restore that was broken off in a home, and return what came of it; None where there was none.

    ``Misconfigured`` while a restore is at work, or a database in use; the same call may be made again.
    """
    if Journal.read(places.home) is None:
        return None
    with restoring_alone(places.home):
        if (journal := Journal.read(places.home)) is None:
            return None
        if journal.is_whole:
            put_in_place(journal, places)
            return _("A restore was broken off just before its end: it has been finished, nothing is missing.")
        forget(journal, places)
        return _("A restore was broken off before anything was in its place: everything is as it was. Restore again.")


def put_in_place(journal: Journal, places: Places) -> None:
    """Put in place what is not there yet; killed in between, it is called again."""
    for folder, path in journal.files:
        former = places.home / journal.aside / folder / path
        put_file_in_place(places.folders[folder] / path, None if folder == NOTES else former)  # new notes hold the old
    for name, keeps in journal.databases.items():
        take_place(places.databases[name], journal.aside if keeps else None)
    restored_mark(places.home).touch()
    journal_of(places.home).unlink()


def put_file_in_place(place: Path, former: Path | None) -> None:
    """Put a prepared file in its place; the one that has it is copied to ``former``, so that the place is never empty."""
    if not draft_of(place).exists():
        return
    if former and place.exists():
        former.parent.mkdir(parents=True, exist_ok=True)
        copy = former.with_name(f".{former.name[:100]}.{COPY}")
        shutil.copy2(place, copy)
        copy.replace(former)
    draft_of(place).replace(place)


def forget(journal: Journal, places: Places) -> None:
    """Remove what was prepared."""
    for folder, path in journal.files:
        draft_of(places.folders[folder] / path).unlink(missing_ok=True)
    for name in journal.databases:
        discard(places.databases[name])
    journal_of(places.home).unlink(missing_ok=True)


def draft_of(place: Path) -> Path:
    """Return where a file is prepared that is to have a place: beside it, so that it gets there in one step."""
    return place.with_name(f".{place.name[:100]}.{DRAFT}")
