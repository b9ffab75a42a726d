"""An account's authorisation as its pull uses it: opened from its seal, and prolonged in time (S12).

A new token is on record before it is used: one that were lost with a crash would cost a person's consent. Whoever
prolongs holds the account's lock, and looks first whether somebody else has done so meanwhile: where tokens rotate, two
who refresh at once lose the account.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.finding import Findings
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.errors import CapabilityGone, NeedsAuthorisation, PlatformError, QuotaUsedUp
from agency.locale import _
from agency.platforms.douyin.oauth import MOST_RENEWALS, REFRESH_LEFT
from agency.platforms.grants import Access, Grant
from agency.records import grants
from agency.records.grants import GONE, grant_of, mark_ended, quota_until
from agency.records.locks import held
from agency.records.tables import Account, PlatformGrant
from agency.records.tables.base import now
from config.policy import Policy
from config.settings import settings
from tasks.metrics.connections import open_oauth
from tasks.opening import looking, records, records_engine
from tasks.sealing_key import seals

LEFT = timedelta(minutes=10)
LEFT_AT: Mapping[Platform, timedelta] = {Platform.DOUYIN: timedelta(days=1)}
RENEWALS: Mapping[Platform, int] = {Platform.DOUYIN: MOST_RENEWALS}
CLIENT_KEY = "client_key"

logger = logging.getLogger(__name__)


def keep_grant(session: Session, account_id: str, grant: Grant, *, client_key: str, profile: str | None = None) -> None:
    """Write an authorisation that a person has just given; whatever was wrong with the one before is over.

    ``client_key`` is the application it was given to, and its prolongations are asked for with it; ``profile`` None
    means the contract that the settings name.
    """
    row = grant_of(session, account_id)
    if row is None:
        platform = session.get_one(Account, account_id).platform
        row = PlatformGrant(account_id=account_id, platform=platform, open_id=grant.open_id)
        session.add(row)
    row.profile, row.open_id, row.scope = profile, grant.open_id, " ".join(sorted(grant.scopes))
    row.authorised_at, row.state, row.details = now(), GrantState.ACTIVE, {CLIENT_KEY: client_key}
    keep_tokens(row, grant)
    session.flush()


def keep_tokens(row: PlatformGrant, grant: Grant) -> None:
    """Write a grant's tokens, sealed, and until when they live."""
    sealing = seals()
    row.access_token_sealed, row.access_expires_at = sealing.seal(grant.access_token), grant.access_ends
    row.refresh_token_sealed, row.refresh_expires_at = sealing.seal(grant.refresh_token), grant.refresh_ends
    row.renewals = grant.renewals


def opened(row: PlatformGrant) -> Grant:
    """Return a grant with its tokens in plain words; ``Misconfigured`` when they do not open."""
    sealing = seals()
    return Grant(
        open_id=row.open_id,
        access_token=sealing.open(row.access_token_sealed),
        access_ends=row.access_expires_at,
        refresh_token=sealing.open(row.refresh_token_sealed or row.access_token_sealed),
        refresh_ends=row.refresh_expires_at,
        scopes=frozenset(row.scope.split()),
        renewals=row.renewals,
    )


def access_of(account_id: str, row: PlatformGrant | None = None) -> Access:
    """Return an account's authorisation ready to be used: a token that expires meanwhile is prolonged, once a call.

    ``row`` is the authorisation where it was just read. Raises as ``usable_grant`` does.
    """
    return Access(usable_grant(account_id, row), lambda stale: refreshed(account_id, stale))


def usable_grant(account_id: str, row: PlatformGrant | None = None) -> Grant:
    """Return an account's grant with some time to live, prolonged where it had less.

    ``NeedsAuthorisation`` when a person has to authorise the account, ``CapabilityGone`` where the platform has taken
    the capability away before, ``QuotaUsedUp`` until the day's quota comes back: none is asked for again.
    """
    row = in_use(row) if row else row_in_use(account_id)
    if until := quota_until(row, now()):
        sentence = _("The day's calls are used up until {moment}; figures come again from then on.")
        used_up = QuotaUsedUp(sentence.format(moment=beijing_minute(until)))
        used_up.until = until
        raise used_up
    grant = opened(row)
    if grant.access_ends - now() < LEFT_AT.get(row.platform, LEFT):
        grant = refreshed(account_id, grant)
    if is_to_be_renewed(grant, RENEWALS.get(row.platform, 0)):
        grant = renewed(account_id, grant)
    return grant


def row_in_use(account_id: str) -> PlatformGrant:
    """Return an account's authorisation as it is on record now; raises where it can't be used."""
    with looking() as session:
        return in_use(grant_of(session, account_id))


def in_use(row: PlatformGrant | None) -> PlatformGrant:
    """Return an authorisation that can be used; raises where it can't."""
    if row is None:
        raise NeedsAuthorisation(_("Nobody has authorised this account yet."))
    if row.state is not GrantState.ACTIVE:
        raise NeedsAuthorisation(_("The authorisation has ended: authorise the account again."))
    if GONE in row.details:
        raise CapabilityGone(row.details[GONE])
    return row


def refreshed(account_id: str, stale: Grant) -> Grant:
    """Return a grant with a fresh access token, which is on record; mark it as ended where the platform refuses.

    Of several who find a token stale at once, in whatever process, one asks the platform and all have what it gave.
    """
    with prolonging(account_id) as row:
        current = opened(row)
        if current.access_token != stale.access_token or current.access_ends > stale.access_ends:
            return current
        with closing(open_oauth(row.platform, client_key=row.details.get(CLIENT_KEY, ""), prolonging=True)) as oauth:
            try:
                fresh = oauth.refresh(current, now=now())
            except NeedsAuthorisation:
                with records() as session:
                    mark_ended(session, account_id)
                raise
        return on_record(account_id, fresh)


def is_to_be_renewed(grant: Grant, most: int) -> bool:
    """Say whether a refresh token is near its end and may be renewed once more."""
    return grant.renewals < most and grant.refresh_ends is not None and grant.refresh_ends - now() < REFRESH_LEFT


def renewed(account_id: str, stale: Grant) -> Grant:
    """Return a grant with a new refresh token, which is on record: the old one is dead at once.

    A platform that refuses stops nothing while the access token lives; that the renewal is overdue is told elsewhere.
    """
    with prolonging(account_id) as row:
        current = opened(row)
        if current.refresh_token != stale.refresh_token:
            return current
        with closing(open_oauth(row.platform, client_key=row.details.get(CLIENT_KEY, ""), prolonging=True)) as oauth:
            try:
                fresh = oauth.renew(current, now=now())
            except PlatformError as refused:
                logger.warning("an authorisation could not be renewed: %s", refused)
                return current
        return on_record(account_id, fresh)


@contextmanager
def prolonging(account_id: str) -> Iterator[PlatformGrant]:
    """Hold an account's lock, across processes and machines, and lend its authorisation as it is on record then."""
    with held(records_engine(settings().records_url), f"grant-{account_id}"):
        yield row_in_use(account_id)


def on_record(account_id: str, grant: Grant) -> Grant:
    """Write a prolonged grant, both tokens in one unit of work, and return it."""
    with records() as session:
        if (row := grant_of(session, account_id)) is not None:
            keep_tokens(row, grant)
            row.scope = " ".join(sorted(grant.scopes))
    return grant


def grant_warnings(session: Session, moment: datetime, policy: Policy) -> Findings:
    """Return what there is to say of all authorisations, long before the last renewal ends."""
    return grants.warnings(session, moment, policy.grant_warning_days, RENEWALS)
