"""TikTok's refusals: a word and a status, in the envelope of figures or bare as OAuth has it (platforms.md 2.1, 2.2)."""

from collections.abc import Mapping
from datetime import datetime

from agency.errors import AgencyError
from agency.sandbox.face import Body, Told

OK = "ok"
INVALID_PARAMS = "invalid_params"
INVALID_TOKEN = "access_token_invalid"  # noqa: S105 - a code of the contract
SCOPE_NOT_AUTHORIZED = "scope_not_authorized"
THROTTLED = "rate_limit_exceeded"
INVALID_REQUEST = "invalid_request"
INVALID_CLIENT = "invalid_client"
INVALID_GRANT = "invalid_grant"
UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"

_STATUSES: Mapping[str, int] = {
    INVALID_TOKEN: 401,
    SCOPE_NOT_AUTHORIZED: 401,
    "scope_permission_missed": 401,
    INVALID_CLIENT: 401,
    THROTTLED: 429,
    "internal_error": 500,
}
_WORDS: Mapping[str, str] = {
    INVALID_PARAMS: "One or more fields in request is invalid.",
    INVALID_TOKEN: "The access token is invalid or not found in the request.",
    SCOPE_NOT_AUTHORIZED: "The user did not authorize the scope required for completing this request.",
    THROTTLED: "The API rate limit was exceeded. Please try again later.",
    INVALID_REQUEST: "The request parameters are malformed.",
    INVALID_CLIENT: "Client key or secret is incorrect.",
    INVALID_GRANT: "The code or the refresh token is invalid or expired.",
    UNSUPPORTED_GRANT_TYPE: "The grant type is not supported here.",
}


class Refusal(AgencyError):
    """The sandbox answers with this error of the contract instead of figures or tokens."""

    def __init__(self, code: str) -> None:
        super().__init__(words(code))
        self.code = code

    def enveloped(self, now: datetime) -> Told:
        """Return the refusal as the endpoints of figures speak it."""
        return Told(body={"data": {}, "error": error(self.code, now)}, status=self._status)

    def bare(self, now: datetime) -> Told:
        """Return the refusal as OAuth speaks it."""
        body: Body = {"error": self.code, "error_description": words(self.code), "log_id": trace(now)}
        return Told(body=body, status=self._status)

    @property
    def _status(self) -> int:
        return _STATUSES.get(self.code, 400)


def error(code: str, now: datetime) -> Body:
    """Return the part of the envelope that is there also when all is well."""
    return {"code": code, "message": "" if code == OK else words(code), "log_id": trace(now)}


def words(code: str) -> str:
    """Return what the platform says beside a code."""
    return _WORDS.get(code, "Something went wrong.")


def trace(now: datetime) -> str:
    """Return the id under which the platform's support desk would find a call."""
    return f"{now:%Y%m%d%H%M%S%f}7C7C7C7C7C7C"
