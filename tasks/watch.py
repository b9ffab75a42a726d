"""A moment that moves on: the one a run was begun at, and the time that has passed since, within a limit."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(seconds=61)  # until a minute's calls are over


class Watch:
    """Tells the moment of a run that began at ``at`` and may last for ``within``; how it sleeps may be chosen."""

    def __init__(self, at: datetime, within: timedelta, sleep: Callable[[float], None] = time.sleep) -> None:
        self._at = at
        self._begun = time.monotonic()
        self._ends = at + within
        self._sleep = sleep
        self._slept = at

    def now(self) -> datetime:
        """Return the moment it is in the run; what was slept counts also where nobody really slept."""
        return max(self._slept, self._at + timedelta(seconds=time.monotonic() - self._begun))

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.now() > self._ends

    def wait_until(self, moment: datetime) -> bool:
        """Sleep until a moment; return False, awake, when that is too far off."""
        now = self.now()
        if moment > self._ends or moment - now > LONGEST_WAIT:
            return False
        self._sleep(max(0.0, (moment - now).total_seconds()))
        self._slept = max(self._slept, moment)
        return True
