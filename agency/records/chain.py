"""Binds every row of the ledger by a link of the chain, in the unit of work that writes the row.

No writer has to think of it: the session of ``agency.records.engine.records`` does it when it commits. Rows written past
the session would have no link, so such a statement is refused here, and ``bulk`` refuses it too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, event, func, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from agency.domain.chain import NOTHING_YET, Head, Link, hash_of, next_link
from agency.records.append_only import CHAINED
from agency.records.chain_rows import Row, Tables, texts_of
from agency.records.tables.base import Base, Identified, now
from agency.records.tables.chain import LedgerLink

TURN = "ledger_links"
NOTED = "rows to be bound"


def keep_chain(session: Session) -> None:
    """Let this session bind the rows of the ledger that it writes, when it commits."""
    event.listen(session, "after_flush", _note)
    event.listen(session, "before_commit", _bind_noted)
    event.listen(session, "do_orm_execute", _refuse_past_the_chain)


def head(session: Session) -> Head:
    """Return the last link there is; number 0 where there is none yet."""
    return head_on(session.connection())


def link_hash(session: Session, number: int) -> str | None:
    """Return the hash of one link, None where there is no link of this number."""
    return session.scalar(select(LedgerLink.hash).where(LedgerLink.number == number))


def bind(connection: Connection, rows: Sequence[Row], at: datetime, tables: Tables = Base.metadata.tables) -> None:
    """Write a link for each of these rows, in their order; until the end of the transaction nobody else writes one.

    ``tables`` are those of the database, where they are not yet those of the code.
    """
    if not rows:
        return
    texts = texts_of(connection, rows, tables)
    _take_turn(connection)
    links = list(_links(head_on(connection), ((row, texts[row]) for row in rows), at))
    connection.execute(insert(LedgerLink), [_values(link) for link in links])


def _links(before: Head, rows: Iterable[tuple[Row, str]], at: datetime) -> Iterator[Link]:
    for (table, row_id), text in rows:
        link = next_link(before, table, row_id, hash_of(text), at)
        yield link
        before = Head(link.number, link.hash)


def _values(link: Link) -> Mapping[str, object]:
    return {
        "number": link.number,
        "table_name": link.table,
        "row_id": link.row_id,
        "row_hash": link.row_hash,
        "previous": link.previous,
        "hash": link.hash,
        "linked_at": link.linked_at,
    }


def head_on(connection: Connection) -> Head:
    """Return the same of a connection, as a backup sees it."""
    last = connection.execute(select(LedgerLink.number, LedgerLink.hash).order_by(LedgerLink.number.desc()).limit(1))
    return next((Head(row.number, row.hash) for row in last), NOTHING_YET)


def _take_turn(connection: Connection) -> None:
    """Wait until nobody else writes links; taken last in a unit of work, so that two never wait for one another."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(TURN, 0))))


def _note(session: Session, _: UOWTransaction) -> None:
    """Remember the rows that were just written: their ids are known now."""
    fresh = [row for row in session.new if isinstance(row, Base) and row.__tablename__ in CHAINED]
    session.info.setdefault(NOTED, []).extend(fresh)


def _bind_noted(session: Session) -> None:
    """Bind what was written and not taken back; the end of a savepoint is not the end of the unit of work."""
    if session.in_nested_transaction():
        return
    session.flush()
    rows = [row for row in session.info.pop(NOTED, []) if inspect(row).persistent]
    bind(session.connection(), [_bound(row) for row in rows], now())


def _bound(row: Identified) -> Row:
    return str(inspect(row, raiseerr=True).mapper.local_table.name), row.id


def _refuse_past_the_chain(state: ORMExecuteState) -> None:
    """Refuse an INSERT that the session would not notice."""
    table = getattr(getattr(state.statement, "table", None), "name", "")
    if state.is_insert and table in CHAINED:
        raise TypeError(f"a row of {table} is added to the session, which binds it: no INSERT past it")
