"""A notice as a letter: its text for any reader, and the same as HTML."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from agency.notices.dialects import Dialect, address
from agency.notices.markdown import Kind, Line
from agency.notices.notice import Mention


class TextDialect(Dialect):
    """Words as they are, an address after its label."""

    def plain(self, text: str) -> str:
        """A mailbox does nothing about a sign."""
        return text

    def bold(self, spelled: str) -> str:
        """Plain text has no bold."""
        return spelled

    def link(self, label: str, url: str) -> str:
        """Tell the label once where it is the address."""
        return url if label == url else f"{label}: {url}"

    def heading(self, spelled: str) -> str:
        """A heading stands by itself."""
        return spelled

    def call(self, mention: Mention) -> str:
        """Name somebody."""
        return mention.name


class HtmlDialect(TextDialect):
    """Inner parts of HTML."""

    def plain(self, text: str) -> str:
        """Spell signs that mean something as entities."""
        return escape(text)

    def bold(self, spelled: str) -> str:
        """Return words in bold."""
        return f"<b>{spelled}</b>"

    def link(self, label: str, url: str) -> str:
        """Return a link."""
        return f'<a href="{escape(address(url))}">{label}</a>'

    def call(self, mention: Mention) -> str:
        """Name somebody."""
        return escape(mention.name)


TEXT, HTML = TextDialect(), HtmlDialect()


def as_html(lines: Sequence[Line]) -> str:
    """Return lines as a body of HTML."""
    return "".join(block(kind, list(together)) for kind, together in groupby(lines, key=lambda line: line.kind))


def block(kind: Kind, lines: Sequence[Line]) -> str:
    """Return neighbouring lines of one kind."""
    spelled = ["".join(HTML.run(run) for run in line.runs) for line in lines]
    match kind:
        case Kind.ENTRY:
            return "<ul>" + "".join(f"<li>{each}</li>" for each in spelled) + "</ul>"
        case Kind.HEADING:
            return "".join(f"<h3>{each}</h3>" for each in spelled)
        case Kind.WORDS:
            return "".join(f"<p>{each}</p>" for each in spelled)
