"""The links that bind the rows of the ledger to one another, so that tampering shows (gates.md 1, 9)."""

from datetime import datetime

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import ID_LENGTH, Base


class LedgerLink(Base):
    """One link: which row it binds, the hash of that row, and the hash of the link before. Append-only.

    How the hashes are taken says ``agency.domain.chain``. The numbers have no gaps: links are written one after the other.
    """

    __tablename__ = "ledger_links"
    __table_args__ = (UniqueConstraint("table_name", "row_id"),)

    number: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    table_name: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    row_hash: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    linked_at: Mapped[datetime]
