"""Comments as people paste them, ``nickname | words | when | likes``: read as far as they can be, line by line (C3).

Of a line only the words are needed. What looks like a number of likes or a moment at its end is one; a bar inside the
words stays in them.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from agency.domain.calendar import BEIJING
from agency.domain.pasted_lines import cells
from agency.errors import BadInput
from agency.locale import _
from config.lexicon.pasted import PastedWords

LIKES = re.compile(r"(\d{1,9})(?:\.(\d))?([^\d\s]?)", re.ASCII)
AGO = re.compile(r"(\d{1,4})(\D+)", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", re.ASCII)
SOON = timedelta(minutes=10)
A_YEAR = timedelta(days=366)
MOST_OF_A_LINE = 20_000


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """One comment that was read; ``posted_at`` None where no moment was told, exact to the day where ``to_the_day``."""

    author: str
    words: str
    posted_at: datetime | None = None
    to_the_day: bool = False
    likes: int | None = None


class PastedReader:
    """Reads comments as of a moment: “three hours ago” is counted back from it."""

    def __init__(self, words: PastedWords, at: datetime) -> None:
        self._words = words
        self._at = at.astimezone(BEIJING)
        units = (
            (words.minutes_ago, timedelta(minutes=1)),
            (words.hours_ago, timedelta(hours=1)),
            (words.days_ago, timedelta(days=1)),
            (words.weeks_ago, timedelta(weeks=1)),
        )
        self._units = {word: length for listed, length in units for word in listed}

    def line(self, line: str) -> Pasted:
        """Read one line; raises ``BadInput`` with half a sentence."""
        if len(line) > MOST_OF_A_LINE:
            raise BadInput(_("longer than {count} characters").format(count=MOST_OF_A_LINE))
        return self.row(cells(line))

    def row(self, row: Sequence[str]) -> Pasted:
        """Read the cells of one comment: from the right likes and moment where they look so, the first is the author."""
        left = list(row)
        while len(left) > 1 and not left[-1]:
            left.pop()
        likes = self.likes(left[-1]) if len(left) > 1 else None
        if likes is not None:
            left.pop()
        told = self.moment(left[-1]) if len(left) > 1 else None
        if told is not None:
            left.pop()
        author, words = (left[0], " | ".join(left[1:])) if len(left) > 1 else ("", left[0])
        return self.told(author, words, told, likes)

    def named(self, author: str, words: str, moment: str, likes: str) -> Pasted:
        """Read the cells of a row whose columns are known; a moment or a count that cannot be read is ``BadInput``."""
        told = self.moment(moment) if moment.strip() else None
        if moment.strip() and told is None:
            raise BadInput(_("“{text}” is no moment").format(text=moment[:40]))
        counted = self.likes(likes) if likes.strip() else None
        if likes.strip() and counted is None:
            raise BadInput(_("“{text}” is no number of likes").format(text=likes[:40]))
        return self.told(author, words, told, counted)

    def told(self, author: str, words: str, moment: tuple[datetime, bool] | None, likes: int | None) -> Pasted:
        """Return a comment that says something, and did so before now."""
        if not words.strip():
            raise BadInput(_("no words"))
        posted_at, to_the_day = moment or (None, False)
        if posted_at is not None and posted_at > self._at + SOON:
            raise BadInput(_("the moment lies in the future"))
        return Pasted(author=author, words=words, posted_at=posted_at, to_the_day=to_the_day, likes=likes)

    def likes(self, text: str) -> int | None:
        """Return a count such as ``12``, ``1.2w`` or ``1.2`` and the word for ten thousand; None for anything else."""
        plain = narrow(text)
        for word in self._words.likes:
            plain = plain.removeprefix(word).removesuffix(word).strip()
        found = LIKES.fullmatch(plain)
        if found is None:
            return None
        tens = int(found[1]) * 10 + int(found[2] or 0)
        unit = self._unit(found[3])
        return None if unit is None or (found[2] and unit == 1) else tens * unit // 10

    def _unit(self, text: str) -> int | None:
        if not text:
            return 1
        if text in self._words.ten_thousands:
            return 10_000
        return 1_000 if text in self._words.thousands else None

    def moment(self, text: str) -> tuple[datetime, bool] | None:
        """Return a moment, and whether only its day is known; None for what looks like none."""
        plain = narrow(text)
        for tail in self._words.tails:
            plain = plain.partition(narrow(tail))[0].strip()
        if plain in self._words.just_now:
            return self._at, False
        return self._ago(plain) or self._on_a_day(plain)

    def _ago(self, plain: str) -> tuple[datetime, bool] | None:
        found = AGO.fullmatch(plain)
        length = self._units.get(found[2].strip()) if found else None
        if found is None or length is None:
            return None
        return self._at - int(found[1]) * length, length >= timedelta(days=1)

    def _on_a_day(self, plain: str) -> tuple[datetime, bool] | None:
        """Return a day with its clock, one alone, or a clock of today."""
        clock = CLOCK.search(plain)
        day_text = (plain[: clock.start()] + plain[clock.end() :]).strip(" t") if clock else plain
        with suppress(ValueError):
            day = self._at if clock and not day_text else self._day(day_text)
            if day is None:
                return None
            hour, minute, second = (int(part or 0) for part in (clock.groups() if clock else ("", "", "")))
            return datetime.combine(day.date(), time(hour, minute, second), BEIJING), clock is None
        return None

    def _day(self, text: str) -> datetime | None:
        """Return a day: one of the last, or a date, of this year or the last where it names none."""
        for back, word in enumerate(self._words.days):
            if text == word:
                return self._at - timedelta(days=back)
        plain = text.replace(self._words.year, "-").replace(self._words.month, "-").removesuffix(self._words.day)
        found = DATE.fullmatch(plain.replace("/", "-").replace(".", "-").strip())
        if found is None:
            return None
        year, month, day = found.groups()
        known = datetime(int(year or self._at.year), int(month), int(day), tzinfo=BEIJING)
        return known.replace(year=known.year - 1) if not year and known > self._at + SOON else known


def narrow(text: str) -> str:
    """Return text in half width and small letters, as digits and marks are compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
