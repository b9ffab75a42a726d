"""What the processes of a command stand on, such as a database server: it is there before the first, until the last has ended."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

import psutil


class Ground(Protocol):
    """Something that is held for all processes of a command, and left when none of them stands on it any more."""

    @property
    def pid(self) -> int | None: ...  # it and what it started are not ended with the others

    def hold(self) -> None: ...  # bring it back where it died

    def leave(self) -> None: ...


def family(ground: Ground) -> Iterator[psutil.Process]:
    """Yield the processes of a ground."""
    with suppress(psutil.NoSuchProcess):
        if ground.pid is not None:
            yield (first := psutil.Process(ground.pid))
            yield from first.children(recursive=True)
