"""The people as they stand in cells, and the words among which a lead may choose."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agency.domain.terms.people import Side
from agency.records.tabled import accounts
from agency.reports.tables.people import spoken
from agency.reports.tables.table import Table


@dataclass(frozen=True)
class People:
    """Everybody's word by id, the words of those who are active, and the ids of the clients' people."""

    words: Mapping[str, str]
    active: tuple[str, ...]
    clients: frozenset[str]

    def word(self, person_id: str | None) -> str:
        """Return how a person stands in a cell, nothing for nobody."""
        return self.words[person_id] if person_id else ""

    def choices(self, table: Table) -> dict[str, tuple[str, ...]]:
        """Return the words for each column of a table in which a person may be named."""
        return {column.code: self.active for column in table.columns if column.is_person}


def everybody(session: Session) -> People:
    """Return all people on record."""
    rows = accounts.people(session)
    words = spoken({row.code: row.name for row in rows})
    return People(
        words={row.id: words[row.code] for row in rows},
        active=tuple(words[row.code] for row in rows if row.active),
        clients=frozenset(row.id for row in rows if row.side is Side.CLIENT),
    )
