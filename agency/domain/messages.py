"""A message that somebody is to read: what it is about, and when it is the same as one told before."""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.domain.terms.messages import MessageKind, Urgency


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is told, whoever reads it; ``about`` says what it is about, so that nobody is told the same twice.

    ``lines`` are Markdown, one paragraph or list entry each; ``link`` leads to where something can be done about it.
    """

    about: str
    kind: MessageKind
    title: str
    lines: Sequence[str] = ()
    link: str | None = None
    urgency: Urgency = Urgency.IN_HOURS
    project_id: str | None = None

    @property
    def body(self) -> str:
        """The lines as one Markdown text."""
        return "\n\n".join(self.lines)
