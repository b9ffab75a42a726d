"""Where the end of the ledger is noted outside the records, so that whoever rewrites them all is found out.

A file in the agency's home, one line a look: the moment, the number of the last link, its hash. Lines are only added.
A restore adds one with ``restored`` in it: the ledger went on from there, and what was noted past it is of another life.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from agency.domain.chain import Head
from agency.errors import BadInput
from agency.locale import _
from config.settings import settings

FILE = "ledger-heads.txt"
RESTORED = "restored"
LINE = re.compile(rf"^(\S+) ({RESTORED} )?(\d{{1,18}}) ([0-9a-f]{{64}})$")
NOTE = re.compile(r"^(\d{1,18}):([0-9a-f]{16,64})$")


def heads_file() -> Path:
    """Return the file that the ends are noted in."""
    return settings().home / FILE


def noted_heads() -> list[Head]:
    """Return every end that was noted of the ledger as it stands, oldest first, the one it was last restored to included."""
    return lives(lines_of(heads_file()))[-1]


def lines_of(file: Path) -> list[str]:
    """Return the ends in a file as its lines; one that is none, as half of one after a crash, is passed over."""
    return lines_in(file.read_text(encoding="utf-8", errors="replace")) if file.exists() else []


def lines_in(text: str) -> list[str]:
    """Return the lines of a text that are ends."""
    return [line for line in text.splitlines() if LINE.match(line)]


def lives(lines: Iterable[str]) -> list[list[Head]]:
    """Return the ends by the lives of the ledger, oldest life first; each restore begins one, with the end it restored.

    That end binds all before it, so nothing noted earlier is needed to hold a later life to it.
    """
    found: list[list[Head]] = [[]]
    for line in lines:
        if told := LINE.match(line):
            head = Head(int(told[3]), told[4])
            if told[2]:
                found.append([])
            found[-1].append(head)
    return found


def note_head(head: Head, at: datetime) -> None:
    """Note the end of the ledger, unless it is the one noted last; nothing is noted of an empty one."""
    if not head.number or noted_heads()[-1:] == [head]:
        return
    heads_file().parent.mkdir(parents=True, exist_ok=True)
    with heads_file().open("a", encoding="utf-8") as file:
        file.write(f"{line_of(head, at)}\n")


def line_of(head: Head, at: datetime, mark: str = "") -> str:
    """Return the line of an end that was seen at a moment, with a mark before its number."""
    told = (at.astimezone(UTC).isoformat(timespec="seconds"), mark, str(head.number), head.hash)
    return " ".join(part for part in told if part)


def together(here: Sequence[str], brought: Sequence[str]) -> list[str]:
    """Return the lines that are here in their order, and before them those that were brought and are not here."""
    return [*(line for line in brought if line not in set(here)), *here]


def head_of(text: str) -> Head:
    """Return an end that somebody wrote down, as ``number:hash``; ``BadInput`` where it is none.

    The first 16 digits are enough, as an operations report has them.
    """
    if (found := NOTE.match(text.strip().lower())) is None:
        sentence = _("{text} is no end of a ledger, written like 120:9f86d081884c7d65… with 16 to 64 digits.")
        raise BadInput(sentence.format(text=text[:80]))
    return Head(int(found[1]), found[2])
