"""Where the figures of accounts come from, as the records know it (I9)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from agency.domain.provenance import Provenance
from agency.domain.terms.accounts import ASLEEP
from agency.records.pulls import last_pulls
from agency.records.tables import Account, AccountDaily, ImportBatch, PlatformGrant, Publication, Pull, VideoSnapshot

RECENT = timedelta(days=30)


def provenance(session: Session, now: datetime) -> list[Provenance]:
    """Return what is known of the figures of every account at work, in the order of their codes."""
    accounts = session.scalars(select(Account).where(Account.status.not_in(ASLEEP)).order_by(Account.code)).all()
    return provenance_of(session, accounts, now)


def provenance_of(session: Session, accounts: Sequence[Account], now: datetime) -> list[Provenance]:
    """Return what is known of the figures of these accounts, in their order."""
    ids = [account.id for account in accounts]
    good, bad = last_pulls(session, ids, good=True), last_pulls(session, ids, good=False)
    grants = dict(session.execute(select(PlatformGrant.account_id, PlatformGrant.state)).tuples().all())
    works, imported, days = works_of(session, ids), imported_at(session, ids), last_days(session, ids)
    watched = knows_retention(session, ids, now - RECENT)
    return [
        Provenance(
            account=account.code,
            name=account.name,
            platform=account.platform,
            works=works.get(account.id, 0),
            grant=grants.get(account.id),
            pulled_at=good[account.id].observed_at if account.id in good else None,
            trouble=trouble_since(good.get(account.id), bad.get(account.id)),
            imported_at=imported.get(account.id),
            knows_retention=watched.get(account.id),
            last_day=days.get(account.id),
        )
        for account in accounts
    ]


def trouble_since(good: Pull | None, bad: Pull | None) -> str | None:
    """Return what kept an account from being pulled, unless it was pulled after that."""
    if bad is None or (good is not None and good.observed_at > bad.observed_at):
        return None
    return bad.trouble


def works_of(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Return how many published works each account has."""
    query = select(Publication.account_id, func.count()).where(
        Publication.account_id.in_(ids), Publication.published_at.is_not(None)
    )
    return dict(session.execute(query.group_by(Publication.account_id)).tuples().all())


def imported_at(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """Return of which moment the newest imported figures of each account are."""
    query = select(ImportBatch.account_id, func.max(ImportBatch.observed_at)).where(ImportBatch.account_id.in_(ids))
    rows = session.execute(query.group_by(ImportBatch.account_id)).tuples()
    return {account_id: moment for account_id, moment in rows if account_id and moment}


def last_days(session: Session, ids: Sequence[str]) -> dict[str, date]:
    """Return the newest day that is on record of each account itself."""
    query = select(AccountDaily.account_id, func.max(AccountDaily.day)).where(AccountDaily.account_id.in_(ids))
    return dict(session.execute(query.group_by(AccountDaily.account_id)).tuples().all())


def knows_retention(session: Session, ids: Sequence[str], since: datetime) -> dict[str, bool]:
    """Return of each account with works since a moment whether any source told how long one of them is watched."""
    told = (
        select(VideoSnapshot.publication_id)
        .where(VideoSnapshot.publication_id == Publication.id)
        .where(or_(VideoSnapshot.completion.is_not(None), VideoSnapshot.avg_watch_s.is_not(None)))
        .exists()
    )
    recent = select(Publication.account_id, told).where(
        Publication.account_id.in_(ids), Publication.published_at >= since
    )
    known: dict[str, bool] = {}
    for account_id, is_told in session.execute(recent):
        known[account_id] = known.get(account_id, False) or is_told
    return known
