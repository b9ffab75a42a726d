"""How much of a file is taken in before it is refused; a real export stays far below all of it."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that one file may hold.

    A workbook is laid out in memory as a full rectangle, so one stray cell far down or far right costs as much as a
    full sheet: rows and columns are counted before it is loaded. ``ratio`` is how many times its own size an archive may
    unpack to.
    """

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 300
    members: int = 1000
    rows: int = 50_000
    columns: int = 200
