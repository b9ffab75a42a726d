"""Writes an old .xls workbook byte by byte, as far as the tests need one: no library here still does."""

import struct
from collections.abc import Sequence

SECTOR = 512
END, TABLE, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SHORTEST_STREAM = 4096
Cells = Sequence[Sequence[str | float | None]]


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of a workbook's stream."""
    return struct.pack("<HH", kind, len(body)) + body


def beginning(kind: int) -> bytes:
    """The record that begins the workbook (5) or a sheet (16)."""
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 6))


def cell(row: int, column: int, content: str | float) -> bytes:
    """A cell with a text or a number; a text with a leading = becomes a formula whose last result was 1."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(content, float):
        return record(0x0203, place + struct.pack("<d", content))
    if content.startswith("="):
        return record(0x0006, place + struct.pack("<dHIH", 1.0, 0, 0, 3) + b"\x1e\x01\x00")
    return record(0x0204, place + struct.pack("<HB", len(content), 1) + content.encode("utf-16-le"))


def sheet_stream(rows: Cells) -> bytes:
    """The records of one sheet."""
    filled = (
        cell(row, column, content)
        for row, cells in enumerate(rows)
        for column, content in enumerate(cells)
        if content is not None
    )
    return beginning(16) + b"".join(filled) + record(0x000A)


def workbook_stream(*sheets: bytes, under_password: bool = False) -> bytes:
    """The stream of a workbook with these sheets."""
    secret = record(0x002F, bytes(6)) if under_password else b""
    names = [f"Sheet{number}".encode("utf-16-le") for number in range(1, len(sheets) + 1)]
    length = len(beginning(5)) + len(secret) + len(record(0x0042, b"..")) + len(record(0x000A))
    place = length + sum(len(record(0x0085, bytes(8) + name)) for name in names)
    bound = b""
    for name, sheet in zip(names, sheets, strict=True):
        bound += record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name) // 2, 1) + name)
        place += len(sheet)
    return beginning(5) + secret + record(0x0042, struct.pack("<H", 1200)) + bound + record(0x000A) + b"".join(sheets)


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One entry of a compound file's directory."""
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2 if name else 0, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream: its table in sector 0, its directory in sector 1, the stream from sector 2 on."""
    stream = stream.ljust(SHORTEST_STREAM, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [TABLE, END, *range(3, sectors + 2), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    assert len(table) == SECTOR
    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, len(stream)) + entry("", 0, FREE, 0, 0) * 2
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, SHORTEST_STREAM, END, 0, END, 0)
        + struct.pack("<I", 0)
        + b"\xff" * 432
    )
    return header + table + directory + stream.ljust(sectors * SECTOR, b"\0")


def old_workbook(*sheets: Cells) -> bytes:
    """An old workbook with these sheets."""
    return compound(workbook_stream(*map(sheet_stream, sheets)))
