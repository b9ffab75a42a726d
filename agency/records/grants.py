"""The authorisations on record: one for each account, its tokens sealed, and what keeps it from being used (S12)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.locale import _
from agency.records.tables import Account, PlatformGrant

GONE = "capability_gone"
QUOTA_UNTIL = "quota_until"
OVERDUE = timedelta(days=4)


def grant_of(session: Session, account_id: str) -> PlatformGrant | None:
    """Return an account's authorisation, None before anybody gave one."""
    return session.scalar(select(PlatformGrant).where(PlatformGrant.account_id == account_id))


def other_holder(session: Session, platform: Platform, open_id: str, account_id: str) -> str | None:
    """Return the code of another account that a platform's id was authorised for, None where there is none."""
    held = select(Account.code).join(PlatformGrant, PlatformGrant.account_id == Account.id)
    return session.scalar(
        held.where(
            PlatformGrant.platform == platform,
            PlatformGrant.open_id == open_id,
            PlatformGrant.account_id != account_id,
        )
    )


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


def mark_quota(session: Session, account_id: str, until: datetime) -> None:
    """Note that the day's quota is used up, and until when; the account is not asked for before that."""
    if (grant := grant_of(session, account_id)) is not None:
        grant.details = grant.details | {QUOTA_UNTIL: until.isoformat()}


def quota_until(grant: PlatformGrant, now: datetime) -> datetime | None:
    """Return until when the quota of an authorisation is used up, None when it is not."""
    told = grant.details.get(QUOTA_UNTIL)
    until = datetime.fromisoformat(told) if told else now
    return until if until > now else None


@rule
def warnings(session: Session, now: datetime, days_before: int, renewals: Mapping[Platform, int]) -> Iterator[Finding]:
    """Every authorisation can be used, and prolonged without a person for so many days.

    ``renewals`` says how often a platform lets a refresh token be renewed; at one that is not named it ends for good
    when it ends.
    """
    query = select(PlatformGrant, Account.code).join(Account, Account.id == PlatformGrant.account_id)
    for grant, account in session.execute(query.order_by(Account.code)):
        if grant.state is not GrantState.ACTIVE:
            sentence = _("The authorisation of account {account} has ended: its owner must give it again.")
            yield Finding("grant-ended", sentence.format(account=account))
            continue
        if GONE in grant.details:
            sentence = _("The platform no longer lets account {account} be read; import its exports. It said: {said}")
            yield warning("grant-gone", sentence.format(account=account, said=grant.details[GONE]))
        if until := quota_until(grant, now):
            sentence = _("The day's calls for account {account} are used up until {moment}.")
            yield warning("grant-quota", sentence.format(account=account, moment=beijing_minute(until)))
        yield from endings(grant, account, now, timedelta(days=days_before), renewals.get(grant.platform, 0))


def endings(grant: PlatformGrant, account: str, now: datetime, before: timedelta, renewals: int) -> Iterator[Finding]:
    """Yield what there is to say of an authorisation's end: that it is near, or that a renewal is overdue."""
    if grant.refresh_expires_at is None:
        return
    left, day = grant.refresh_expires_at - now, beijing_day(grant.refresh_expires_at)
    if grant.renewals >= renewals and left < before:
        sentence = _("The authorisation of account {account} ends on {day} for good: let its owner give it again.")
        yield warning("grant-ends", sentence.format(account=account, day=day))
    elif grant.renewals < renewals and left < OVERDUE:
        sentence = _("The authorisation of account {account} ends on {day} and was not renewed: pull the account now.")
        yield warning("grant-not-renewed", sentence.format(account=account, day=day))
