"""Meetings on record, by the slot each alone fills."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.meetings import MeetingKind
from agency.records.tables import Meeting


def of_project(session: Session, kind: MeetingKind, project_id: str, slot: str) -> Meeting | None:
    """Return a whole project's meeting of one kind in one slot (``2026-12``), None before it was called."""
    query = select(Meeting).where(
        Meeting.kind == kind,
        Meeting.project_id == project_id,
        Meeting.account_id.is_(None),
        Meeting.cadence_key == slot,
    )
    return session.scalar(query)
