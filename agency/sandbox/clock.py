"""The time inside the sandbox, so that tokens expire and days pass when a test says so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


class Clock:
    """Runs with the machine's clock; once it is set it stands still and moves only when it is moved."""

    def __init__(self, stands_at: datetime | None = None) -> None:
        self._stands_at = stands_at
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment of the sandbox, in UTC."""
        return (self._stands_at or datetime.now(UTC)).astimezone(UTC) + self._ahead

    def set(self, moment: datetime) -> None:
        """Stand still at this moment."""
        self._stands_at, self._ahead = moment, timedelta()

    def forward(self, by: timedelta) -> None:
        """Move on; a running clock keeps running."""
        self._ahead += by
