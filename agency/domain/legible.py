"""Takes out of what strangers typed what no reader sees and what databases, forms or files choke on.

Nothing of a sentence is lost by it: what goes are control characters, what is no character, marks that turn the
direction of writing around, blanks of no width, and halves of characters. Two words that look alike are alike
afterwards.
"""

import math
from collections.abc import Mapping
from typing import Any

import regex

DEEPEST = 20
ROOM = 4  # times the longest that is looked at: what goes must not make a text that is too long short enough
UNSEEN = regex.compile(
    r"[\p{Cc}--[\t\n]]|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]",
    regex.V1,
)
HALVES = regex.compile(r"[\ud800-\udfff]")
HALF = "\ufffd"


def legible(value: Any, longest: int) -> Any:  # noqa: ANN401 - whatever JSON brings
    """Return what JSON brought, each text as it can be read and kept; what is nested too deep is a text.

    Of a text with more than ``longest`` characters one more than that is left: whoever looks sees that it is too long.
    """
    return _legible(value, longest, DEEPEST)


def legible_text(text: str, longest: int) -> str:
    """Return a text as it can be read and kept; ``\\r\\n`` is one new line."""
    bounded = text[: ROOM * longest].replace("\r\n", "\n").replace("\r", "\n")
    return str(UNSEEN.sub("", HALVES.sub(HALF, bounded)))[: longest + 1]


def _legible(value: Any, longest: int, depth: int) -> Any:  # noqa: ANN401 - as above
    match value:
        case str():
            return legible_text(value, longest)
        case float() if not math.isfinite(value):
            return str(value)
        case Mapping() | list() if depth == 0:
            return "…"
        case Mapping():
            return {
                legible_text(str(name), longest): _legible(each, longest, depth - 1) for name, each in value.items()
            }
        case list():
            return [_legible(each, longest, depth - 1) for each in value]
    return value
