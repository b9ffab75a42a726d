"""The verb ``import``: a lead's own exports come into the records, and each is told what comes of it (I9)."""

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from agency.errors import AgencyError
from agency.locale import _
from shortvideo.ending import finish
from shortvideo.progress import tell
from tasks.exports import bring_in, preview
from tasks.import_plan import ImportPlan
from tasks.import_reading import files_in
from tasks.import_summary import refusal, summary


class Manner(StrEnum):
    """Whether files are only shown, shown and asked about, or written at once."""

    PREVIEW = "preview"
    ASK = "ask"
    WRITE = "write"


def import_files(files: Sequence[Path], account: str = "", manner: Manner = Manner.WRITE) -> int:
    """Import files for one account, or for the one that each tells; return 0 when all of them could be, else 1.

    One that can't be read stops no other. With a preview nothing is written before it was seen and agreed to.
    """
    named = files_in(files)
    if not named:
        tell(_("There is no file to import."))
        return 1
    if manner is Manner.WRITE:
        return tell_each(named, account, bring_in)
    failed = tell_each(named, account, preview)
    if manner is Manner.PREVIEW:
        return failed
    if not agrees():
        tell(_("Nothing was written."))
        return failed
    return tell_each(named, account, bring_in)


def tell_each(files: Sequence[Path], account: str, bring: Callable[[Path, str], ImportPlan]) -> int:
    """Preview or import each file and tell what comes of it; return 1 when one of them could not be read, else 0."""
    failed = 0
    for file in files:
        try:
            tell(summary(bring(file, account)))
        except AgencyError as error:
            tell(refusal(error))
            failed = 1
    return failed


def agrees() -> bool:
    """Ask the person at the terminal whether all that is to be written; no word is a no."""
    tell(_("Write all this? Type yes:"))
    return sys.stdin.readline().strip().lower() in {"y", "yes", _("yes")}


if __name__ == "__main__":
    finish(lambda: import_files([Path(file) for file in sys.argv[3:]], sys.argv[2], Manner(sys.argv[1])))
