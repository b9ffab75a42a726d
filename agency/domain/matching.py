"""Which known work a row without an id is: a wrong match is far worse than none, so none is guessed (domain.md 5.1)."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agency.domain.calendar import beijing_day
from agency.domain.figures import WorkFigures
from agency.domain.terms.performance import MatchOutcome
from agency.locale import _

PREFIX = 20
NEAR = timedelta(minutes=30)
REACH = timedelta(days=1)
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]")


@dataclass(frozen=True, kw_only=True)
class KnownWork:
    """A work that the records hold, of the account whose export is read."""

    work_id: str
    title: str
    published_at: datetime
    item_id: str | None = None
    published_to_the_day: bool = False


@dataclass(frozen=True, kw_only=True)
class Match:
    """What became of a row, and why; ``candidates`` are the works it could be, for the person who decides."""

    outcome: MatchOutcome
    reason: str
    work_id: str | None = None
    candidates: tuple[str, ...] = ()


def match_rows(rows: Sequence[WorkFigures], known: Sequence[KnownWork]) -> tuple[Match, ...]:
    """Match every row of one file, in its order.

    Rows that claim one and the same work, and new rows that look like one another, are all put before a person.
    """
    in_order = sorted(known, key=published)
    ids = {work.item_id: work for work in known if work.item_id}
    matches = [match_row(row, in_order, ids) for row in rows] if known else [unknown()] * len(rows)
    claims = [claim(row, match) for row, match in zip(rows, matches, strict=True)]
    times = Counter(claims)
    return tuple(contested(match) if times[key] > 1 else match for key, match in zip(claims, matches, strict=True))


def match_row(row: WorkFigures, in_order: Sequence[KnownWork], ids: Mapping[str, KnownWork]) -> Match:
    """Match one row by the platform's id where it has one, else by the second of publication and the title's beginning.

    ``in_order`` are the known works by publication, ``ids`` those whose id at the platform is known.
    """
    if (work := ids.get(row.item_id or "")) is not None:
        return matched(work, _("the platform's id is the same"))
    open_works = [work for work in around(row, in_order) if not (row.item_id and work.item_id)]
    alike = [work for work in open_works if same_moment(row, work) and same_title(row.title, work.title)]
    to_the_second = [work for work in alike if work.published_at == row.published_at]
    match to_the_second or alike:
        case [work]:
            return matched(work, _("publication and title are the same"))
        case [_first, *_others] as several:
            return undecided(several, _("several works have this publication and title"))
    renamed = [work for work in open_works if exact(row, work) and work.published_at == row.published_at]
    if renamed:
        return undecided(renamed, _("a work of this second has another title"))
    near = [work for work in open_works if is_near(row, work)]
    if near:
        return undecided(near, _("a work with this title was published a few minutes apart"))
    return unknown()


def unknown() -> Match:
    """Return that a row is a work that is not on record."""
    return Match(outcome=MatchOutcome.NEW, reason=_("no known work has this publication and title"))


def by_ids(work_ids: Iterable[str]) -> tuple[Match, ...]:
    """Return of rows that each bears the platform's id of one of these works."""
    reason = _("the platform's id is the same")
    matched_by = MatchOutcome.MATCHED
    return tuple(Match(outcome=matched_by, reason=reason, work_id=each, candidates=(each,)) for each in work_ids)


def matched(work: KnownWork, reason: str) -> Match:
    """Return that a row is this work."""
    return Match(outcome=MatchOutcome.MATCHED, reason=reason, work_id=work.work_id, candidates=(work.work_id,))


def undecided(works: Sequence[KnownWork], reason: str) -> Match:
    """Return that a person has to say which work a row is."""
    return Match(outcome=MatchOutcome.AMBIGUOUS, reason=reason, candidates=tuple(work.work_id for work in works))


def contested(match: Match) -> Match:
    """Return that a person has to say which of several rows is the work."""
    reason = _("several rows of the file are this work")
    return replace(match, outcome=MatchOutcome.AMBIGUOUS, reason=reason, work_id=None)


def claim(row: WorkFigures, match: Match) -> Hashable:
    """Return what a row claims to be: a known work, or a new one under its own key."""
    if match.work_id is not None:
        return "known", match.work_id
    return "new", row.item_id or (row.published_at, title_key(row.title))


def around(row: WorkFigures, in_order: Sequence[KnownWork]) -> Sequence[KnownWork]:
    """Return the works published within a day of a row."""
    first = bisect_left(in_order, row.published_at - REACH, key=published)
    return in_order[first : bisect_right(in_order, row.published_at + REACH, key=published)]


def published(work: KnownWork) -> datetime:
    """Return when a work was published."""
    return work.published_at


def exact(row: WorkFigures, work: KnownWork) -> bool:
    """Tell whether both publications are known to the second."""
    return not (row.published_to_the_day or work.published_to_the_day)


def same_moment(row: WorkFigures, work: KnownWork) -> bool:
    """Tell whether both were published at one moment, as far as the coarser of the two is known.

    A person, and a spreadsheet that saves a CSV again, write no seconds: a moment on the full minute stands for that
    minute.
    """
    if not exact(row, work):
        return beijing_day(row.published_at) == beijing_day(work.published_at)
    if 0 in (row.published_at.second, work.published_at.second):
        return row.published_at.replace(second=0) == work.published_at.replace(second=0)
    return row.published_at == work.published_at


def same_title(one: str, other: str) -> bool:
    """Tell whether one title begins as the other does: an export's title goes on with the caption and its hashtags."""
    short, long = sorted((title_key(one), title_key(other)), key=len)
    return long.startswith(short) and bool(short) == bool(long)


def is_near(row: WorkFigures, work: KnownWork) -> bool:
    """Tell whether this could be one work whose publication somebody wrote down by hand."""
    apart = abs(row.published_at - work.published_at)
    return bool(title_key(row.title)) and same_title(row.title, work.title) and apart <= NEAR


def title_key(title: str) -> str:
    """Return the beginning of a title without width, blanks, invisible characters and capitals."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", title)).casefold()[:PREFIX]
