"""Analytics: one table a question, by the day or by the video; the newest days are not out yet (platforms.md 3.2)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from agency.sandbox.description import SandboxWork
from agency.sandbox.face import Body
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel
from agency.sandbox.youtube.measures import METRICS, Stretch
from agency.sandbox.youtube.refusals import BAD_REQUEST, FORBIDDEN, Refusal

PACIFIC = ZoneInfo("America/Los_Angeles")
LATE = timedelta(days=3)
MOST_VIDEOS = 200

Row = list[JsonValue]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a report is about: a channel or, ``filtered``, some of its works, from the first day to the last that is out."""

    channel: Channel
    works: Sequence[SandboxWork]
    filtered: bool
    first: date
    last: date

    def whole(self) -> Iterator[tuple[Row, Stretch]]:
        """Yield one stretch, with nothing to name it by."""
        if self.first <= self.last:
            yield [], self._stretch(self.works, self.first, self.last)

    def by_day(self) -> Iterator[tuple[Row, Stretch]]:
        """Yield each day since there was anything to count."""
        started = [work.published_at for work in self.works] if self.filtered else [self.channel.account.opened_at]
        day = max(self.first, min(started).astimezone(PACIFIC).date()) if started else self.last + timedelta(days=1)
        while day <= self.last:
            yield [day.isoformat()], self._stretch(self.works, day, day)
            day += timedelta(days=1)

    def by_video(self) -> Iterator[tuple[Row, Stretch]]:
        """Yield each work that was watched."""
        for work in self.works:
            stretch = self._stretch([work], self.first, self.last)
            if self.first <= self.last and stretch.gain("plays") > 0:
                yield [work.item_id], stretch

    def _stretch(self, works: Sequence[SandboxWork], first: date, last: date) -> Stretch:
        account = None if self.filtered else self.channel.account
        return Stretch(works=works, begins=midnight(first), ends=midnight(last + timedelta(days=1)), account=account)


_ROWS: Mapping[str, Callable[[Question], Iterator[tuple[Row, Stretch]]]] = {
    "": Question.whole,
    "day": Question.by_day,
    "video": Question.by_video,
}


def reports(asked: Asked) -> Body:
    """Answer one question about the channel of whoever asks; where there is nothing to tell, rows are left out."""
    metrics, dimensions = _names(asked, "metrics", METRICS), _names(asked, "dimensions", _ROWS)
    dimension = ",".join(dimensions)
    if dimension not in _ROWS or (dimension == "video" and not _is_short_list(asked)):
        raise Refusal(BAD_REQUEST, "The query is not supported.", about="dimensions")
    stretches = _ROWS[dimension](_question(asked))
    rows = [[*key, *(METRICS[name][1](stretch) for name in metrics)] for key, stretch in stretches]
    names = [*dimensions, *metrics]
    told = _cut(_sorted(rows, names, asked), asked)
    heads: list[JsonValue] = [_head(name) for name in names]
    return {"kind": "youtubeAnalytics#resultTable", "columnHeaders": heads, **({"rows": told} if told else {})}


def last_ready_day(now: datetime) -> date:
    """Return the newest Pacific day whose figures are out."""
    return now.astimezone(PACIFIC).date() - LATE


def midnight(day: date) -> datetime:
    """Return the moment at which a day of Los Angeles begins, in UTC, where a day of 23 or 25 hours measures as such."""
    return datetime.combine(day, time(), tzinfo=PACIFIC).astimezone(UTC)


def _is_short_list(asked: Asked) -> bool:
    return bool(asked.text("sort")) and 1 <= int(asked.text("maxResults") or 0) <= MOST_VIDEOS


def _question(asked: Asked) -> Question:
    channel = asked.owner()
    if asked.text("ids") not in ("channel==MINE", f"channel=={channel.account.open_id}"):
        raise Refusal(FORBIDDEN, "Forbidden", about="ids")
    first, last = _day(asked, "startDate"), _day(asked, "endDate")
    if first > last:
        raise Refusal(BAD_REQUEST, "The start date is after the end date.", about="startDate")
    return Question(
        channel=channel,
        works=_works(asked, channel),
        filtered=bool(asked.text("filters")),
        first=first,
        last=min(last, last_ready_day(asked.now)),
    )


def _day(asked: Asked, name: str) -> date:
    try:
        return date.fromisoformat(asked.text(name))
    except ValueError:
        raise Refusal(BAD_REQUEST, f"Invalid date '{asked.text(name)}'.", about=name) from None


def _works(asked: Asked, channel: Channel) -> list[SandboxWork]:
    works, wanted = channel.works(asked.now), asked.text("filters")
    if not wanted:
        return works
    dimension, _sign, ids = wanted.partition("==")
    if dimension != "video" or not ids:
        raise Refusal(BAD_REQUEST, "The query is not supported.", about="filters")
    named = set(ids.split(","))
    return [work for work in works if work.item_id in named]


def _names(asked: Asked, parameter: str, known: Mapping[str, object]) -> Sequence[str]:
    names = asked.texts(parameter)
    for name in names:
        if name not in known:
            words = f"Unknown identifier ({name}) given in field parameters.{parameter}."
            raise Refusal(BAD_REQUEST, words, about=parameter)
    return names


def _sorted(rows: list[Row], names: Sequence[str], asked: Asked) -> list[Row]:
    for order in reversed(asked.texts("sort")):
        name = order.removeprefix("-")
        if name not in names:
            raise Refusal(BAD_REQUEST, f"Unknown identifier ({name}) given in field parameters.sort.", about="sort")
        rows = sorted(rows, key=itemgetter(names.index(name)), reverse=order.startswith("-"))
    return rows


def _cut(rows: list[Row], asked: Asked) -> list[JsonValue]:
    start = int(asked.text("startIndex") or 1) - 1
    most = int(asked.text("maxResults") or len(rows))
    return list[JsonValue](rows[start : start + most])


def _head(name: str) -> JsonValue:
    if name in METRICS:
        return {"name": name, "columnType": "METRIC", "dataType": METRICS[name][0]}
    return {"name": name, "columnType": "DIMENSION", "dataType": "STRING"}
