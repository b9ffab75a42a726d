"""Whether somebody who says to have liked, shared or commented has watched to the end first (C3, R20).

It is that person's own word: the software neither acts on a platform nor sees who did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.domain.finding import Finding, rule
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """When a person opened a work from the group's notice, and when they say to have acted."""

    opened_at: datetime | None
    acted_at: datetime
    has_watched: bool


@rule
def attestation_findings(attestation: Attestation, duration_ms: int) -> Iterator[Finding]:
    """An interaction counts when the work was opened, as much time went by as it lasts, and the person says it was watched."""
    if attestation.opened_at is None:
        yield Finding("C3-not-opened", _("The work has not been opened from the notice."))
    elif attestation.acted_at - attestation.opened_at < timedelta(milliseconds=duration_ms):
        sentence = _(
            "The work lasts {seconds:g} s, and less has gone by since it was opened: watch it to the end first."
        )
        yield Finding("C3-not-watched", sentence.format(seconds=duration_ms / 1000))
    if not attestation.has_watched:
        yield Finding("C3-not-attested", _("Say that you watched the work to the end."))
