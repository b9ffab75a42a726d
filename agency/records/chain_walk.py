"""Walks along the chain of the ledger and tells every place where it is broken, however long it is, in the same memory.

What is read may have been spoilt on purpose, so it is read as it lies, and nothing in it is trusted to be of its type.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, exists, select, type_coerce
from sqlalchemy.types import NullType, String

from agency.domain.approvals import Voice
from agency.domain.binding import content_hash
from agency.domain.chain import NOTHING_YET, Flaw, Head, Link, flaw_at, flaw_of_row, flaws_of_link, row_text
from agency.domain.passing import Needed, unearned
from agency.domain.terms.gates import Verdict
from agency.domain.terms.ledger import LedgerFlaw, LedgerTable
from agency.domain.terms.people import Role
from agency.records.append_only import CHAINED
from agency.records.chain_rows import Row, Values, plain, values_of
from agency.records.tables import Base, Decision, GateRound, LedgerLink

AT_ONCE = 500  # links in memory
UNREADABLE = datetime.min.replace(tzinfo=UTC)

TABLES = {name: Base.metadata.tables[name] for name in CHAINED}

Found = Mapping[Row, Values]


def flaws(connection: Connection) -> Iterator[Flaw]:
    """Yield every broken place: first along the chain, then the rows that no link binds."""
    before = NOTHING_YET
    for links in stretches(connection):
        found = values_of(connection, [(link.table, link.row_id) for link in links], TABLES)
        earned = Earned(connection, links, found)
        for link in links:
            yield from flaws_of_link(before, link)
            yield from flaws_at(link, found.get((link.table, link.row_id)), earned)
            before = Head(link.number, link.hash)
    yield from unbound(connection)


def stretches(connection: Connection) -> Iterator[list[Link]]:
    """Yield the links in their order, some hundreds at a time."""
    last = 0
    while links := links_after(connection, last):
        yield links
        last = links[-1].number


def links_after(connection: Connection, number: int) -> list[Link]:
    """Return the next links."""
    table = Base.metadata.tables[LedgerLink.__tablename__]
    names = ("number", "table_name", "row_id", "row_hash", "previous", "linked_at", "hash")
    columns = [table.c[name] for name in names]
    query = select(*(type_coerce(column, NullType()) for column in columns)).where(table.c.number > number)
    rows = connection.execute(query.order_by(table.c.number).limit(AT_ONCE))
    return [link_of([plain(column.type, value) for column, value in zip(columns, row, strict=True)]) for row in rows]


def link_of(told: Sequence[Any]) -> Link:
    """Return a link as it lies on record; a moment that is none makes its hash a wrong one."""
    number, table, row_id, row_hash, previous, linked_at, own = told
    moment = linked_at if isinstance(linked_at, datetime) else UNREADABLE
    return Link(int(number), str(table), str(row_id), str(row_hash), str(previous), moment, str(own))


def flaws_at(link: Link, values: Values | None, earned: "Earned") -> Iterator[Flaw]:
    """Yield what is wrong with the row of a link: whether it is the one that was bound, and whether it may be so."""
    flaw = flaw_of_row(link, None if values is None else row_text(values))
    if flaw is not None:
        yield flaw
    if values is None:
        return
    if link.table == LedgerTable.ROUNDS and shown_hash(values) != values.get("content_hash"):
        yield flaw_at(link, LedgerFlaw.CONTENT_CHANGED, f"{values.get('gate')} {values.get('number')}")
    if link.table == LedgerTable.PASSES:
        for why in earned.doubts(values):
            yield flaw_at(link, LedgerFlaw.UNEARNED, why)


def shown_hash(round_: Values) -> str:
    """Return the hash of what a round showed, as it is on record now."""
    content = round_.get("content")
    return content_hash(content if isinstance(content, dict) else {"": content})


class Earned:
    """Says of the passes in one stretch whether the answers on record would let them pass."""

    def __init__(self, connection: Connection, links: Sequence[Link], found: Found) -> None:
        """Read the rounds of these passes, and who answered in them."""
        passes = [found.get((link.table, link.row_id), {}) for link in links if link.table == LedgerTable.PASSES]
        rounds = {str(values.get("round_id")) for values in passes}
        self._authors = authors(connection, rounds)
        self._voices = voices(connection, rounds)

    def doubts(self, values: Values) -> Iterator[str]:
        """Yield why a pass could not have come about; one from before its needs were kept is not doubted."""
        kept, round_id = values.get("needed"), str(values.get("round_id"))
        if kept is None:
            return
        try:
            needed, said = Needed.read(kept), [voice_of(row) for row in self._voices[round_id]]
        except (KeyError, TypeError, ValueError) as error:
            yield str(error)
            return
        yield from unearned(needed, said, self._authors.get(round_id))


def authors(connection: Connection, rounds: Collection[str]) -> dict[str, str | None]:
    """Return who handed in each of these rounds."""
    query = select(GateRound.id, GateRound.submitted_by).where(GateRound.id.in_(rounds))
    return {row.id: row.submitted_by for row in connection.execute(query)}


def voices(connection: Connection, rounds: Collection[str]) -> Mapping[str, list[Sequence[Any]]]:
    """Return the answers of these rounds, as they lie on record, oldest first."""
    verdict = type_coerce(Decision.verdict, String())
    query = select(Decision.round_id, Decision.step, Decision.person_id, Decision.role, verdict)
    said: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for round_id, *answer in connection.execute(query.where(Decision.round_id.in_(rounds)).order_by(Decision.seat)):
        said[round_id].append(answer)
    return said


def voice_of(answer: Sequence[Any]) -> Voice:
    """Return an answer as the domain weighs it; ``ValueError`` for a role or a verdict that there is not."""
    step, person, role, verdict = answer
    return Voice(step, person, Role(role), Verdict(verdict))


def unbound(connection: Connection) -> Iterator[Flaw]:
    """Yield the rows of the ledger that no link binds: they came past the chain."""
    for name, table in sorted(TABLES.items()):
        bound = exists().where(LedgerLink.table_name == name, LedgerLink.row_id == table.c.id)
        for row in connection.execute(select(table.c.id).where(~bound).order_by(table.c.id)):
            yield Flaw(kind=LedgerFlaw.ROW_UNBOUND, table=name, row_id=str(row.id))
