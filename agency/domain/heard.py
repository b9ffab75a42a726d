"""A comment as it comes in, from a platform or from somebody's hand, before it is on record (C3)."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar

from agency.domain.folding import fold
from agency.domain.masking import masked
from agency.domain.sentiment import LONGEST
from agency.domain.terms.figures import Source

KNOWN_IN_A_ROW = 5  # pinned comments head the list at any age, so one known comment is no end yet
MOST_A_LOOK = 2_000

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What somebody said; ``author_hash`` never tells a name, ``fingerprint`` stands in for a platform's number."""

    words: str
    author_hash: str
    posted_at: datetime
    source: Source
    comment_id: str | None = None
    fingerprint: str | None = None
    likes: int | None = None


def kept_words(text: str) -> str:
    """Return what is kept of a comment: what a database takes, no telephone number, and ``LONGEST`` characters at most."""
    plain = masked(text.replace("\0", "").encode("utf-8", "replace").decode().strip())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def fingerprint(author_hash: str, words: str, day: date | None) -> str:
    """Return by what an entered comment is known again: its author, its words, and its day where that was told."""
    told = "\n".join((author_hash, fold(words), day.isoformat() if day else ""))
    return sha256(told.encode()).hexdigest()[:32]


def until_known(said: Iterable[tuple[str, T]], known: Set[str]) -> Iterator[T]:
    """Yield what is new of a list with the newest first, and stop reading it where only known ones follow."""
    in_a_row = 0
    for number, (comment_id, one) in enumerate(said):
        if comment_id in known:
            in_a_row += 1
            if in_a_row == KNOWN_IN_A_ROW:
                return
            continue
        in_a_row = 0
        if number >= MOST_A_LOOK:
            return
        yield one
