"""Cells and tables of Markdown that hold links."""

from collections.abc import Sequence

from agency.locale import _

HARMLESS = str.maketrans({"(": "%28", ")": "%29", "|": "%7C", " ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C"})


def linked(address: str | None, words: str = "") -> str:
    """Return a link to an address of the web, a dash where there is none; any other address is not linked."""
    if not address or not address.startswith(("https://", "http://")):
        return words or "–"
    return f"[{words or _('view')}]({address.translate(HARMLESS)})"


def linked_table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Return a table whose cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
