"""What an answer of TikTok means: its payload, or the error that tells the caller what to do (platforms.md 2.1, 2.2).

Figures come in an envelope, tokens bare; an error of the latter is a word where the former has an object.
"""

from collections.abc import Mapping
from typing import Any

from agency.errors import (
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    SlowDown,
)
from agency.locale import _
from agency.platforms.grants import TokenExpired

REACTIONS: Mapping[str, type[PlatformError]] = {
    "access_token_invalid": TokenExpired,
    "scope_not_authorized": NeedsAuthorisation,
    "invalid_grant": NeedsAuthorisation,
    "access_denied": NeedsAuthorisation,
    "scope_permission_missed": CapabilityGone,
    "rate_limit_exceeded": SlowDown,
    "internal_error": PlatformUnavailable,
    "server_error": PlatformUnavailable,
    "temporarily_unavailable": PlatformUnavailable,
}


def payload(body: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return what lies inside the envelope, or raise by reaction; a code that no table knows is PlatformRefused.

    A body with neither an error nor a token did not come from TikTok: PlatformUnavailable.
    """
    match body:
        case {"error": {"code": "ok"}}:
            return _part(body, "data")
        case {"error": {"code": str(code)} as told}:
            raise _error(code, told.get("message"), told.get("log_id"), path)
        case {"error": str(code)}:
            raise _error(code, body.get("error_description"), body.get("log_id"), path)
        case {"access_token": _token}:
            return body
    raise PlatformUnavailable(_("What answered at {path} does not speak as TikTok does.").format(path=path))


def _error(code: str, words: object, trace: object, path: str) -> PlatformError:
    reaction = REACTIONS.get(code, PlatformRefused)
    sentence = _("TikTok answers at {path}: {words} (code {code}, trace {trace}).")
    message = sentence.format(path=path, words=words or "-", code=code, trace=trace or "-")
    return reaction(message, code=code, trace=str(trace or ""))


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}
