"""The one OAuth call, which begins or prolongs an authorisation and answers bare (platforms.md 2.2).

``client_credentials``, for the Research API, is no part of this sandbox.
"""

from collections.abc import Mapping
from datetime import datetime

from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Body
from agency.sandbox.pairs import Issued, NoGood, PairDesk
from agency.sandbox.tiktok.refusals import (
    INVALID_CLIENT,
    INVALID_GRANT,
    INVALID_REQUEST,
    UNSUPPORTED_GRANT_TYPE,
    Refusal,
)

TOKEN_PATH = "/v2/oauth/token/"  # noqa: S105 - an address

_OURS = {"client_key", "client_secret", "grant_type"}


def issue(agency: SandboxAgency, pairs: PairDesk, form: Mapping[str, str], now: datetime) -> Body:
    """Return a pair for a code or for the refresh token before; anything else is refused."""
    if (form.get("client_key"), form.get("client_secret")) != (agency.client_key, agency.client_secret):
        raise Refusal(INVALID_CLIENT)
    try:
        match form.get("grant_type"):
            case "authorization_code":
                _check_fields(form, {"code", "redirect_uri"}, optional={"code_verifier"})
                return _told(pairs.exchange(form["code"]), now)
            case "refresh_token":
                _check_fields(form, {"refresh_token"})
                return _told(pairs.refresh(form["refresh_token"]), now)
    except NoGood:
        raise Refusal(INVALID_GRANT) from None
    raise Refusal(UNSUPPORTED_GRANT_TYPE)


def _check_fields(form: Mapping[str, str], needed: set[str], optional: frozenset[str] | set[str] = frozenset()) -> None:
    sent = {name for name, text in form.items() if text} - _OURS
    if not needed <= sent <= needed | optional:
        raise Refusal(INVALID_REQUEST)


def _told(issued: Issued, now: datetime) -> Body:
    return {
        "open_id": issued.account.open_id,
        "scope": ",".join(issued.account.scopes),
        "access_token": issued.access_token,
        "expires_in": int((issued.access_ends - now).total_seconds()),
        "refresh_token": issued.refresh_token,
        "refresh_expires_in": int((issued.refresh_ends - now).total_seconds()),
        "token_type": "Bearer",
    }
