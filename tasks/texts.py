"""Reads what people type into one-line and many-line fields: lines, Beijing days and moments. A slip gets one sentence."""

from contextlib import suppress
from datetime import UTC, date, datetime

from agency.domain.calendar import BEIJING, YEARS, beijing_minute
from agency.errors import BadInput
from agency.locale import _


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def day(text: str) -> date:
    """Read ``2026-12-11``; raise ``BadInput`` for anything else."""
    with suppress(ValueError):
        if (read := date.fromisoformat(text.strip().replace("/", "-"))).year in YEARS:
            return read
    raise BadInput(_("“{text}” is no day; write it as 2026-12-11.").format(text=text))


def moment(text: str) -> datetime:
    """Read ``2026-12-11 18:00``, meant in Beijing, as a moment in UTC; raise ``BadInput`` for anything else."""
    with suppress(ValueError):
        if (read := datetime.fromisoformat(text.strip().replace("/", "-"))).year in YEARS:
            return (read if read.tzinfo else read.replace(tzinfo=BEIJING)).astimezone(UTC)
    raise BadInput(_("“{text}” is no moment; write it as 2026-12-11 18:00, Beijing time.").format(text=text))


def shown(moment_: datetime | None) -> str:
    """Return a moment as people in Beijing read it, an en dash for none."""
    return beijing_minute(moment_) if moment_ else "–"


def seconds(duration_ms: int) -> str:
    """Return a duration as seconds, e.g. ``32 s``."""
    return _("{count:g} s").format(count=duration_ms / 1000)
