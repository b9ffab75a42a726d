"""The verb ``enrol``: a person's app gets a secret, shown once as a QR code, and gives a code that shows it works."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import segno

from agency.errors import BadInput
from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.identity.enrolling import Enrolling, begin_enrolling, confirm, take_away

TRIES = 3
AGAIN, AWAY = "again", "away"


def enrol(person: str, way: str, svg: str) -> int:
    """Enrol a person, also ``again`` in the place of codes before, or take codes ``away``; return 1 when nothing changed.

    ``svg`` names a file for the QR code where a terminal cannot show it; it is deleted again at the end.
    """
    if way == AWAY:
        tell(_("{name} has no one-time codes any more.").format(name=take_away(person)))
        return 0
    enrolling = begin_enrolling(person, again=way == AGAIN)
    with shown(enrolling, Path(svg) if svg else None):
        if not confirmed(enrolling):
            tell(_("No code fitted: nothing is changed. Is the clock of the telephone right?"))
            return 1
    tell(_("{name} is enrolled; gates that want a proof ask for a code from now on.").format(name=enrolling.name))
    return 0


def confirmed(enrolling: Enrolling) -> bool:
    """Ask for a code of the app until one fits; False when none of a few did."""
    for left in reversed(range(TRIES)):
        if confirm(enrolling, asked(), datetime.now(UTC)):
            return True
        if left:
            tell(_("That code does not fit; wait for the next one. Tries left: {left}.").format(left=left))
    return False


@contextmanager
def shown(enrolling: Enrolling, svg: Path | None) -> Iterator[None]:
    """Show the secret while the block lasts, on the terminal or in a file."""
    code = segno.make(enrolling.address, error="m")
    tell(_("For the app of {name}, shown this once; nobody else may see it:").format(name=enrolling.name))
    if svg is None:
        code.terminal(compact=True)
        tell(_("Where the app cannot scan it, open this address on the telephone, or type its secret in:"))
        tell(enrolling.address)
        yield
        return
    opened = opened_anew(svg)
    try:
        with os.fdopen(opened, "wb") as file:
            code.save(file, kind="svg", scale=8)
        tell(_("Open {file} in a browser; it is deleted afterwards.").format(file=svg))
        yield
    finally:
        svg.unlink(missing_ok=True)


def opened_anew(svg: Path) -> int:
    """Return a file that was not there, readable by its owner only; raise ``BadInput`` for one that is there."""
    try:
        return os.open(svg, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(_("{file} cannot be written: {reason}.").format(file=svg, reason=error.strerror)) from error


def asked() -> str:
    """Return the code that is typed; nothing at the end of the input."""
    tell(_("The six digits that the app shows now:"))
    return sys.stdin.readline().strip()


if __name__ == "__main__":
    finish(on_records(lambda: enrol(*sys.argv[1:4])))
