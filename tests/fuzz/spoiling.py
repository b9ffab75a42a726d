"""Ways in which a file or an answer can be wrong: a value of another type, one that is gone, broken bytes."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

ODD_NUMBERS = [
    0,
    -1,
    1,
    1.5,
    -0.0,
    2**31,
    2**53 + 1,
    2**63,
    -(2**63) - 1,
    10**15,
    10**30,
    1e308,
    float("inf"),
    float("nan"),
]
ODD_TEXTS = [
    "",
    " ",
    "-",
    "null",
    "0",
    "-1",
    "1,234",
    "１２",
    "1e400",
    "NaN",
    "2026-02-30",
    "\x00",
    "\u202e茶",
    "👨‍👩‍👧",
    "a" * 5_000,
]
ODD_TYPES: list[Any] = [None, True, False, [], {}, [None], [[]], {"": None}, [{}], {"list": [1]}]

SOMETHING_ELSE = [b"", b"null", b"[]", b'"ok"', b"<html><body>502</body></html>", b"\xff\xfe\x00", b"{" * 5_000]

odd_values = st.one_of(
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from(ODD_TEXTS),
    st.sampled_from(ODD_TYPES),
    st.integers(),
    st.text(max_size=8),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every node of a JSON value, the value itself first."""
    match value:
        case dict():
            return [at, *(way for key, each in value.items() for way in places(each, (*at, key)))]
        case list():
            return [at, *(way for number, each in enumerate(value[:3]) for way in places(each, (*at, number)))]
        case _:
            return [at]


def changed(value: Any, way: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    """Return a JSON value with one node changed; ``change`` raises ``KeyError`` for one that is to be taken away."""
    if not way:
        return change(value)
    here = dict(value) if isinstance(value, dict) else list(value)
    try:
        here[way[0]] = changed(value[way[0]], way[1:], change)
    except KeyError:
        del here[way[0]]
    return here


def retyped(node: Any) -> Any:
    """Return the same told in another type: a number as a text, a text in a list, a list as its first."""
    match node:
        case bool() | None:
            return str(node)
        case int() | float():
            return f"{node}"
        case str():
            return [node]
        case list():
            return node[0] if node else {}
        case _:
            return [node]


def gone(_node: Any) -> Any:
    raise KeyError


@st.composite
def spoiled_json(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a JSON text with one or two of its nodes taken away, replaced or told in another type; or broken bytes."""
    kind = draw(st.sampled_from(["value", "value", "value", "type", "gone", "bytes"]))
    if kind == "bytes":
        return draw(spoiled_bytes(content))
    value = json.loads(content)
    for _time in range(draw(st.integers(1, 2))):
        ways = places(value)
        if kind != "value" and len(ways) == 1:
            break
        way = ways[draw(st.integers(0, len(ways) - 1))]
        odd = draw(odd_values) if kind == "value" else None
        changes = {"value": lambda _node, odd=odd: odd, "type": retyped, "gone": gone if way else retyped}
        value = changed(value, way, changes[kind])
    return json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@st.composite
def spoiled_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """Return bytes cut off, turned, doubled, or with something else among them."""
    at = draw(st.integers(0, max(0, len(content) - 1)))
    match draw(st.sampled_from(["cut", "flip", "insert", "double", "swap", "other"])):
        case "cut":
            return content[:at]
        case "flip":
            return (
                content[:at] + bytes([content[at] ^ (1 << draw(st.integers(0, 7)))]) + content[at + 1 :]
                if content
                else b""
            )
        case "insert":
            return content[:at] + draw(st.binary(min_size=1, max_size=16)) + content[at:]
        case "double":
            until = min(len(content), at + draw(st.integers(1, 200)))
            return content[:until] + content[at:]
        case "swap":
            return content[at:] + content[:at]
        case _:
            return draw(st.sampled_from(SOMETHING_ELSE))
