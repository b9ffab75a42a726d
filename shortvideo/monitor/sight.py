"""What is seen of the house at one moment: the numbers of the records, of Prefect and of the machine, and the findings.

Looking never fails: what can't be seen is None, and the reason for it is one of the findings.
"""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Generic, TypeVar

import requests
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from agency.domain.calendar import beijing_day
from agency.domain.finding import Finding
from agency.errors import AgencyError, RecordsAway
from agency.locale import _
from agency.records.engine import reading
from agency.records.standing import Standing, size_in_bytes, standing
from agency.records.standing_pulls import PullsOfPlatform, pulls_by_platform
from config.settings import Settings
from shortvideo.doctor import examine
from shortvideo.house.counting_runs import last_successes, runs_by_state, workers_online
from shortvideo.house.places import api
from shortvideo.house.workers import POOL

NUMBERS_LIVE = 5.0  # seconds; whoever asks more often is told the same
FINDINGS_LIVE = 20.0  # seconds

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of one moment; None stands for what could not be asked."""

    at: datetime
    standing: Standing | None = None
    pulls: Sequence[PullsOfPlatform] = ()
    records_bytes: int | None = None
    runs: Mapping[str, int] | None = None
    workers: int | None = None
    last_successes: Mapping[str, datetime] = field(default_factory=dict)
    disk_free: int | None = None
    seconds: float = 0.0

    @property
    def is_ready(self) -> bool:
        """Whether the house can work: its records can be read and Prefect's server answers."""
        return self.standing is not None and self.runs is not None


class Kept(Generic[T]):
    """Something that is looked up at most every so many seconds, by one thread while the others wait for it."""

    def __init__(self, look: Callable[[], T], seconds: float) -> None:
        self.look = look
        self.seconds = seconds
        self.lock = Lock()
        self.known: tuple[float, T] | None = None

    def get(self) -> T:
        """Return what was seen last, or look anew when that is too old."""
        with self.lock:
            if self.known is None or time.monotonic() - self.known[0] > self.seconds:
                seen = self.look()
                self.known = (time.monotonic(), seen)
            return self.known[1]


class Lookout:
    """Sees the house for whoever asks, seldom enough that watching costs it nothing."""

    def __init__(self, chosen: Settings, engine: Engine) -> None:
        self.numbers = Kept(lambda: look_at_numbers(chosen, engine, datetime.now(UTC)), NUMBERS_LIVE)
        self.findings = Kept(lambda: findings_of(chosen, datetime.now(UTC)), FINDINGS_LIVE)


def look_at_numbers(chosen: Settings, engine: Engine, at: datetime) -> Numbers:
    """Return the numbers of this moment."""
    begun = time.monotonic()
    numbers = with_prefect(with_records(Numbers(at=at, disk_free=free_bytes(chosen)), engine), api(chosen))
    return replace(numbers, seconds=time.monotonic() - begun)


def with_records(numbers: Numbers, engine: Engine) -> Numbers:
    """Add what the records tell; nothing while they are closed, or behind this version."""
    try:
        with reading(engine) as session:
            return replace(
                numbers,
                standing=standing(session, numbers.at),
                pulls=pulls_by_platform(session, numbers.at),
                records_bytes=size_in_bytes(session),
            )
    except (SQLAlchemyError, RecordsAway):
        return numbers


def with_prefect(numbers: Numbers, address: str) -> Numbers:
    """Add what Prefect's server tells; nothing while it does not answer."""
    try:
        return replace(
            numbers,
            runs=runs_by_state(address, numbers.at),
            workers=workers_online(address, POOL),
            last_successes=last_successes(address),
        )
    except (requests.RequestException, ValueError, KeyError):
        return numbers


def free_bytes(chosen: Settings) -> int | None:
    """Return how much room is left where the home lies; None while there is no home."""
    return shutil.disk_usage(chosen.home).free if chosen.home.exists() else None


def findings_of(chosen: Settings, at: datetime) -> Sequence[Finding]:
    """Return what the doctor finds at a moment; that the doctor itself fails is a finding, not the end of the page."""
    try:
        return tuple(examine(chosen, beijing_day(at)))
    except (AgencyError, SQLAlchemyError, requests.RequestException, OSError, ValueError) as error:
        sentence = _("The house could not be examined: {reason}")
        return (Finding("checkup-broken", sentence.format(reason=f"{type(error).__name__}: {error}"[:300])),)
