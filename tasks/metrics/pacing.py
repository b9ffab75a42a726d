"""How fast a platform is asked: at a steady pace, and within the calls of a day (S12).

What keeps the pace is set for the time being; in a run it is all workers together (``tasks.metrics.shared_pace``). This module
knows no Prefect, so that a pull without it need not load it.
"""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from threading import Lock
from zoneinfo import ZoneInfo

from agency.domain.calendar import BEIJING
from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.errors import QuotaUsedUp
from agency.locale import _
from agency.records.quotas import take_calls
from config.platforms import AT_ONCE, PlatformSettings
from config.settings import settings
from tasks.opening import records

Take = Callable[[int], int]
"""Waits for its turn, and returns how many of the calls that were wanted may be made now: one at least."""

DAYS_END_IN: Mapping[Platform, ZoneInfo] = {
    Platform.TIKTOK: ZoneInfo("UTC"),
    Platform.YOUTUBE: ZoneInfo("America/Los_Angeles"),
}
DAY_PARTS = 200  # a process that ends loses the rest of its share of the day: half a percent


class Allowance:
    """Calls that a process may make, taken in bundles and handed out one by one to its threads.

    Those that are not made within ``AT_ONCE`` seconds are lost: saved up, they would come all at once.
    """

    def __init__(self, take: Take, bundle: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._take = take
        self._bundle = bundle
        self._clock = clock
        self._left = 0
        self._until = 0.0
        self._lock = Lock()

    def __call__(self) -> None:
        """Return when a call may be made."""
        with self._lock:
            if not self._left or self._clock() >= self._until:
                self._left = self._take(self._bundle)
                self._until = self._clock() + AT_ONCE
            self._left -= 1


class DayShare:
    """The calls of a platform's day that a process has taken for itself, and hands out one by one to its threads."""

    def __init__(self, platform: Platform, most: int) -> None:
        self._platform = platform
        self._most = most
        self._day: date | None = None
        self._left = 0
        self._lock = Lock()

    def __call__(self) -> None:
        """Count a call; ``QuotaUsedUp`` when there is none left for today."""
        with self._lock:
            today = datetime.now(zone_of(self._platform)).date()
            if today != self._day or not self._left:
                self._day, self._left = today, self._taken(today)
            self._left -= 1

    def _taken(self, today: date) -> int:
        with records() as session:
            taken = take_calls(session, self._platform, today, max(1, self._most // DAY_PARTS), self._most)
        if taken:
            return taken
        sentence = _("The {count} calls a day that the settings allow for {platform} are made.")
        raise QuotaUsedUp(sentence.format(count=self._most, platform=label(self._platform)))


def pace_of(platform: Platform) -> Callable[[], None]:
    """Return what is to be called before each call to a platform: it returns when that one may be made.

    It keeps the pace of this process alone, unless another was set for the time being (``KEEPER``), and raises
    ``QuotaUsedUp`` when the settings allow no further call today.
    """
    chosen = settings().platforms.by_code[platform]
    allowance = KEEPER.get()(platform, chosen)
    if chosen.calls_per_day is None:
        return allowance
    share = day_share(platform, chosen.calls_per_day)

    def pace() -> None:
        share()
        allowance()

    return pace


@cache
def own_allowance(platform: Platform, chosen: PlatformSettings) -> Allowance:
    """Return the pace of this process alone; each application's is its own."""
    return Allowance(Metronome(chosen.calls_per_second), chosen.burst)


Keeper = Callable[[Platform, PlatformSettings], Callable[[], None]]
"""Returns what keeps the pace at a platform, given its settings."""

KEEPER: ContextVar[Keeper] = ContextVar("keeper", default=own_allowance)


@cache
def day_share(platform: Platform, most: int) -> DayShare:
    """Return the process's part in the calls of a day."""
    return DayShare(platform, most)


class Metronome:
    """Lets calls pass at a pace within one process: a ``Take``."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._next = 0.0

    def __call__(self, wanted: int) -> int:
        """Wait until what was let pass before has had its time."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + wanted / self._per_second
        return wanted


def zone_of(platform: Platform) -> ZoneInfo:
    """Return the zone whose midnight gives a platform's quota back."""
    return DAYS_END_IN.get(platform, BEIJING)


def next_day(platform: Platform, now: datetime) -> datetime:
    """Return when a platform's next day begins, in UTC."""
    zone = zone_of(platform)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(UTC)
