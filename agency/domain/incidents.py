"""Something unforeseen: whose it is, until when it stays theirs, and what must be said before it is closed (I11, R14)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from agency.domain.finding import Finding, rule
from agency.domain.terms.incidents import IncidentStanding, Touched
from agency.domain.terms.people import Role
from agency.domain.timers import incident_due
from agency.locale import _
from config.policy import Policy

RESPONSIBLE: Mapping[Touched, tuple[Role, ...]] = {
    Touched.SCRIPT: (Role.DIRECTOR,),
    Touched.SHOOT: (Role.PHOTOGRAPHER, Role.DIRECTOR),
    Touched.EDIT: (Role.EDITOR, Role.DIRECTOR),
    Touched.PUBLISHING: (Role.OPERATOR,),
    Touched.PROJECT: (Role.OPERATOR,),
}
"""Who sees to an incident, the one responsible first; the others are told beside (domain.md 6.6)."""

LAST_TO_ASK = (Role.OPERATOR, Role.OPERATIONS_LEAD, Role.DEPARTMENT_LEAD)
"""Who is responsible where nobody has the role that an incident touches."""

STAND_IN = (Role.OPERATIONS_LEAD, Role.DEPARTMENT_LEAD)
"""Who is asked in the place of a coordinator that nobody has named."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """The moments of an incident so far; None for what has not come."""

    told_at: datetime
    escalated_at: datetime | None = None
    returned_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def standing(self) -> IncidentStanding:
        """With whom it is: the coordinator has it until it is returned, and the owner before and after."""
        if self.resolved_at is not None:
            return IncidentStanding.RESOLVED
        return IncidentStanding.WITH_COORDINATOR if self.is_escalated else IncidentStanding.WITH_OWNER

    @property
    def is_escalated(self) -> bool:
        """Whether it was handed on and has not come back."""
        return self.escalated_at is not None and (self.returned_at is None or self.returned_at < self.escalated_at)

    def due_at(self, policy: Policy) -> datetime:
        """Return until when the one who has it now brings it to an end: so many hours after it came to them (R14)."""
        came = self.escalated_at if self.is_escalated else self.returned_at
        return incident_due(came or self.told_at, policy)


def part_of_video(*, has_script: bool, is_shot: bool, is_confirmed: bool) -> Touched:
    """Return which part of the work an incident with a video touches, by the furthest that is done of it.

    ``has_script`` is that one was approved, ``is_confirmed`` that the client confirmed the latest cut.
    """
    if is_confirmed:
        return Touched.PUBLISHING
    if is_shot:
        return Touched.EDIT
    return Touched.SHOOT if has_script else Touched.SCRIPT


@dataclass(frozen=True, kw_only=True)
class Handling:
    """What the one who has an incident says of it: what was done, or what stands in the way, and the meeting on it."""

    is_resolved: bool
    words: str
    learnt: str
    met_at: datetime | None
    met: int


@rule
def handling_findings(handling: Handling, happened_at: datetime, at: datetime) -> Iterator[Finding]:
    """One that is resolved has its meeting and what was learnt; one that is not says what stands in the way (I11).

    A meeting may be a call of two; it can have been held neither before the incident nor after now.
    """
    if not handling.words.strip():
        yield Finding("I11-words", _("Say how it was resolved, or what stands in the way."))
    if handling.met_at is not None and not happened_at <= handling.met_at <= at:
        yield Finding("I11-meeting-time", _("The meeting cannot have been before the incident, nor after now."))
    if not handling.is_resolved:
        return
    if handling.met_at is None or not handling.met:
        yield Finding("I11-meeting", _("Say when it was talked over and with whom; a call counts as a meeting."))
    if not handling.learnt.strip():
        yield Finding("I11-learnt", _("Say what was learnt, so that it need not happen twice."))
