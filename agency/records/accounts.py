"""What is on record of an account: its positioning, its papers, its figures of a day, its works."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.records.tables import (
    Account,
    AccountDaily,
    AccountPositioning,
    Publication,
    RegistrationItem,
)


def accounts_of(session: Session, project_id: str) -> Sequence[Account]:
    """Return a project's accounts, in the order of their codes."""
    return session.scalars(select(Account).where(Account.project_id == project_id).order_by(Account.code)).all()


def take_turns(session: Session, account_ids: Sequence[str]) -> None:
    """Wait until no other unit of work writes figures of these accounts; until this one ends, none will."""
    rows = select(Account.id).where(Account.id.in_(account_ids)).order_by(Account.id)
    session.connection().execute(rows.with_for_update())


def positioning(session: Session, account_id: str) -> AccountPositioning | None:
    """Return what the account stands for now, None before anything was agreed (S2)."""
    query = select(AccountPositioning).where(AccountPositioning.account_id == account_id, AccountPositioning.active)
    return session.scalar(query)


def registration(session: Session, account_id: str) -> Sequence[RegistrationItem]:
    """Return the items of the account's registration that are on record, in the order of their codes (S5)."""
    query = select(RegistrationItem).where(RegistrationItem.account_id == account_id).order_by(RegistrationItem.paper)
    return session.scalars(query).all()


def works(session: Session, account_id: str) -> Sequence[Publication]:
    """Return the account's published works, oldest first, those found on the platform among them."""
    query = (
        select(Publication)
        .where(Publication.account_id == account_id, Publication.published_at.is_not(None))
        .order_by(Publication.published_at)
    )
    return session.scalars(query).all()


def days(session: Session, account_id: str, first: date, last: date) -> Sequence[AccountDaily]:
    """Return what each source told of the account for each day from ``first`` to ``last``, in its latest revision."""
    latest = (
        func.row_number()
        .over(partition_by=(AccountDaily.day, AccountDaily.source), order_by=AccountDaily.revision.desc())
        .label("place")
    )
    ranked = (
        select(AccountDaily.id, latest)
        .where(AccountDaily.account_id == account_id, AccountDaily.day.between(first, last))
        .subquery()
    )
    query = (
        select(AccountDaily)
        .join(ranked, AccountDaily.id == ranked.c.id)
        .where(ranked.c.place == 1)
        .order_by(AccountDaily.day, AccountDaily.source)
    )
    return session.scalars(query).all()
