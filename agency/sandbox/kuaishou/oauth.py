"""The OAuth calls, which take their parameters from the address or from a form (platforms.md 4.1)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Body
from agency.sandbox.kuaishou.refusals import (
    BAD_CLIENT,
    BAD_CODE,
    BAD_GRANT_TYPE,
    BAD_PARAMETER,
    DENIED,
    REFRESH_EXPIRED,
    Refusal,
)
from agency.sandbox.pairs import Issued, NoGood, PairDesk

Issue = Callable[[PairDesk, Mapping[str, str]], Issued]


def exchange(pairs: PairDesk, fields: Mapping[str, str]) -> Issued:
    """Give the first pair of tokens for a code."""
    try:
        return pairs.exchange(fields["code"])
    except NoGood:
        raise Refusal(BAD_CODE) from None


def refresh(pairs: PairDesk, fields: Mapping[str, str]) -> Issued:
    """Give a new pair for the refresh token of the old one, which is the hardest that a client may meet."""
    try:
        return pairs.refresh(fields["refresh_token"])
    except NoGood as no_good:
        raise Refusal(REFRESH_EXPIRED if no_good.was_known else DENIED) from None


ISSUES: Mapping[str, tuple[str, str, Issue]] = {
    "/oauth2/access_token": ("authorization_code", "code", exchange),
    "/oauth2/refresh_token": ("refresh_token", "refresh_token", refresh),
}


def issue(path: str, agency: SandboxAgency, pairs: PairDesk, fields: Mapping[str, str], now: datetime) -> Body:
    """Return the pair for which an application applied with exactly these fields."""
    grant_type, needed, give = ISSUES[path]
    if set(fields) != {"app_id", "app_secret", "grant_type", needed}:
        raise Refusal(BAD_PARAMETER)
    if (fields["app_id"], fields["app_secret"]) != (agency.client_key, agency.client_secret):
        raise Refusal(BAD_CLIENT)
    if fields["grant_type"] != grant_type:
        raise Refusal(BAD_GRANT_TYPE)
    return _told(give(pairs, fields), now)


def _told(issued: Issued, now: datetime) -> Body:
    return {
        "result": 1,
        "access_token": issued.access_token,
        "expires_in": int((issued.access_ends - now).total_seconds()),
        "refresh_token": issued.refresh_token,
        "refresh_token_expires_in": int((issued.refresh_ends - now).total_seconds()),
        "open_id": issued.account.open_id,
        "scopes": [*issued.account.scopes],
    }
