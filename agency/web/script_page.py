"""A script as a page that opens on a telephone: whoever reads it before the shoot has no other way in (I4).

It holds no script of the other kind: the page is shown by browsers under a policy that would run none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.locale import language
from agency.web.pages import templates

OPENED = ("https://", "http://")


@dataclass(frozen=True, kw_only=True)
class ShotShown:
    """One shot: its number and head (size, length, part of the story), and what there is to know, name by name."""

    number: int
    head: str
    told: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ScriptShown:
    """What the page tells: the script's name and facts, what changed since the version before, and its shots."""

    title: str
    facts: Sequence[tuple[str, str]]
    changes_title: str
    changes: Sequence[str]
    references_title: str
    references: Sequence[str]
    shots: Sequence[ShotShown]


def script_page(script: ScriptShown) -> str:
    """Return the page as HTML; what is told is escaped, and only an address of the web becomes a link."""
    links = [(address, address.startswith(OPENED)) for address in script.references]
    told = {"script": script, "title": script.title, "references": links}
    return templates().get_template("script.html").render(language=language().replace("_", "-"), **told)
