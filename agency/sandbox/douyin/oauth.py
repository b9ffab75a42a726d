"""The OAuth calls, each answering with exactly the keys of the contract (platforms.md 1.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from agency.sandbox.description import SandboxAgency
from agency.sandbox.douyin.envelopes import Payload, trace
from agency.sandbox.douyin.refusals import OAUTH_CLIENT_KEY, OAUTH_PARAMETER, OAUTH_SECRET, Refusal
from agency.sandbox.douyin.tokens import CLIENT_TOKEN_LIVES, REFRESH_LIVES, Authorisation, TokenDesk


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One OAuth call; ``fields`` are those of its form or JSON body."""

    desk: TokenDesk
    agency: SandboxAgency
    now: datetime
    fields: Mapping[str, str]


@dataclass(frozen=True)
class OAuthEndpoint:
    """One call that gives tokens and therefore asks for none; ``body`` names its fields."""

    path: str
    body: tuple[str, ...]
    answer: Callable[[Applied], Payload]


def access_token(applied: Applied) -> Payload:
    """Give the first pair of tokens for a code."""
    _check_application(applied, secret=True)
    _check_grant_type(applied, "authorization_code")
    return _pair(applied.desk.exchange(_field(applied, "code")), applied.now)


def refresh_token(applied: Applied) -> Payload:
    """Prolong the access token; no secret is asked for."""
    _check_application(applied, secret=False)
    _check_grant_type(applied, "refresh_token")
    return _pair(applied.desk.refresh(_field(applied, "refresh_token")), applied.now)


def renew_refresh_token(applied: Applied) -> Payload:
    """Give a new refresh token for the old one."""
    _check_application(applied, secret=False)
    renewed = applied.desk.renew(_field(applied, "refresh_token"))
    return {"refresh_token": renewed.refresh_token, "expires_in": int(REFRESH_LIVES.total_seconds())}


def client_token(applied: Applied) -> Payload:
    """Give the application a token of its own."""
    _check_application(applied, secret=True)
    _check_grant_type(applied, "client_credential")
    return {"access_token": applied.desk.client_token(), "expires_in": int(CLIENT_TOKEN_LIVES.total_seconds())}


OAUTH_ENDPOINTS = (
    OAuthEndpoint("/oauth/access_token/", ("client_key", "client_secret", "code", "grant_type"), access_token),
    OAuthEndpoint("/oauth/refresh_token/", ("client_key", "grant_type", "refresh_token"), refresh_token),
    OAuthEndpoint("/oauth/renew_refresh_token/", ("client_key", "refresh_token"), renew_refresh_token),
    OAuthEndpoint("/oauth/client_token/", ("client_key", "client_secret", "grant_type"), client_token),
)


def _pair(found: Authorisation, now: datetime) -> Payload:
    return {
        "access_token": found.access_token,
        "expires_in": int((found.access_ends - now).total_seconds()),
        "refresh_token": found.refresh_token,
        "refresh_expires_in": int((found.refresh_ends - now).total_seconds()),
        "open_id": found.account.open_id,
        "scope": ",".join(found.account.scopes),
        "log_id": trace(now),
    }


def _check_application(applied: Applied, *, secret: bool) -> None:
    if _field(applied, "client_key") != applied.agency.client_key:
        raise Refusal(OAUTH_CLIENT_KEY)
    if secret and _field(applied, "client_secret") != applied.agency.client_secret:
        raise Refusal(OAUTH_SECRET)


def _check_grant_type(applied: Applied, expected: str) -> None:
    if _field(applied, "grant_type") != expected:
        raise Refusal(OAUTH_PARAMETER)


def _field(applied: Applied, name: str) -> str:
    if text := applied.fields.get(name):
        return text
    raise Refusal(OAUTH_PARAMETER)
