"""The watched folder: what lies in it is imported and put away, with a note beside it that says what came of it (I9).

A file is moved only after its import has ended. Whatever is broken off before is found again by the next look, and the
file's own content tells that it is on record already.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.calendar import beijing_day
from agency.errors import AgencyError
from agency.locale import _
from agency.records.tables.base import now
from config.settings import settings
from tasks.imports.arrivals import Arrival, bring_in_file
from tasks.imports.reading import files_of
from tasks.imports.summary import refusal

SETTLED_AFTER = timedelta(seconds=30)
UNFINISHED = (".part", ".crdownload", ".download", ".tmp")
DONE, REFUSED = "inbox-done", "inbox-refused"
NOTE, LONGEST_NAME = ".txt", 255  # bytes of a name that a file system takes
SUFFIX, ROOM = 8, 20  # characters of an ending that are kept, and bytes that it and a number take
WITH_A_MARK = "utf-8-sig"  # or an old editor on Windows takes the note for GBK


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file in the watched folder; ``account`` is the code that its sub-folder bears, empty without one."""

    path: Path
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class PutAway:
    """What came of one file of the watched folder."""

    file: str
    account: str
    is_refused: bool
    sentence: str
    undecided: int = 0


@task(name="look-into-inbox", cache_policy=NO_CACHE, persist_result=False)
def settled_files() -> list[Waiting]:
    """Return the files of the watched folder that nobody is writing any more; the folder is made where it is missing."""
    folder, moment = settings().inbox_directory, now()
    folder.mkdir(parents=True, exist_ok=True)
    return [waiting for waiting in waiting_in(folder) if is_settled(waiting.path, moment)]


def waiting_in(folder: Path) -> Iterator[Waiting]:
    """Yield the files of the folder itself, and those of its sub-folders, each named after an account."""
    yield from (Waiting(path=path) for path in files_of(folder))
    for below in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        yield from (Waiting(path=path, account=below.name) for path in files_of(below))


def is_settled(path: Path, moment: datetime) -> bool:
    """Tell whether a file was neither written nor put here within the last half minute."""
    if path.suffix.lower() in UNFINISHED or not path.exists():
        return False
    seen = path.stat()
    return moment.timestamp() - max(seen.st_mtime, seen.st_ctime) >= SETTLED_AFTER.total_seconds()


@task(name="import-from-inbox", task_run_name="I9 · {waiting.path.name}", cache_policy=NO_CACHE, persist_result=False)
def take_file(waiting: Waiting) -> PutAway | None:
    """Import one file of the watched folder and put it away; one that can't be imported is put among the refused.

    None when somebody else took the file meanwhile.
    """
    try:
        arrival = bring_in_file(waiting.path, waiting.account)
        outcome, note = taken(arrival), arrival.summary
    except AgencyError as error:
        outcome, note = refused(waiting, str(error)), refusal(error)
    return put_away(waiting, outcome, note) if waiting.path.exists() else None


def refused(waiting: Waiting, sentence: str) -> PutAway:
    """Return that a file was not imported, and why."""
    return PutAway(file=waiting.path.name, account=waiting.account, is_refused=True, sentence=sentence)


def taken(arrival: Arrival) -> PutAway:
    """Return what a file has brought."""
    return PutAway(
        file=arrival.file,
        account=_(", ").join(arrival.codes),
        is_refused=arrival.is_refused,
        sentence=arrival.totals,
        undecided=arrival.undecided,
    )


def put_away(waiting: Waiting, outcome: PutAway, note: str) -> PutAway:
    """Move a file out of the watched folder, its note beside it, and return what came of it.

    The note is there first: whoever finds the file finds the note. A file that can't be moved stays, and that is told.
    """
    place = free_place(settings().home / (REFUSED if outcome.is_refused else DONE) / str(beijing_day(now())), waiting)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        note_beside(place).write_text(note + "\n", encoding=WITH_A_MARK)
        shutil.move(waiting.path, place)
    except OSError as error:
        sentence = _("{file} can't be moved out of the inbox: {reason}. {sentence}")
        return refused(waiting, sentence.format(file=outcome.file, reason=error.strerror, sentence=outcome.sentence))
    return outcome


def note_beside(place: Path) -> Path:
    """Return where the note on a file lies: of a very long name, which a file system bears just so, the beginning."""
    name = place.name.encode()[: LONGEST_NAME - len(NOTE)].decode(errors="ignore")
    return place.with_name(name + NOTE)


def free_place(folder: Path, waiting: Waiting) -> Path:
    """Return where a file goes: under its own name, with a number where a file of this name was put away before."""
    place, number = folder / waiting.path.name, 1
    while place.exists():
        number += 1
        stem = waiting.path.stem.encode()[: LONGEST_NAME - ROOM].decode(errors="ignore")
        place = folder / f"{stem} ({number}){waiting.path.suffix[:SUFFIX]}"
    return place


@task(name="report-inbox", cache_policy=NO_CACHE, persist_result=False)
def report_inbox(files: Sequence[PutAway]) -> None:
    """Leave a table of what came of each file, where there was any."""
    if files:
        create_table_artifact(
            table=[row_of(each) for each in files],
            key="import-inbox",
            description=_("What came of the files in the inbox."),
        )


def row_of(file: PutAway) -> dict[str, str]:
    """Return one file as a row of text."""
    return {
        _("file"): file.file,
        _("account"): file.account,
        _("result"): _("refused") if file.is_refused else _("imported"),
        _("undecided rows"): str(file.undecided),
        _("what came of it"): file.sentence,
    }
