"""Google's errors, spoken in its own words: what they are told by is their reason, their status says little."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from agency.errors import AgencyError
from agency.sandbox.face import Body, Told


@dataclass(frozen=True)
class Wording:
    """How one reason is spoken."""

    status: int
    domain: str
    words: str


BAD_REQUEST, AUTH_ERROR, FORBIDDEN, THROTTLED = "badRequest", "authError", "forbidden", "rateLimitExceeded"
INVALID_GRANT, INVALID_REQUEST, OAUTH_THROTTLED = "invalid_grant", "invalid_request", "rate_limit_exceeded"
QUOTA = 'you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'

WORDINGS: Mapping[str, Wording] = {
    BAD_REQUEST: Wording(400, "global", "Request contains an invalid argument."),
    "required": Wording(400, "global", "Required parameter"),
    "unknownPart": Wording(400, "youtube.part", "Unknown part"),
    "missingRequiredParameter": Wording(400, "youtube.parameter", "No filter selected."),
    "invalidPageToken": Wording(400, "youtube.parameter", "The request specifies an invalid page token."),
    "keyInvalid": Wording(400, "usageLimits", "Bad Request"),
    "processingFailure": Wording(400, "youtube.commentThread", "The API server failed to process the request."),
    AUTH_ERROR: Wording(401, "global", "Invalid Credentials"),
    "authorizationRequired": Wording(401, "youtube.parameter", "The request uses mine but is not properly authorized."),
    "youtubeSignupRequired": Wording(401, "youtube.header", "Unauthorized"),
    FORBIDDEN: Wording(403, "global", "Method doesn't allow unregistered callers."),
    "insufficientPermissions": Wording(403, "global", "Request had insufficient authentication scopes."),
    "accessNotConfigured": Wording(403, "usageLimits", "The API has not been used in this project or it is disabled."),
    "quotaExceeded": Wording(403, "youtube.quota", f"The request cannot be completed because {QUOTA}"),
    "dailyLimitExceeded": Wording(403, "usageLimits", "Daily Limit Exceeded"),
    THROTTLED: Wording(403, "usageLimits", "Rate Limit Exceeded"),
    "userRateLimitExceeded": Wording(403, "usageLimits", "User Rate Limit Exceeded"),
    "commentsDisabled": Wording(
        403,
        "youtube.commentThread",
        "The video identified by the <code>videoId</code> parameter has disabled comments.",
    ),
    "accountClosed": Wording(403, "youtube.common", "The account is closed."),
    "accountSuspended": Wording(403, "youtube.common", "The account is suspended."),
    "channelClosed": Wording(403, "youtube.channel", "The channel is closed."),
    "channelSuspended": Wording(403, "youtube.channel", "The channel is suspended."),
    "notFound": Wording(404, "global", "Requested entity was not found."),
    "channelNotFound": Wording(404, "youtube.channel", "Channel not found."),
    "playlistNotFound": Wording(
        404,
        "youtube.playlistItem",
        "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
    ),
    "videoNotFound": Wording(
        404,
        "youtube.commentThread",
        "The video identified by the <code>videoId</code> parameter could not be found.",
    ),
}
OAUTH_WORDINGS: Mapping[str, tuple[int, str]] = {
    INVALID_GRANT: (400, "Token has been expired or revoked."),
    INVALID_REQUEST: (400, "Missing or malformed parameter."),
    "invalid_client": (401, "The OAuth client was not found."),
    "unsupported_grant_type": (400, "Invalid grant_type"),
    OAUTH_THROTTLED: (403, "Rate Limit Exceeded"),
}
_STATUS_WORDS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}


class Refusal(AgencyError):
    """The sandbox answers with this reason instead of figures; ``about`` is the parameter at fault, if one is."""

    def __init__(self, reason: str, words: str = "", *, about: str = "") -> None:
        super().__init__(words or reason)
        self.reason = reason
        self.words = words
        self.about = about


def told_error(refusal: Refusal) -> Told:
    """Return a refusal as both APIs speak it; a reason without words of its own is a bad request."""
    wording = WORDINGS.get(refusal.reason, WORDINGS[BAD_REQUEST])
    words = refusal.words or wording.words
    each: dict[str, JsonValue] = {"message": words, "domain": wording.domain, "reason": refusal.reason}
    if refusal.about:
        each |= {"location": refusal.about, "locationType": "parameter"}
    error: Body = {"code": wording.status, "message": words, "errors": [each]}
    if wording.domain == "global":
        error["status"] = _STATUS_WORDS[wording.status]
    return Told(body={"error": error}, status=wording.status)


def told_oauth_error(refusal: Refusal) -> Told:
    """Return a refusal as the place that gives tokens speaks it."""
    status, words = OAUTH_WORDINGS.get(refusal.reason, (400, "Bad Request"))
    return Told(body={"error": refusal.reason, "error_description": words}, status=status)
