"""One column of a table read from top to bottom: at once where it is written as usual, cell by cell where it is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from agency.errors import BadInput
from agency.platforms.exports.common_spelling import COMMON, read_whole
from agency.platforms.exports.grid import Cell, Raw
from agency.platforms.exports.numbers import is_rounded

Key = str | tuple[type, Raw]

FEW = 8


@dataclass(frozen=True, kw_only=True)
class ColumnRead:
    """What the cells of a column say, None where they say nothing or cannot be read.

    ``faults`` are the sentences of those that cannot, by position; ``rounded`` the positions of shortened counts.
    """

    values: Sequence[object]
    faults: Mapping[int, str] = field(default_factory=dict)
    rounded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Said:
    """What one cell says."""

    value: object
    fault: str | None = None
    is_rounded: bool = False


def read_column(raws: Sequence[Raw], header: str, read: Callable[[Cell], object]) -> ColumnRead:
    """Return what each cell says to its careful reader ``read``, which is asked only where the spelling is unusual."""
    whole = read_whole(raws, header, read)
    if whole is not None:
        return ColumnRead(values=whole)
    careful = CarefulReader(header, read)
    said = read_by_halves(raws, header, careful)
    odd = any(one.fault is not None or one.is_rounded for one in careful.values())
    return ColumnRead(
        values=[one.value for one in said],
        faults={place: one.fault for place, one in enumerate(said) if one.fault is not None} if odd else {},
        rounded=frozenset(place for place, one in enumerate(said) if one.is_rounded) if odd else frozenset(),
    )


class CarefulReader(dict[Key, Said]):
    """Asks the reader of single cells, of each cell that was written so only once; texts by themselves, others by type."""

    def __init__(self, header: str, read: Callable[[Cell], object]) -> None:
        super().__init__()
        self.header = header
        self.read = read

    def all(self, raws: Sequence[Raw]) -> list[Said]:
        """Return what each cell says; 1, 1.0 and True are equal and yet written differently."""
        return [self[raw if type(raw) is str else (type(raw), raw)] for raw in raws]

    def __missing__(self, key: Key) -> Said:
        """Read a cell that has not been met before."""
        cell = Cell(key[1] if isinstance(key, tuple) else key, self.header)
        try:
            value = self.read(cell)
        except BadInput as error:
            said = Said(None, fault=str(error))
        else:
            said = Said(value, is_rounded=isinstance(value, int) and is_rounded(cell))
        self[key] = said
        return said


def read_by_halves(raws: Sequence[Raw], header: str, careful: CarefulReader) -> list[Said]:
    """Return what each cell says, reading at once every stretch without an unusual cell."""
    if careful.read not in COMMON or len(raws) <= FEW or len(set(raws)) <= FEW:
        return careful.all(raws)
    middle = len(raws) // 2
    said: list[Said] = []
    for half in (raws[:middle], raws[middle:]):
        whole = read_whole(half, header, careful.read)
        said += read_by_halves(half, header, careful) if whole is None else map(Said, whole)
    return said
