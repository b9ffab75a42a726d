"""The chain that makes the ledger show tampering: every row is bound by a link, and every link by the one before it.

Whoever changes, removes or adds a row has to write every later link anew, and the last hash changes: it is noted outside
the records every day, so the rewriting shows. All of it can be computed by hand with ``sha256sum``.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from agency.domain.terms.ledger import LedgerFlaw

BEFORE_THE_FIRST = "0" * 64
TOLD_DIGITS = 16


@dataclass(frozen=True)
class Link:
    """One link as it is on record: which row it binds, what that row hashed to, and the hash of the link before."""

    number: int
    table: str
    row_id: str
    row_hash: str
    previous: str
    linked_at: datetime
    hash: str


@dataclass(frozen=True)
class Head:
    """The last link of a chain: whoever knows it knows whether anything before it was changed."""

    number: int
    hash: str

    @property
    def brief(self) -> str:
        """The end as it is told outside the records: its number and the first digits of its hash."""
        return f"{self.number}:{self.hash[:TOLD_DIGITS]}"


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One broken place: what is wrong, at which link, and which row it is about; ``told`` says what was found there."""

    kind: LedgerFlaw
    number: int | None = None
    table: str = ""
    row_id: str = ""
    told: str = ""


NOTHING_YET = Head(0, BEFORE_THE_FIRST)


def row_text(values: Mapping[str, object]) -> str:
    """Return a row as the one text that is hashed: JSON in UTF-8 with sorted keys and no blanks, as ``jq -cS`` writes it.

    What is missing is left out, so that a column added later, empty in old rows, leaves their hashes as they are.
    """
    known = {name: stated(value) for name, value in values.items() if value is not None}
    return json.dumps(known, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def stated(value: object) -> object:
    """Return a value as JSON states it: a moment in UTC to the microsecond, a day by its ISO text."""
    match value:
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
    return value


def moment_text(moment: datetime) -> str:
    """Return a moment as ``2026-11-23T02:00:00.000000Z``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text, 64 hex digits; half a character, which UTF-8 does not know, is taken as it stands."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link_text(number: int, table: str, row_id: str, row_hash: str, previous: str, linked_at: datetime) -> str:
    """Return what a link's own hash is taken of: its parts with a bar between them."""
    return "|".join([str(number), table, row_id, row_hash, previous, moment_text(linked_at)])


def next_link(before: Head, table: str, row_id: str, row_hash: str, at: datetime) -> Link:
    """Return the link that binds a row and comes after ``before``."""
    number = before.number + 1
    text = link_text(number, table, row_id, row_hash, before.hash, at)
    return Link(number, table, row_id, row_hash, before.hash, at, hash_of(text))


def flaw_at(link: Link, kind: LedgerFlaw, told: str = "") -> Flaw:
    """Return a flaw of a link or of the row that it binds."""
    return Flaw(kind=kind, number=link.number, table=link.table, row_id=link.row_id, told=told)


def flaws_of_link(before: Head, link: Link) -> Iterator[Flaw]:
    """Yield what is wrong with a link, given the one that stands before it on record."""
    if link.number != before.number + 1:
        yield Flaw(kind=LedgerFlaw.LINK_MISSING, number=before.number + 1, told=str(link.number))
    elif link.previous != before.hash:
        yield flaw_at(link, LedgerFlaw.LINK_MOVED)
    text = link_text(link.number, link.table, link.row_id, link.row_hash, link.previous, link.linked_at)
    if hash_of(text) != link.hash:
        yield flaw_at(link, LedgerFlaw.LINK_CHANGED)


def flaw_of_row(link: Link, text: str | None) -> Flaw | None:
    """Return what is wrong with the row that a link binds; ``text`` is the row as it is now, None where there is none."""
    if text is None:
        return flaw_at(link, LedgerFlaw.ROW_MISSING)
    return None if hash_of(text) == link.row_hash else flaw_at(link, LedgerFlaw.ROW_CHANGED)


def flaw_of_note(noted: Head, found: str | None) -> Flaw | None:
    """Return what is wrong with a link whose hash was noted outside; ``found`` is its hash now, None where it is gone.

    The first digits of a hash are enough to hold a ledger to it.
    """
    if found is None:
        return Flaw(kind=LedgerFlaw.CUT_SHORT, number=noted.number)
    if not found.startswith(noted.hash):
        return Flaw(kind=LedgerFlaw.REWRITTEN, number=noted.number, told=f"{noted.hash} → {found}")
    return None
