"""What an answer of Kuaishou means: ``result`` 1 is success (not 0), every other number says what to do (platforms.md 4.1)."""

from collections.abc import Mapping
from typing import Any

from agency.errors import NeedsAuthorisation, PlatformError, PlatformRefused, PlatformUnavailable, SlowDown
from agency.locale import _
from agency.platforms.grants import TokenExpired

SUCCESS = "1"
NO_SUCH_WORK = "120001"

REACTIONS: Mapping[type[PlatformError], frozenset[str]] = {
    # 100200102 is said of a dead token and of a missing scope alike: what a refresh does not heal needs the owner
    TokenExpired: frozenset({"100200102", "100200108"}),
    NeedsAuthorisation: frozenset({"100200105", "100200109", "100200110", "100200111", "100200113", "100200115"}),
    SlowDown: frozenset({"100100402", "100100403", "100100404", "100200410", "200100410"}),
    PlatformUnavailable: frozenset({"100200500"}),
}

_REACTION_TO = {code: reaction for reaction, codes in REACTIONS.items() for code in codes}


def payload(body: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the body, whose payload lies beside ``result``, or raise by reaction; an unknown code is PlatformRefused.

    A body without a ``result`` did not come from Kuaishou: PlatformUnavailable.
    """
    result = body.get("result")
    if result is None:
        raise PlatformUnavailable(_("What answered at {path} does not speak as Kuaishou does.").format(path=path))
    if (code := str(result)) == SUCCESS:
        return body
    sentence = _("Kuaishou answers at {path}: {words} (code {code}).")
    message = sentence.format(path=path, words=body.get("error_msg") or "-", code=code)
    raise _REACTION_TO.get(code, PlatformRefused)(message, code=code)
