"""What an answer of Bilibili means: its payload, or the error that tells the caller what to do (platforms.md 4.2).

Codes of four digits judge the request itself, 122xxx the calls for tokens, 127xxx who may ask, 123xxx the work that is named.
"""

from collections.abc import Mapping
from typing import Any

from agency.errors import (
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

NO_SUCH_WORK = frozenset({"123004", "123005"})

REACTIONS: Mapping[type[PlatformError], frozenset[str]] = {
    TokenExpired: frozenset({"127001"}),
    NeedsAuthorisation: frozenset({"122002", "122007", "127011"}),
    CapabilityGone: frozenset({"127005", "127006", "127007", "127010", "127304", "127305"}),
    SlowDown: frozenset({"4009", "127306"}),
    QuotaUsedUp: frozenset({"127009"}),
    # 4003 and 4004 are a stale moment and a nonce seen before: every try is signed anew, so another may pass
    PlatformUnavailable: frozenset({"4003", "4004", "4010", "4011", "122009", "122010", "123002"}),
}

_REACTION_TO = {code: reaction for reaction, codes in REACTIONS.items() for code in codes}


def payload(body: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return what lies inside the envelope, or raise by reaction; a code that no table knows is PlatformRefused.

    A body that carries no code did not come from Bilibili: PlatformUnavailable.
    """
    code = body.get("code")
    if not isinstance(code, int | str):
        raise PlatformUnavailable(_("What answered at {path} does not speak as Bilibili does.").format(path=path))
    if str(code) != "0":
        raise _error(str(code), body, path)
    inside = body.get("data")
    return inside if isinstance(inside, Mapping) else {}


def _error(code: str, body: Mapping[str, Any], path: str) -> PlatformError:
    reaction = _REACTION_TO.get(code, PlatformRefused)
    words, trace = str(body.get("message") or "-"), str(body.get("request_id") or "")
    sentence = _("Bilibili answers at {path}: {words} (code {code}, trace {trace}).")
    return reaction(sentence.format(path=path, words=words, code=code, trace=trace or "-"), code=code, trace=trace)
