"""The verb ``import``: a lead's own exports, and the six tables given back, come into the records (I9, C4).

Each file is told what comes of it. Tables are taken only from a person on record, whose code is given or asked for.
"""

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from agency.errors import AgencyError
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import Person
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.edits.reading import is_given_back
from tasks.imports.arrivals import TABLES, Arrival, bring_in_file, preview_file
from tasks.imports.exports import Confirmed
from tasks.imports.reading import files_in
from tasks.imports.summary import refusal
from tasks.opening import looking


class Manner(StrEnum):
    """Whether files are only shown, shown and asked about, or written at once."""

    PREVIEW = "preview"
    ASK = "ask"
    WRITE = "write"


def import_files(files: Sequence[Path], account: str = "", manner: Manner = Manner.WRITE, by: str = "") -> int:
    """Import files for one account, or for the one that each tells; return 0 when all of them could be, else 1.

    One that can't be read stops no other. With a preview nothing is written before it was seen and agreed to. ``by`` is
    the code of who gives tables back.
    """
    named = files_in(files)
    if not named:
        tell(_("There is no file to import."))
        return 1
    if manner is Manner.WRITE:
        return tell_each(named, lambda file: bring_in_file(file, account, signed(file, by)))
    shown: list[Arrival] = []
    failed = tell_each(named, lambda file: seen(preview_file(file, account), shown))
    if manner is Manner.PREVIEW:
        return failed
    if not agrees():
        tell(_("Nothing was written."))
        return failed
    if any(arrival.clause == TABLES and arrival.brings for arrival in shown):
        by = by or asked_who()
    confirmed = frozenset(arrival.key for arrival in shown)
    return tell_each(named, lambda file: bring_in_file(file, account, signed(file, by, confirmed)))


def seen(arrival: Arrival, shown: list[Arrival]) -> Arrival:
    """Note what was shown of a file."""
    shown.append(arrival)
    return arrival


def signed(file: Path, by: str, confirmed: frozenset[str] | None = None) -> Confirmed | None:
    """Return a person's word on tables that are given back, on what was shown of them; an export needs nobody's."""
    if not by or not is_given_back(file):
        return None
    with looking() as session:
        person = by_code(session, Person, by)
    return Confirmed(person.id, frozenset([preview_file(file).key]) if confirmed is None else confirmed)


def tell_each(files: Sequence[Path], bring: Callable[[Path], Arrival]) -> int:
    """Preview or import each file and tell what comes of it; return 1 when one of them could not be read, else 0."""
    failed = 0
    for file in files:
        try:
            arrival = bring(file)
        except AgencyError as error:
            tell(refusal(error))
            failed = 1
        else:
            tell(arrival.summary)
            failed = max(failed, int(arrival.is_refused))
    return failed


def asked_who() -> str:
    """Ask the person at the terminal for their code."""
    tell(_("The six tables are given back by a person on record. Type your code, e.g. LIN:"))
    return sys.stdin.readline().strip()


def agrees() -> bool:
    """Ask the person at the terminal whether all that is to be written; no word is a no."""
    tell(_("Write all this? Type yes:"))
    return sys.stdin.readline().strip().lower() in {"y", "yes", _("yes")}


if __name__ == "__main__":
    manner, account, by, *files = sys.argv[1:]
    finish(on_records(lambda: import_files([Path(file) for file in files], account, Manner(manner), by)))
