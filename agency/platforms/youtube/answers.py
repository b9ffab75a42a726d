"""What an answer of Google means: the answer itself, or the error that tells the caller what to do (platforms.md 3.1).

Its status says little, its reason all: a day's quota, a throttle and a missing consent all come as 403.
"""

import re
from collections.abc import Mapping
from typing import Any

from agency.errors import (
    AccountBarred,
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    QuotaUsedUp,
    SlowDown,
)
from agency.locale import _
from agency.platforms.grants import TokenExpired

REACTIONS: Mapping[type[PlatformError], frozenset[str]] = {
    TokenExpired: frozenset({"authError", "expired"}),
    NeedsAuthorisation: frozenset(
        {"insufficientPermissions", "forbidden", "authorizationRequired", "youtubeSignupRequired"}
        | {"invalid_grant", "invalid_scope", "access_denied"}
    ),
    CapabilityGone: frozenset({"accessNotConfigured"}),
    AccountBarred: frozenset(
        {"accountClosed", "accountSuspended", "channelClosed", "channelSuspended", "channelNotFound"}
        | {"authenticatedUserAccountClosed", "authenticatedUserAccountSuspended"}
    ),
    QuotaUsedUp: frozenset({"quotaExceeded", "dailyLimitExceeded"}),
    SlowDown: frozenset({"rateLimitExceeded", "userRateLimitExceeded", "rate_limit_exceeded"}),
    PlatformUnavailable: frozenset({"backendError", "internalError", "processingFailure", "temporarily_unavailable"}),
    PlatformRefused: frozenset(
        {"badRequest", "commentsDisabled", "playlistNotFound", "videoNotFound", "invalid_client"}
    ),
}

_REACTION_TO = {reason: reaction for reaction, reasons in REACTIONS.items() for reason in reasons}
_BY_STATUS: Mapping[int, type[PlatformError]] = {401: TokenExpired, 403: NeedsAuthorisation}


def payload(body: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the answer as it is, Google wraps nothing, or raise by reaction; an unknown reason goes by its status.

    A body with neither a kind nor a token did not come from Google: PlatformUnavailable.
    """
    match body:
        case {"error": {"errors": [{"reason": str(reason)}, *_], **told}} | {"error": {"status": str(reason), **told}}:
            raise _error(reason, told.get("message"), told.get("code"), path)
        case {"error": str(reason)}:
            raise _error(reason, body.get("error_description"), None, path)
        case {"errors": {"error": [{"code": str(reason), **told}, *_]}}:
            raise _error(reason, told.get("externalErrorMessage"), None, path)
        case {"kind": str()} | {"access_token": str()} if not body.keys() & {"error", "errors"}:
            return body
    raise PlatformUnavailable(_("What answered at {path} does not speak as YouTube does.").format(path=path))


def _error(reason: str, words: object, status: object, path: str) -> PlatformError:
    by_status = _BY_STATUS.get(status, PlatformRefused) if isinstance(status, int) else PlatformRefused
    reaction = _REACTION_TO.get(reason, by_status)
    sentence = _("YouTube answers at {path}: {words} (reason {reason}).")
    plain = re.sub(r"<[^>]*>", "", str(words or "-"))
    return reaction(sentence.format(path=path, words=plain, reason=reason), code=reason)
