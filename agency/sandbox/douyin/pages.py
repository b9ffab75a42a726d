"""Pages with the platform's habits: a 64-bit cursor to be passed on as it is, and a length that says nothing."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import JsonValue

from agency.sandbox.douyin.asked import Asked
from agency.sandbox.douyin.envelopes import Payload
from agency.sandbox.douyin.refusals import BAD_PARAMETER, Refusal

FIRST_CURSOR = 2**53 + 1  # a reader that goes through floating point asks for the wrong page
LAST_CURSOR = 2**63 - 1

T = TypeVar("T")


def page(
    asked: Asked,
    slots: Sequence[T],
    tell: Callable[[T], JsonValue | None],
    *,
    most: int,
    on_top: Sequence[JsonValue] = (),
) -> Payload:
    """Cut one page from the slots; those that ``tell`` leaves untold shorten it, what is ``on_top`` lengthens it."""
    start = _start(asked)
    end = start + asked.number("count", least=1, most=most)
    told = [tell(slot) for slot in slots[start:end]]
    return {
        "list": [*on_top, *(each for each in told if each is not None)],
        "cursor": FIRST_CURSOR + end,
        "has_more": end < len(slots),
    }


def _start(asked: Asked) -> int:
    cursor = asked.number("cursor", most=LAST_CURSOR) if "cursor" in asked.query else 0
    if 0 < cursor < FIRST_CURSOR:
        raise Refusal(BAD_PARAMETER)
    return max(0, cursor - FIRST_CURSOR)
