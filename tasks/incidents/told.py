"""What a report or a review tells of a project's incidents: those of its time, and the open ones carried into it (I10, I11)."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from agency.domain.windows import Window
from agency.records import incidents
from agency.records.incidents import Told
from agency.reports.incident_lines import IncidentLine

HOUR = timedelta(hours=1)


def incident_lines(session: Session, project_id: str, window: Window) -> Iterator[IncidentLine]:
    """Yield the incidents that were open at any moment of a window, as they stand now, oldest first."""
    for told in incidents.told_in(session, project_id, window):
        yield line_of(told)


def line_of(told: Told) -> IncidentLine:
    """Return one incident as a report tells it."""
    incident = told.incident
    ended = incident.resolved_at
    return IncidentLine(
        code=incident.code,
        what=incident.what,
        owner=told.owner,
        happened_at=incident.happened_at,
        is_escalated=incident.escalated_at is not None,
        hours=round((ended - incident.happened_at) / HOUR, 2) if ended else None,
        resolution=incident.resolution or "",
        learnt=incident.learnt or "",
    )
