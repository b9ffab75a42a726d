"""How the pulls stand, by platform: when one last brought figures, and which accounts fail (S12, I9)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from agency.domain.terms.accounts import ASLEEP, GrantState
from agency.domain.terms.figures import Platform
from agency.domain.terms.watching import PullFailure
from agency.records.grants import GONE, quota_until
from agency.records.tables import Account, PlatformGrant, Pull


class PullsOfPlatform(NamedTuple):
    """The accounts of a platform that are authorised and looked after, and how the looks at them went.

    ``failing`` counts those whose latest look brought nothing, by what is known of the reason; ``last_good`` is the
    latest look at any of them that did, ``stalest_good`` the latest good look at the account that has waited longest;
    None where there was none.
    """

    platform: Platform
    accounts: int
    failing: Mapping[PullFailure, int]
    last_good: datetime | None
    stalest_good: datetime | None


class LooksOfAccount(NamedTuple):
    """The latest look at an account that brought figures, and why the latest of all brought none; None where it did."""

    platform: Platform
    last_good: datetime | None
    failure: PullFailure | None


def pulls_by_platform(session: Session, at: datetime) -> list[PullsOfPlatform]:
    """Return how the pulls stand; an account that has never been looked at counts as neither good nor failing."""
    found: dict[Platform, list[LooksOfAccount]] = defaultdict(list)
    for looks in latest_looks(session, at):
        found[looks.platform].append(looks)
    return [summed(platform, looks) for platform, looks in sorted(found.items())]


def latest_looks(session: Session, at: datetime) -> Iterator[LooksOfAccount]:
    """Yield the latest looks at every authorised account; the index of looks by account and moment answers each."""
    of_account = and_(Pull.account_id == Account.id, Pull.replay_of_id.is_(None))
    latest = select(Pull.observed_at).where(of_account).order_by(Pull.observed_at.desc()).limit(1)
    good = latest.where(Pull.trouble.is_(None))
    query = (
        select(PlatformGrant, latest.scalar_subquery(), good.scalar_subquery())
        .join(Account, Account.id == PlatformGrant.account_id)
        .where(Account.status.not_in(ASLEEP))
    )
    for grant, last, last_good in session.execute(query):
        is_failing = last is not None and last != last_good
        yield LooksOfAccount(grant.platform, last_good, failure_of(grant, at) if is_failing else None)


def failure_of(grant: PlatformGrant, at: datetime) -> PullFailure:
    """Return what is known of the reason for which an account brings nothing."""
    if grant.state is not GrantState.ACTIVE:
        return PullFailure.AUTHORISATION
    if GONE in grant.details:
        return PullFailure.CAPABILITY
    return PullFailure.QUOTA if quota_until(grant, at) else PullFailure.PLATFORM


def summed(platform: Platform, looks: list[LooksOfAccount]) -> PullsOfPlatform:
    """Return the looks at the accounts of one platform as one line."""
    good = [one.last_good for one in looks if one.last_good is not None]
    failing = Counter(one.failure for one in looks if one.failure)
    return PullsOfPlatform(platform, len(looks), failing, max(good, default=None), min(good, default=None))
