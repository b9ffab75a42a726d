"""What the web offers, and where it gets it: whoever serves hands in a shelf, so that this room knows no records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One file as people see it: the words for it, and what it must hold to be handed out."""

    file_id: str
    name: str
    title: str
    kind: str
    project: str | None
    made_at: datetime
    path: Path
    sha256: str
    bytes: int


class Shelf(Protocol):
    """Every file that is offered."""

    def find(self, file_id: str) -> Offered | None:
        """Return the file of this id, None where there is none."""

    def newest_first(self) -> Sequence[Offered]:
        """Return all files, the newest first."""
