"""How YouTube spells moments, lengths and pictures."""

from datetime import UTC, datetime

from pydantic import JsonValue


def moment(at: datetime) -> str:
    """Return a moment, e.g. ``2026-03-01T12:00:00Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def duration(seconds: int) -> str:
    """Return a length, e.g. ``PT1M5S``; what has none is ``P0D``."""
    minutes, s = divmod(seconds, 60)
    hours, m = divmod(minutes, 60)
    days, h = divmod(hours, 24)
    time = "".join(f"{count}{unit}" for count, unit in ((h, "H"), (m, "M"), (s, "S")) if count)
    return f"P{f'{days}D' * bool(days)}{f'T{time}' * bool(time)}" if seconds else "P0D"


def pictures(name: str) -> JsonValue:
    """Return the addresses of a picture, which lead nowhere."""
    return {"default": {"url": f"http://127.0.0.1/pictures/{name}.jpg", "width": 120, "height": 90}}
