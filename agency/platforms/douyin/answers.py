"""What an answer of Douyin means: its payload, or the error that tells the caller what to do (platforms.md 1.3, 1.12)."""

from collections.abc import Iterator, Mapping
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
    TokenExpired: frozenset({"28001008", "28001003", "2190008", "2190002", "10008"}),
    NeedsAuthorisation: frozenset(
        {"28001012", "28001015", "28001042", "2190003", "2190015", "10007", "10010", "10020"}
    ),
    CapabilityGone: frozenset(
        {"28001014", "28001016", "28001018", "28001019", "28001020", "28001021", "28001056"}
        | {"2190004", "2190016", "2100007", "10004"}
    ),
    AccountBarred: frozenset({"28001045", "28001046", "28001047", "2100009", "2112001"}),
    SlowDown: frozenset({"28001005", "28001006", "28001052", "28003018", "2100004", "2119002", "2119003"}),
    QuotaUsedUp: frozenset({"28003017", "2190001"}),
}

_REACTION_TO = {code: reaction for reaction, codes in REACTIONS.items() for code in codes}


def payload(body: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return what lies inside the envelope, or raise by reaction; a code that no table knows is PlatformRefused.

    A body that carries no code at all did not come from Douyin: PlatformUnavailable.
    """
    codes = [code for code in _codes(body) if code is not None]
    if not codes:
        raise PlatformUnavailable(_("What answered at {path} does not speak as Douyin does.").format(path=path))
    code = next((str(code) for code in codes if str(code) != "0"), None)
    if code is not None:
        raise _error(code, body, path)
    inside = _part(body, "data")
    return _part(inside, "data") if "data" in inside else inside


def _codes(body: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the codes in the order of the official SDK, then those it overlooks."""
    for name in ("err_no", "errcode", "error_code", "errno", "error"):
        code = body.get(name)
        yield None if isinstance(code, Mapping) else code
    data = _part(body, "data")
    yield _part(body, "err").get("err_code")
    yield _part(body, "extra").get("error_code")
    yield data.get("error_code")
    yield _part(data, "extra").get("error_code")


def _error(code: str, body: Mapping[str, Any], path: str) -> PlatformError:
    reaction = _REACTION_TO.get(code, PlatformRefused)
    trace = _first(body, "log_id", "logid")
    sentence = _("Douyin answers at {path}: {words} (code {code}, trace {trace}).")
    words = _first(body, "err_msg", "description", "sub_description") or "-"
    return reaction(sentence.format(path=path, words=words, code=code, trace=trace or "-"), code=code, trace=trace)


def _first(body: Mapping[str, Any], *names: str) -> str:
    data = _part(body, "data")
    places = (body, data, _part(body, "extra"), _part(data, "extra"))
    return next((str(place[name]) for name in names for place in places if place.get(name)), "")


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}
