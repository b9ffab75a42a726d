"""Where the end of the ledger is noted outside the records, so that whoever rewrites them all is found out.

A file in the agency's home, one line a look: the moment, the number of the last link, its hash. Lines are only added.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from agency.domain.chain import Head
from agency.errors import BadInput
from agency.locale import _
from config.settings import settings

FILE = "ledger-heads.txt"
LINE = re.compile(r"^(\S+) (\d{1,18}) ([0-9a-f]{64})$")
NOTE = re.compile(r"^(\d{1,18}):([0-9a-f]{64})$")


def heads_file() -> Path:
    """Return the file that the ends are noted in."""
    return settings().home / FILE


def noted_heads() -> list[Head]:
    """Return every end that was noted, oldest first; a line that is none, as half of one after a crash, is passed over."""
    file = heads_file()
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    return [Head(int(found[2]), found[3]) for line in lines if (found := LINE.match(line))]


def note_head(head: Head, at: datetime) -> None:
    """Note the end of the ledger, unless it is the one noted last; nothing is noted of an empty one."""
    if not head.number or noted_heads()[-1:] == [head]:
        return
    heads_file().parent.mkdir(parents=True, exist_ok=True)
    with heads_file().open("a", encoding="utf-8") as file:
        file.write(f"{at.astimezone(UTC).isoformat(timespec='seconds')} {head.number} {head.hash}\n")


def head_of(text: str) -> Head:
    """Return an end that somebody wrote down, as ``number:hash``; ``BadInput`` where it is none."""
    if (found := NOTE.match(text.strip().lower())) is None:
        raise BadInput(
            _("{text} is no end of a ledger, written like 120:9f86d081… with all 64 digits.").format(text=text[:80])
        )
    return Head(int(found[1]), found[2])
