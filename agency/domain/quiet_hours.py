"""The hours in which nobody is disturbed by what can wait for the morning (C3)."""

from dataclasses import dataclass
from datetime import datetime, time

from agency.domain.calendar import BEIJING, ONE_DAY


@dataclass(frozen=True)
class QuietHours:
    """From one time of the Beijing day to another, over midnight where it begins later than it ends; equal is never."""

    since: time
    until: time

    def hold(self, at: datetime) -> bool:
        """Say whether it is quiet at a moment; the moment at which it ends no longer is."""
        clock = at.astimezone(BEIJING).time()
        if self.since <= self.until:
            return self.since <= clock < self.until
        return clock >= self.since or clock < self.until

    def end_after(self, at: datetime) -> datetime:
        """Return the next moment at which they end, later than ``at``."""
        today = self._end_on(at)
        return today if today > at else today + ONE_DAY

    def last_end(self, at: datetime) -> datetime | None:
        """Return the last moment at which they ended, ``at`` among them; None where it is never quiet."""
        if self.since == self.until:
            return None
        today = self._end_on(at)
        return today if today <= at else today - ONE_DAY

    def _end_on(self, at: datetime) -> datetime:
        return datetime.combine(at.astimezone(BEIJING).date(), self.until, tzinfo=BEIJING)
