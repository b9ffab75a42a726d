"""Numbers as a deck writes them; what is not known says so, and never reads as 0."""

import unicodedata

from agency.locale import _

SMALL_SHARE = 0.1


def nothing() -> str:
    """Return what stands where nothing is known."""
    return _("no data")


def nothing_imported() -> str:
    """Return what stands on a slide that has nothing to show."""
    return _("No data (nothing was imported)")


def count(value: float | None) -> str:
    """Return a whole number with its thousands parted."""
    return nothing() if value is None else f"{value:,.0f}"


def share(value: float | None) -> str:
    """Return a share of 0-1 in per cent, a small one to the hundredth."""
    if value is None:
        return nothing()
    return f"{value:.2%}" if abs(value) < SMALL_SHARE else f"{value:.1%}"


def seconds(value: float | None) -> str:
    """Return a time in seconds."""
    return nothing() if value is None else _("{seconds} s").format(seconds=f"{value:.1f}")


def times(value: float | None) -> str:
    """Return how many times as much something is."""
    return nothing() if value is None else _("{times} times").format(times=f"{value:.2f}")


def change(now: float | None, before: float | None) -> str:
    """Return what changed since before: the difference, and the share of it where that means something."""
    if now is None or before is None:
        return nothing()
    relative = f" ({(now - before) / before:+.1%})" if before > 0 else ""
    return f"{now - before:+,.0f}{relative}"


def money(fen: int | None) -> str:
    """Return an amount in yuan."""
    return nothing() if fen is None else f"¥{fen / 100:,.2f}"


def clean(text: str) -> str:
    """Return a text on one line without the marks that no file of XML may hold."""
    one_line = " ".join(text.split())
    return "".join(mark for mark in one_line if unicodedata.category(mark) not in {"Cc", "Cs", "Cn", "Co"})


def quoted(title: str) -> str:
    """Return a work's title in the marks of one."""
    return _('"{title}"').format(title=known) if (known := clean(title)) else nothing()
