"""The one address at which Google gives tokens: a form in, a flat answer out."""

from collections.abc import Mapping

from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Body
from agency.sandbox.youtube.refusals import INVALID_REQUEST, Refusal
from agency.sandbox.youtube.tokens import ACCESS_LIVES, Given, TokenDesk, granted

TOKEN_PATH = "/token"  # noqa: S105 - an address
FIELDS = frozenset({"client_id", "client_secret", "grant_type", "code", "redirect_uri", "refresh_token"})


def token(desk: TokenDesk, agency: SandboxAgency, form: Mapping[str, str]) -> Body:
    """Give tokens for a code, or a fresh access token for a refresh token; only the former comes with a lasting one."""
    if not form.keys() <= FIELDS:
        raise Refusal(INVALID_REQUEST)
    if (_field(form, "client_id"), _field(form, "client_secret")) != (agency.client_key, agency.client_secret):
        raise Refusal("invalid_client")
    match _field(form, "grant_type"):
        case "authorization_code":
            _field(form, "redirect_uri")
            given = desk.exchange(_field(form, "code"))
            return {**_told(given, agency), "refresh_token": given.refresh_token}
        case "refresh_token":
            return _told(desk.refresh(_field(form, "refresh_token")), agency)
    raise Refusal("unsupported_grant_type")


def _told(given: Given, agency: SandboxAgency) -> Body:
    account = next(each for each in agency.accounts if each.open_id == given.open_id)
    return {
        "access_token": given.access_token,
        "expires_in": int(ACCESS_LIVES.total_seconds()) - 1,
        "scope": " ".join(sorted(granted(account))),
        "token_type": "Bearer",
    }


def _field(form: Mapping[str, str], name: str) -> str:
    if text := form.get(name):
        return text
    raise Refusal(INVALID_REQUEST)
