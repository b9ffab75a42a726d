"""Carries an incident on: resolved, handed to the coordinator, returned, decided; each with who is told of it (I11).

The plain steps beneath the form of ``tasks.stages.i11_incident``: whoever has a session and a moment can take them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.finding import reasons
from agency.domain.incidents import Handling, handling_findings
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.tables import Incident, Meeting, MeetingAttendee
from tasks.incidents.people import last_to_ask, no_coordinator
from tasks.incidents.telling import tell_coordinator, tell_resolved, tell_returned


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says of an incident; ``met_at`` and ``met_with`` (ids of people) may be missing."""

    by: str
    words: str
    learnt: str = ""
    met_at: datetime | None = None
    met_with: Sequence[str] = ()


def resolve(session: Session, incident: Incident, said: Said, at: datetime) -> None:
    """Close an incident with how it was resolved and what was learnt; raise ``RuleBroken`` where a part of it is missing."""
    check(session, incident, said, at, is_resolved=True)
    keep_meeting(session, incident, said)
    if incident.owner_id == said.by:
        incident.report = said.words.strip()
    end(session, incident, said, at)


def hand_on(session: Session, incident: Incident, said: Said, at: datetime) -> None:
    """Bring an incident to the coordinator with what stands in the way; raise ``RuleBroken`` where that leads to nobody."""
    check(session, incident, said, at, is_resolved=False)
    last = last_to_ask(session, incident.project_id)[:1]
    if not last:
        raise RuleBroken(no_coordinator(session, incident.project_id))
    if said.by in last:
        raise RuleBroken(_("There is nobody to hand it on to: the decision is yours."))
    keep_meeting(session, incident, said)
    incident.report = said.words.strip()
    bring_to(session, incident, last[0], at)


def bring_to(session: Session, incident: Incident, coordinator: str, at: datetime) -> None:
    """Make it the coordinator's, and tell them."""
    incident.escalated_at, incident.escalated_to_id = at, coordinator
    session.flush()
    tell_coordinator(session, incident)


def give_back(session: Session, incident: Incident, words: str, at: datetime) -> None:
    """Return an incident to its owner, with what the coordinator wants done."""
    incident.returned_at = at
    session.flush()
    tell_returned(session, incident, words.strip())


def give_up(session: Session, incident: Incident, said: Said, at: datetime) -> None:
    """Close an incident that nothing more is done about, with the reason."""
    end(session, incident, said, at)


def check(session: Session, incident: Incident, said: Said, at: datetime, *, is_resolved: bool) -> None:
    """Raise ``RuleBroken`` with all that is missing; a meeting that is on record already need not be told again."""
    known = session.get(Meeting, incident.meeting_id) if incident.meeting_id else None
    handling = Handling(
        is_resolved=is_resolved,
        words=said.words,
        learnt=said.learnt,
        met_at=said.met_at or (known.held_at if known else None),
        met=len(said.met_with) or (1 if known else 0),
    )
    if broken := reasons(handling_findings(handling, incident.happened_at, at)):
        raise RuleBroken(*broken)


def keep_meeting(session: Session, incident: Incident, said: Said) -> None:
    """Put the meeting on record with those who were there."""
    if said.met_at is None:
        return
    meeting = Meeting(
        kind=MeetingKind.INCIDENT,
        project_id=incident.project_id,
        held_at=said.met_at,
        host_id=said.by,
        minutes=said.words.strip(),
        agenda=incident.what,
        status=MeetingStatus.HELD,
    )
    session.add(meeting)
    session.flush()
    there = sorted({said.by, *said.met_with})
    session.add_all(MeetingAttendee(meeting_id=meeting.id, person_id=person, present=True) for person in there)
    incident.meeting_id = meeting.id


def end(session: Session, incident: Incident, said: Said, at: datetime) -> None:
    """Write how an incident ended, and tell those who had to do with it."""
    incident.resolution, incident.learnt = said.words.strip(), said.learnt.strip() or None
    incident.resolved_at, incident.resolved_by_id = at, said.by
    session.flush()
    tell_resolved(session, incident)
