"""An account's authorisation as its pull uses it: opened from its seal, and prolonged in time (S12).

A new token is on record before it is used: one that were lost with a crash would cost a person's consent.
"""

from contextlib import closing
from datetime import timedelta

from sqlalchemy.orm import Session

from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.errors import CapabilityGone, NeedsAuthorisation
from agency.locale import _
from agency.platforms.douyin.oauth import MOST_RENEWALS, Application, DouyinOAuth
from agency.platforms.grants import Grant
from agency.records.grants import GONE, grant_of, mark_ended
from agency.records.sealing import Seals, seals_of
from agency.records.tables import PlatformGrant
from agency.records.tables.base import now
from config.settings import settings
from tasks.opening import records

ACCESS_LEFT = timedelta(days=1)
REFRESH_LEFT = timedelta(days=5)
CLIENT_KEY = "client_key"


def seals() -> Seals:
    """Return the seals of this agency's key file, which never leaves its home."""
    return seals_of(settings().home / "sealing.key")


def keep_grant(session: Session, account_id: str, grant: Grant, *, client_key: str, profile: str | None = None) -> None:
    """Write an authorisation that a person has just given; whatever was wrong with the one before is over.

    ``client_key`` is the application it was given to, and its prolongations are asked for with it; ``profile`` None
    means the contract that the settings name.
    """
    row = grant_of(session, account_id)
    if row is None:
        row = PlatformGrant(account_id=account_id, platform=Platform.DOUYIN, open_id=grant.open_id)
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
        refresh_ends=row.refresh_expires_at or row.access_expires_at,
        scopes=frozenset(row.scope.split()),
        renewals=row.renewals,
    )


def usable_grant(account_id: str) -> Grant:
    """Return an account's grant with a day to live at least, prolonged where it had less.

    ``NeedsAuthorisation`` when a person has to authorise the account, ``CapabilityGone`` where the platform has taken
    the capability away before: neither is asked for again.
    """
    with records() as session:
        row = grant_of(session, account_id)
    if row is None:
        raise NeedsAuthorisation(_("Nobody has authorised this account yet."))
    if row.state is not GrantState.ACTIVE:
        raise NeedsAuthorisation(_("The authorisation has ended: authorise the account again."))
    if GONE in row.details:
        raise CapabilityGone(row.details[GONE])
    grant = opened(row)
    if grant.access_ends - now() < ACCESS_LEFT:
        grant = refreshed(account_id, grant)
    if grant.refresh_ends - now() < REFRESH_LEFT and grant.renewals < MOST_RENEWALS:
        grant = renewed(account_id, grant)
    return grant


def refreshed(account_id: str, grant: Grant) -> Grant:
    """Return a grant with a fresh access token, which is on record; mark it as ended where the platform refuses."""
    with closing(oauth(account_id)) as line:
        try:
            fresh = line.refresh(grant, now=now())
        except NeedsAuthorisation:
            with records() as session:
                mark_ended(session, account_id)
            raise
    return on_record(account_id, fresh)


def renewed(account_id: str, grant: Grant) -> Grant:
    """Return a grant with a new refresh token, which is on record: the old one is dead at once."""
    with closing(oauth(account_id)) as line:
        fresh = line.renew(grant, now=now())
    return on_record(account_id, fresh)


def on_record(account_id: str, grant: Grant) -> Grant:
    """Write a prolonged grant, and return it."""
    with records() as session:
        if (row := grant_of(session, account_id)) is not None:
            keep_tokens(row, grant)
    return grant


def oauth(account_id: str) -> DouyinOAuth:
    """Return the line over which the account's tokens are prolonged; prolonging needs no secret of the application."""
    with records() as session:
        row = grant_of(session, account_id)
    key = row.details.get(CLIENT_KEY, "") if row else ""
    return DouyinOAuth(settings().douyin_base_url, Application(client_key=key, client_secret=""))
