"""The Markdown that messages are written in: paragraphs, headings, list entries, bold and links; nothing else is markup.

It is read into lines of runs, so that each channel can say them in its own dialect and cut between them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from agency.notices.notice import Mention

HEADING = re.compile(r"#{1,6} +(.+)")
ENTRY = re.compile(r" *[-*] +(.+)")
MARKUP = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|\*\*(?=\S)(?P<bold>(?:\\.|[^\\\n])+?)(?<=\S)\*\*"
    r"|\[(?P<label>(?:\\.|[^\\\[\]\n])*)\]\((?P<url>https?://[^\s<>()]+)\)"
)
SPECIAL = re.compile(r"([\\*\[\]#<>`_-])")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Kind(Enum):
    """What a line is."""

    WORDS = auto()
    ENTRY = auto()
    HEADING = auto()


class Gap(Enum):
    """What stands between a line and the one before it; a line that was cut goes on without a gap."""

    NONE = auto()
    LINE = auto()
    PARAGRAPH = auto()


@dataclass(frozen=True)
class Words:
    """Plain words; they may be cut anywhere between two characters."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Link:
    """A link; it is never cut."""

    text: str
    url: str


@dataclass(frozen=True)
class Call:
    """Somebody who is spoken to; never cut either."""

    mention: Mention


Run = Words | Link | Call


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a text."""

    runs: tuple[Run, ...]
    kind: Kind = Kind.WORDS
    gap: Gap = Gap.PARAGRAPH


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a Markdown text; what shows nowhere and what no text may hold are left out."""
    gap = Gap.PARAGRAPH
    for written in UNSEEN.sub("", text.replace("\r\n", "\n")).split("\n"):
        if not written.strip():
            gap = Gap.PARAGRAPH
            continue
        kind, words = kind_of(written.rstrip())
        runs = runs_of(words) if kind is not Kind.HEADING else map(unmarked, runs_of(words))
        yield Line(runs=tuple(runs), kind=kind, gap=gap)
        gap = Gap.LINE


def kind_of(written: str) -> tuple[Kind, str]:
    """Return what a written line is, and its words."""
    if heading := HEADING.fullmatch(written):
        return Kind.HEADING, heading[1]
    if entry := ENTRY.fullmatch(written):
        return Kind.ENTRY, entry[1]
    return Kind.WORDS, written


def unmarked(run: Run) -> Run:
    """Return a run of a heading, where nothing is bold."""
    return Words(run.text) if isinstance(run, Words) else run


def runs_of(words: str, *, bold: bool = False) -> Iterator[Run]:
    """Yield the runs of one line; neighbouring words of one kind come as one."""
    pending = ""
    for run in pieces_of(words, bold=bold):
        if isinstance(run, Words) and run.bold is bold:
            pending += run.text
            continue
        if pending:
            yield Words(pending, bold)
        pending = ""
        yield run
    if pending:
        yield Words(pending, bold)


def pieces_of(words: str, *, bold: bool) -> Iterator[Run]:
    """Yield words and markup as they come."""
    place = 0
    for found in MARKUP.finditer(words):
        if found.start() > place:
            yield Words(words[place : found.start()], bold)
        place = found.end()
        if found["escaped"]:
            yield Words(found["escaped"], bold)
        elif found["bold"]:
            yield from runs_of(found["bold"], bold=True)
        else:
            yield Link(unescaped(found["label"]) or found["url"], found["url"])
    if place < len(words):
        yield Words(words[place:], bold)


def unescaped(text: str) -> str:
    """Return a text without the backslashes before its signs."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def escaped(text: str) -> str:
    """Return what somebody typed as Markdown that says just that, on one line: neither bold, nor a link, nor a list."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
