"""Fields that begin with what is on record, so that a second round is mended and not typed again."""

from typing import Any

from pydantic import Field

from tasks.gate.forms import text

PreparedField = tuple[Any, Any]


def prefilled(known: str | None, *, caption: str, help_text: str = "") -> PreparedField:
    """Return a text field that must be filled in; it starts with what is known, empty when nothing is."""
    if known:
        return text(), Field(default=known, title=caption, description=help_text)
    return text(), Field(title=caption, description=help_text)


def wished(known: str | None, *, caption: str, help_text: str = "") -> PreparedField:
    """Return a text field that may stay empty; it starts with what is known."""
    return text(required=False), Field(default=known or "", title=caption, description=help_text)
