"""The sealed addresses of groups' bots: one for each group, entered anew over the one before (C3)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.records.ledger import take_turns
from agency.records.tables import GroupChat, GroupSecret

TURN = "group-secrets"


def secret_of(session: Session, chat_id: str) -> GroupSecret | None:
    """Return what is kept of a group's bot, None while nobody entered it."""
    return session.scalar(select(GroupSecret).where(GroupSecret.chat_id == chat_id))


def keep_secret(session: Session, chat_id: str, *, address_sealed: str, secret_sealed: str | None) -> None:
    """Keep the sealed address of a group's bot in the place of the one before; of two at once the last one stays."""
    take_turns(session, TURN)
    row = secret_of(session, chat_id)
    if row is None:
        row = GroupSecret(chat_id=chat_id, address_sealed=address_sealed)
        session.add(row)
    row.address_sealed, row.secret_sealed = address_sealed, secret_sealed
    session.flush()


def codes_with_secret(session: Session) -> set[str]:
    """Return the codes of the groups whose bot was entered."""
    return set(session.scalars(select(GroupChat.code).join(GroupSecret, GroupSecret.chat_id == GroupChat.id)))
