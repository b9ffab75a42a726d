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
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.calendar import beijing_day
from agency.errors import AgencyError
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records.tables.base import now
from config.settings import settings
from tasks.imports.arrivals import Arrival, bring_in_file
from tasks.imports.reading import files_of
from tasks.imports.summary import refusal

SETTLED_AFTER = timedelta(seconds=30)
UNFINISHED = (".part", ".crdownload", ".download", ".tmp")
PAGE = "import-inbox"
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
    """Leave a page of what came of each file, where there was any."""
    if files:
        create_markdown_artifact(page_of(files), key=PAGE, description=_("What came of the files in the inbox."))


def page_of(files: Sequence[PutAway]) -> str:
    """Return the page: what is to be done, then the refused files, those with rows for a person, and the others."""
    worst_first = sorted(files, key=lambda file: (not file.is_refused, -file.undecided))
    return "\n\n".join([heading(files), *next_steps(files), "\n".join(line_of(file) for file in worst_first)])


def heading(files: Sequence[PutAway]) -> str:
    """Return how many files came to what."""
    refused = sum(file.is_refused for file in files)
    sentence = _("**{refused} refused, {imported} imported, {undecided} rows for a person to decide**")
    undecided = sum(file.undecided for file in files)
    return sentence.format(refused=refused, imported=len(files) - refused, undecided=undecided)


def next_steps(files: Sequence[PutAway]) -> Iterator[str]:
    """Yield what somebody has to do now, nothing where all went well."""
    if any(file.is_refused for file in files):
        yield _(
            "Refused files lie in {folder}, a note beside each says all of it; mended, they go into the inbox again."
        ).format(folder=REFUSED)
    if any(file.undecided for file in files):
        yield _("The rows to decide wait in Runs, as a run of settle-import for each file.")


def line_of(file: PutAway) -> str:
    """Return one file as an item: its name, for which account, and what came of it."""
    account = f" → {escaped(file.account)}" if file.account else ""
    said = _("refused") if file.is_refused else _("imported")
    return f"- **{escaped(file.file)}**{account} · {said} · {escaped(file.sentence)}"
