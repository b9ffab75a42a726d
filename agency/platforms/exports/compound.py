"""The streams inside a compound file, the container of an old .xls workbook (Microsoft's [MS-CFB])."""

import struct
from collections.abc import Iterator, Sequence

from agency.platforms.exports.archive import damaged

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTORY_ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA
SMALL_SECTOR = 64
LISTED_IN_HEADER = 109
STREAM, ROOT = 2, 5


def stream(content: bytes, *names: str) -> bytes | None:
    """Return the first stream of one of these names, or None when there is none; ``BadInput`` for a damaged file."""
    try:
        return Compound(content).stream(*names)
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise damaged() from error


class Compound:
    """A compound file: sectors, the table that chains them, and a directory of streams."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise ValueError("a compound file has sectors of 512 or 4096 bytes")
        self.size = 1 << shift
        (self.small_below,) = struct.unpack_from("<I", content, 56)
        directory, small_table = (struct.unpack_from("<I", content, place)[0] for place in (48, 60))
        self.table = self.numbers(b"".join(map(self.sector, self.table_sectors())))
        self.directory = self.chained(directory)
        self.small_table = self.numbers(self.chained(small_table))

    def stream(self, *names: str) -> bytes | None:
        """Return the first stream of one of these names, capitals aside."""
        small = b""
        for place in range(0, len(self.directory) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", self.directory, place + 64)
            start, size = struct.unpack_from("<II", self.directory, place + 116)
            name = self.directory[place : place + max(length - 2, 0)].decode("utf-16-le")
            if kind == ROOT:
                small = self.chained(start)
            elif kind == STREAM and name.lower() in map(str.lower, names):
                return (self.from_small(small, start) if size < self.small_below else self.chained(start))[:size]
        return None

    def from_small(self, small: bytes, start: int) -> bytes:
        """Return the small sectors, which lie in one stream of their own, that hang on one another from this one on."""
        places = (number * SMALL_SECTOR for number in chain(self.small_table, start))
        return b"".join(small[place : place + SMALL_SECTOR] for place in places)

    def sector(self, number: int) -> bytes:
        """Return a sector; the first one follows the header, which is as long as a sector."""
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def chained(self, start: int) -> bytes:
        """Return the sectors that hang on one another from this one on."""
        return b"".join(map(self.sector, chain(self.table, start)))

    def table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the table itself: 109 are named in the header, further ones in sectors of their own."""
        yield from filter(is_sector, struct.unpack_from(f"<{LISTED_IN_HEADER}I", self.content, 76))
        more, seen = struct.unpack_from("<I", self.content, 68)[0], 0
        while is_sector(more):
            *listed, more = self.numbers(self.sector(more))
            yield from filter(is_sector, listed)
            seen += 1
            if seen * self.size > len(self.content):
                raise ValueError("the sectors hang on one another in a ring")

    def numbers(self, content: bytes) -> Sequence[int]:
        """Return what is kept as numbers of four bytes."""
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def is_sector(number: int) -> bool:
    """Tell a sector's number from the marks that stand in its place."""
    return number < LAST_SECTOR


def chain(table: Sequence[int], start: int) -> Iterator[int]:
    """Yield the sectors that hang on one another; a ring is ``ValueError``."""
    number, seen = start, 0
    while is_sector(number):
        yield number
        number, seen = table[number], seen + 1
        if seen > len(table):
            raise ValueError("the sectors hang on one another in a ring")
