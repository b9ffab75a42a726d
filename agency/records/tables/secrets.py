"""Where the bots of groups listen, and the keys they sign with: sealed, so that a copy of the records tells nobody (C3)."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import Base, Kept


class GroupSecret(Kept, Base):
    """The address of a group's bot, which is as secret as a key, and the key it signs with where it does.

    Columns named ``…_sealed`` are left out of the audit trail.
    """

    __tablename__ = "group_secrets"

    chat_id: Mapped[str] = mapped_column(ForeignKey("group_chats.id"), unique=True)
    address_sealed: Mapped[str]
    secret_sealed: Mapped[str | None]
