"""How fast a platform is asked: at one pace that all workers keep together, and within the calls of a day (S12).

In a run the pace is a global concurrency limit at the Prefect server whose slots decay. A call to the server for every
call to a platform would cost more than the latter, so a process takes the slots of a second at once and hands them out.
A slot lasts a second: over any T seconds no more than (T + 2) seconds' worth of calls are made, however many take part.

Prefect's own ``rate_limit`` is not used: an attempt that it is refused winds the decay back, and it then waits longer
than it need (seen: 7 calls a second where 10 are allowed, here 8). Here the limit is looked at first, which changes nothing.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http import HTTPStatus
from threading import Lock
from zoneinfo import ZoneInfo

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.responses import GlobalConcurrencyLimitResponse
from prefect.context import FlowRunContext, TaskRunContext
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from agency.domain.calendar import BEIJING
from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.errors import Misconfigured, QuotaUsedUp
from agency.locale import _
from agency.records.quotas import take_calls
from config.platforms import AT_ONCE, PlatformSettings, limit_name
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

    In a run it keeps the pace of all workers, and raises ``Misconfigured`` where the server has no limit for it; outside
    of one that of this process. Both raise ``QuotaUsedUp`` when the settings allow no further call today.
    """
    chosen = settings().platforms.by_code[platform]
    allowance = shared_allowance(platform, chosen.burst) if is_in_a_run() else own_allowance(platform, chosen)
    if chosen.calls_per_day is None:
        return allowance
    share = day_share(platform, chosen.calls_per_day)

    def pace() -> None:
        share()
        allowance()

    return pace


def is_in_a_run() -> bool:
    """Say whether this is part of a run that a Prefect server knows."""
    return bool(FlowRunContext.get() or TaskRunContext.get())


@cache
def shared_allowance(platform: Platform, burst: int) -> Allowance:
    """Return the process's part in the pace that all workers keep."""
    return Allowance(lambda wanted: slots_taken(limit_name(platform), wanted), burst)


@cache
def own_allowance(platform: Platform, chosen: PlatformSettings) -> Allowance:
    """Return the pace of this process alone; each application's is its own."""
    return Allowance(Metronome(chosen.calls_per_second), chosen.burst)


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


def slots_taken(name: str, wanted: int) -> int:
    """Wait until a limit at the Prefect server has room for so many calls, take them, and return how many those are.

    They are fewer where the limit holds fewer; one that was switched off in the UI lets all pass.
    """
    with get_client(sync_client=True) as client:
        while True:
            limit = limit_at_server(client, name)
            slots = min(wanted, limit.limit)
            too_many = limit.active_slots + slots - limit.limit
            if not limit.active or (too_many <= 0 and is_granted(client, name, slots)):
                return slots
            time.sleep(max(too_many, 1) / limit.slot_decay_per_second)


def limit_at_server(client: SyncPrefectClient, name: str) -> GlobalConcurrencyLimitResponse:
    """Return a limit as it stands; ``Misconfigured`` when there is none by which a pace can be kept."""
    try:
        limit = client.read_global_concurrency_limit_by_name(name)
        if limit.limit and limit.slot_decay_per_second:
            return limit
    except ObjectNotFound:
        pass
    sentence = _(
        "The Prefect server has no limit {limit} to keep the pace by: open the house anew (python3 run.py up)."
    )
    raise Misconfigured(sentence.format(limit=name))


def is_granted(client: SyncPrefectClient, name: str, slots: int) -> bool:
    """Take slots of a limit; return False when somebody else was faster."""
    try:
        client.increment_concurrency_slots([name], slots, "rate_limit")
    except PrefectHTTPStatusError as refused:
        if refused.response.status_code != HTTPStatus.LOCKED:
            raise
        return False
    return True


def zone_of(platform: Platform) -> ZoneInfo:
    """Return the zone whose midnight gives a platform's quota back."""
    return DAYS_END_IN.get(platform, BEIJING)


def next_day(platform: Platform, now: datetime) -> datetime:
    """Return when a platform's next day begins, in UTC."""
    zone = zone_of(platform)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(UTC)
