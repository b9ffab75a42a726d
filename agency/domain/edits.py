"""What a person wrote into a cell of a table that was given back, as a value; what can't be one is told in one sentence (C4).

Nothing is guessed: a day without a year takes the year that brings it nearest to the days of its row, a moment without a
time of day keeps the one that stood there, and everything else that is left out is asked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from agency.domain.calendar import BEIJING, YEARS
from agency.domain.terms.people import Role, Side
from agency.errors import BadInput
from agency.locale import _

Cell = str | int | float | bool | datetime | date | time | timedelta
"""A cell as a spreadsheet holds it; an empty one is the empty text."""

NOTHING = frozenset({"", "-", "--", "\u2013", "\u2014", "no data"})
WHOLE_DAY = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?", re.ASCII)
DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
DAY_AND_CLOCK = re.compile(r"(.*\S?)(?:\s+|T|(?<=\u65e5))(\d{1,2}:\d{2}\S*)", re.ASCII)
NAME_AND_CODE = re.compile(r"([^()]+?)\s*\(\s*([^()]+?)\s*\)|(\S+)\s+(\S+)")
LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
SERIAL_ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone
SERIALS = range(36_526, 73_051)  # 2000 to 2099: any other number is no date
SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Known:
    """A person as a table may name them; ``member_of`` has their roles in each project, by its id."""

    id: str
    code: str
    name: str
    side: Side = Side.INTERNAL
    active: bool = True
    member_of: Mapping[str, frozenset[Role]] = field(default_factory=dict)

    @property
    def is_inside(self) -> bool:
        """Whether this is one of the agency's own people."""
        return self.side is Side.INTERNAL

    def holds(self, role: Role, projects: Iterable[str]) -> bool:
        """Say whether the person has a role in one of these projects."""
        return any(role in self.member_of.get(project, frozenset()) for project in projects)


def says_nothing(cell: Cell) -> bool:
    """Say whether a cell is silent: empty, a dash, or the words for what is not known. Silence never erases."""
    return text_of(cell).lower() in NOTHING or text_of(cell) == _("no data")


def text_of(cell: Cell) -> str:
    """Return what is written, without blanks at its ends and with one kind of line break; 12.0 is written 12."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def quoted(cell: Cell) -> str:
    """Return the beginning of what is written, on one line, for a sentence."""
    text = " ".join(text_of(cell).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def narrow(cell: Cell) -> str:
    """Return what is written with digits and marks in half width; a number is no text: of 11.3 nobody knows which day it is."""
    return unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) else ""


def read_day(cell: Cell, near: date) -> date:
    """Return the day that is meant; one without a year is the one nearest to ``near``. ``BadInput`` for what is no day.

    2026-11-25, 2026/11/25, 2026.11.25, the Chinese way of writing, a spreadsheet's date and its serial number are read.
    """
    local = written_moment(cell)
    if local is not None:
        return local.date()
    text = narrow(cell)
    if (apart := DAY_AND_CLOCK.fullmatch(text)) and CLOCK.fullmatch(apart[2]):
        text = apart[1].strip()
    if (found := day_in(text, near)) is not None:
        return found
    raise BadInput(_("“{text}” is no day; write it like 2026-11-25").format(text=quoted(cell)))


def read_moment(cell: Cell, *, was: datetime | None, day: date | None, near: date) -> datetime:
    """Return the moment that is meant in Beijing, in UTC; ``BadInput`` for what is none.

    A day alone keeps the time of day of ``was``; a time alone is on ``day``, else on the day of ``was``.
    """
    stood = was.astimezone(BEIJING) if was else None
    on, at = parts_of(cell, near)
    if on is None and at is None:
        raise BadInput(_("“{text}” is no moment; write it like 2026-12-21 18:00").format(text=quoted(cell)))
    if on is None:
        on = day or (stood.date() if stood else None)
    if at is None and stood:
        at = stood.time()
    if on is None or at is None:
        raise BadInput(
            _("“{text}” lacks the day or the time; write it like 2026-12-21 18:00").format(text=quoted(cell))
        )
    return datetime.combine(on, at, BEIJING).astimezone(UTC)


def parts_of(cell: Cell, near: date) -> tuple[date | None, time | None]:
    """Return the day and the time of day that a cell says, None for what it does not say."""
    if (local := written_moment(cell)) is not None:
        whole_day = not isinstance(cell, datetime) and local.time() == time()
        return local.date(), None if whole_day else local.time().replace(second=0, microsecond=0)
    if (at := clock_of(cell)) is not None:
        return None, at
    text = narrow(cell)
    if (apart := DAY_AND_CLOCK.fullmatch(text)) and (at := clock_of(apart[2])) is not None:
        return day_in(apart[1].strip(), near), at if day_in(apart[1].strip(), near) else None
    return day_in(text, near), None


def written_moment(cell: Cell) -> datetime | None:
    """Return a spreadsheet's own date, or its serial number, as a moment without a zone; None for anything else."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None) if cell.year in YEARS else None
    if isinstance(cell, date):
        return datetime.combine(cell, time()) if cell.year in YEARS else None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and SERIALS.start <= cell < SERIALS.stop:
        return SERIAL_ORIGIN + timedelta(minutes=round(cell * 24 * 60))
    return None


def clock_of(cell: Cell) -> time | None:
    """Return a time of day, None where a cell is none."""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (SERIAL_ORIGIN + cell).time().replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 < cell < 1:
        return (SERIAL_ORIGIN + timedelta(minutes=round(cell * 24 * 60))).time()
    if isinstance(cell, str) and (found := CLOCK.fullmatch(narrow(cell))):
        with suppress(ValueError):
            return time(int(found[1]), int(found[2]))
    return None


def day_in(text: str, near: date) -> date | None:
    """Return the day of a text in half width, None where it is none or no day of the calendar."""
    with suppress(ValueError):
        if found := WHOLE_DAY.fullmatch(text):
            day = date(*map(int, found.groups()))
            return day if day.year in YEARS else None
        if found := DAY_OF_YEAR.fullmatch(text):
            return nearest(int(found[1]), int(found[2]), near)
    return None


def nearest(month: int, day: int, near: date) -> date | None:
    """Return the day of this month nearest to another day; None when there is no such day in any year about it."""
    days: list[date] = []
    for year in (near.year - 1, near.year, near.year + 1):
        with suppress(ValueError):
            days.append(date(year, month, day))
    return min(days, key=lambda one: abs(one - near), default=None)


def read_word(cell: Cell, words: Mapping[str, object]) -> object:
    """Return what a word stands for; ``BadInput`` that lists the words for one that is not among them."""
    if (text := text_of(cell)) in words:
        return words[text]
    sentence = _("“{text}” is none of the words: {words}")
    raise BadInput(sentence.format(text=quoted(cell), words=_(", ").join(words)))


def read_link(cell: Cell) -> str:
    """Return a web address; ``BadInput`` for anything else."""
    text = text_of(cell)
    if LINK.fullmatch(text):
        return text
    raise BadInput(_("“{text}” is no web address; it begins with http:// or https://").format(text=quoted(cell)))


def read_person(cell: Cell, people: Sequence[Known]) -> Known:
    """Return the person who is named, by name, by code, or by both: ``Lin (LIN)``; ``BadInput`` for nobody or several."""
    found = [person for person in people if named(person, cell)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(_("nobody on record is called “{text}”").format(text=quoted(cell)))
    sentence = _("several people are called “{text}”; write one of: {names}")
    names = [f"{person.name} ({person.code})" for person in found]
    raise BadInput(sentence.format(text=quoted(cell), names=_(", ").join(names)))


def named(person: Known, cell: Cell) -> bool:
    """Say whether a cell names a person."""
    text = narrow(cell)
    name, code = narrow(person.name), person.code
    if text in {name, code}:
        return True
    both = NAME_AND_CODE.fullmatch(text)
    return both is not None and [part for part in both.groups() if part] == [name, code]
