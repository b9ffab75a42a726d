"""Reads a shoot record from the names of its footage: which takes there are of each shot, and what they are good for (I6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agency.domain.footage import FootageName, read_footage_name
from agency.domain.terms import label
from agency.domain.terms.shoots import TakeVerdict
from agency.errors import BadInput
from agency.locale import _


@dataclass(frozen=True)
class Recorded:
    """One line of a shoot record: a file, the take it holds, and what that take is good for."""

    file_name: str
    name: FootageName
    verdict: TakeVerdict
    note: str


def read_record(lines: Sequence[str], pattern: str) -> tuple[list[Recorded], list[str]]:
    """Return the takes that were read, and a sentence for each line that was not.

    A line is a file's name, then what the take is good for (good when nothing is said) and a note, apart by tabs.
    """
    recorded, broken = [], []
    for number, line in enumerate(lines, start=1):
        try:
            recorded.append(read_line(line, pattern))
        except BadInput as fault:
            broken.append(_("Line {number}: {fault}").format(number=number, fault=fault))
    return recorded, broken


def read_line(line: str, pattern: str) -> Recorded:
    """Read one line of a shoot record; raise ``BadInput`` with half a sentence on what is wrong with it."""
    file_name, verdict, note = [*(cell.strip() for cell in line.split("\t", 2)), "", ""][:3]
    return Recorded(file_name, read_footage_name(file_name, pattern), read_verdict(verdict), note)


def read_verdict(word: str) -> TakeVerdict:
    """Return what a take is good for; an empty word means good."""
    words: Mapping[str, TakeVerdict] = {label(verdict): verdict for verdict in TakeVerdict}
    if not word:
        return TakeVerdict.GOOD
    if word not in words:
        raise BadInput(_("“{word}” is not one of {known}.").format(word=word, known="、".join(words)))
    return words[word]
