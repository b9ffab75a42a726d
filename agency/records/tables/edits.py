"""The six tables as they were given back: who gave which file, which sheets of it were taken, and what they changed (C4)."""

from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import Base, Identified, PersonId
from agency.records.tables.truths import at_least, not_blank


class TablesGivenBack(Identified, Base):
    """One workbook of the six tables that a person gave back. Append-only.

    ``taken`` and ``refused`` are the codes of the sheets that were written and of those that were not; ``edits`` counts
    the cells that changed. ``told`` is what the person was told of each sheet, the reasons among it. Which rows hold
    what now is in the audit trail. A file may be given back again: what was refused may hold the next time.
    """

    __tablename__ = "tables_given_back"
    __table_args__ = (Index(None, "sha256"), *not_blank("file_name"), *at_least(0, "edits"))

    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str]
    kept_as: Mapped[str]
    given_by_id: Mapped[PersonId]
    taken: Mapped[list[str]] = mapped_column(default=list)
    refused: Mapped[list[str]] = mapped_column(default=list)
    edits: Mapped[int] = mapped_column(default=0)
    told: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    flow_run_id: Mapped[str | None] = mapped_column(String(36))
