"""What the groups of the story heard, written down as their members would read it."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from agency.domain.calendar import BEIJING
from agency.sandbox.bots import Heard
from tests.story.agency import HOUSE, PROJECTS, handles

NAMES = {code: name for code, (name, _roles) in HOUSE.items()} | {
    code: name for told in PROJECTS for code, name in told.cast.values()
}
CALL = re.compile(r"<at id=\S+></at>|<@\w+>|@\d{11}")
FILE = re.compile(r"\]\(http://127\.0\.0\.1:\d+/files/\S+\)")
BY_HANDLE = {handle: name for code, name in NAMES.items() for handle in handles(code).values()}


def log(messages: Iterable[Heard]) -> str:
    """Return everything that was heard, in the order of time; what came at one moment in that of the groups."""
    return "\n\n".join(sorted_entries(messages)) + "\n"


def sorted_entries(messages: Iterable[Heard]) -> Sequence[str]:
    return sorted(entry(one) for one in messages)


def entry(one: Heard) -> str:
    """Return one message: when, where, to whom, and what it says."""
    called = "".join(f" @{name}" for name in mentioned(one))
    head = f"{one.at.astimezone(BEIJING):%m-%d %H:%M} {one.token.upper()}{called}"
    return "\n".join([head, f"  {one.title}", *(f"  {line}" for line in said(one))])


def said(one: Heard) -> list[str]:
    """Return the lines of a message as they are seen; who is called stands above, and a file has another address each time."""
    seen = (FILE.sub("](文件)", CALL.sub("", unescape(line))).strip() for line in one.text.splitlines())
    return [line for line in seen if line and line.lstrip("# ") != one.title]


def mentioned(one: Heard) -> list[str]:
    """Return the names of those whose telephone rang."""
    return sorted(BY_HANDLE[handle] for handle in one.mentions)
