"""What somebody might type, paste or bring who wants to do harm, or only has a strange keyboard."""

from typing import Any

FORMULA = "=cmd|' /C calc'!A0"
FORMULAS = (FORMULA, "@SUM(1)", "+1+1", "-2+3", "\t=1+1", "\r=1+1", " =1+1", "＝1+1")
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"
MARKDOWN = "[点我领券](http://example.invalid) ![](http://example.invalid/x.png) @所有人"
JINJA = "{{ prefect.variables.secret }}{% for x in range(9) %}{{ x }}{% endfor %}{{ 7*191 }}"
SQL = "'; DROP TABLE decisions; --"
PATHS = ("../../etc/passwd", "/etc/passwd", "..\\..\\windows", "file:///etc/passwd", "a\0.csv")
BIDI = "通过\u202e绝拒\u202c"
UNSEEN = "通\u200b过\u2060\ufeff"
HALF = "半个字\ud83d"
CONTROLS = "铃\x07退\x08空\0换\x0b页\x0c末\x85"
FAMILY = "👨‍👩‍👧‍👦" * 50
ZALGO = "o" + "\u0301" * 300

ALL_AT_ONCE = "\n".join([FORMULA, HTML, MARKDOWN, JINJA, SQL, *PATHS, BIDI, UNSEEN, HALF, CONTROLS, FAMILY, ZALGO])
TEN_MEGABYTES = "茶" * 3_500_000


def deep(levels: int) -> Any:
    """Return lists within lists."""
    nested: Any = "底"
    for _level in range(levels):
        nested = [nested]
    return nested


POISONS: dict[str, Any] = {
    "everything at once": ALL_AT_ONCE,
    "ten megabytes": TEN_MEGABYTES,
    "lists within lists": deep(500),
    "no number": float("nan"),
    "a number without end": 10**400,
    "Prefect's own word": {"__prefect_kind": "jinja", "template": JINJA},
    "nothing": None,
}
