"""The two OAuth calls, which begin and prolong an authorisation (platforms.md 4.2)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from agency.sandbox.bilibili.contract import Payload
from agency.sandbox.bilibili.refusals import (
    BAD_PARAMETER,
    DEAD_REFRESH_TOKEN,
    UNKNOWN_CODE,
    WRONG_CLIENT,
    WRONG_SECRET,
    Refusal,
)
from agency.sandbox.description import SandboxAgency
from agency.sandbox.pairs import Issued, NoGood, PairDesk

# path: the kind of grant it gives, the field that carries what is exchanged, the refusal of one that is no good
CALLS: Mapping[str, tuple[str, str, str]] = {
    "/x/account-oauth2/v1/token": ("authorization_code", "code", UNKNOWN_CODE),
    "/x/account-oauth2/v1/refresh_token": ("refresh_token", "refresh_token", DEAD_REFRESH_TOKEN),
}


def issue(agency: SandboxAgency, pairs: PairDesk, path: str, form: Mapping[str, str]) -> Payload:
    """Return a pair for a code or for the refresh token before; anything else is refused."""
    grant_type, name, no_good = CALLS[path]
    if form.get("client_id") != agency.client_key:
        raise Refusal(WRONG_CLIENT)
    if form.get("client_secret") != agency.client_secret:
        raise Refusal(WRONG_SECRET)
    if set(form) != {"client_id", "client_secret", "grant_type", name} or form["grant_type"] != grant_type:
        raise Refusal(BAD_PARAMETER)
    exchange: Callable[[str], Issued] = pairs.exchange if name == "code" else pairs.refresh
    try:
        return _told(exchange(form[name]))
    except NoGood:
        raise Refusal(no_good) from None


def _told(issued: Issued) -> Payload:
    return {
        "access_token": issued.access_token,
        "expires_in": _seconds(issued.access_ends),  # a moment, whatever the name says
        "refresh_token": issued.refresh_token,
        "scopes": list(issued.account.scopes),
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
