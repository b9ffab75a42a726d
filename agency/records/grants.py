"""The authorisations on record: one for each account, its tokens sealed, and what keeps it from being used (S12)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.accounts import GrantState
from agency.records.tables import PlatformGrant

GONE = "capability_gone"


def grant_of(session: Session, account_id: str) -> PlatformGrant | None:
    """Return an account's authorisation, None before anybody gave one."""
    return session.scalar(select(PlatformGrant).where(PlatformGrant.account_id == account_id))


def mark_ended(session: Session, account_id: str) -> None:
    """Note that an authorisation could not be prolonged any more: a person has to give it again."""
    if (grant := grant_of(session, account_id)) is not None:
        grant.state = GrantState.EXPIRED


def mark_refused(session: Session, account_id: str) -> None:
    """Note that an authorisation which looked good was refused by its platform; one that has ended stays ended."""
    grant = grant_of(session, account_id)
    if grant is not None and grant.state is GrantState.ACTIVE:
        grant.state = GrantState.REVOKED


def mark_gone(session: Session, account_id: str, sentence: str) -> None:
    """Note that the platform took the capability away; the account is not asked for again until it is authorised anew."""
    if (grant := grant_of(session, account_id)) is not None:
        grant.details = grant.details | {GONE: sentence}
