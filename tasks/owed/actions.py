"""What reviews wanted done or changed, owed by its owner until the day that was agreed (I10, R13)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.obligations import STILL_TOLD, Obligation, end_of
from agency.domain.terms.meetings import ActionState
from agency.domain.terms.people import Role
from agency.records.tables import ActionItem, Project
from config.settings import settings
from tasks.owed.people import Responsible

RULE = "I10"


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield each action of a project under way; one that was dropped is waived."""
    people, policy = Responsible.read(session), settings().policy
    lately = or_(ActionItem.state == ActionState.OPEN, ActionItem.updated_at >= at - STILL_TOLD)
    query = select(ActionItem).join(Project, Project.id == ActionItem.project_id)
    for action in session.scalars(query.where(Project.closed_on.is_(None), lately).order_by(ActionItem.id)):
        yield Obligation(
            rule=RULE,
            subject_kind=ActionItem.__tablename__,
            subject_id=action.id,
            what=action.what,
            owners=(action.owner_id,),
            due_at=end_of(action.due_on),
            chain=people.chain(action.project_id, (Role.OPERATIONS_LEAD,)),
            project_id=action.project_id,
            done_at=action.updated_at if action.state in {ActionState.DONE, ActionState.VERIFIED} else None,
            is_waived=action.state is ActionState.DROPPED,
            remind_days=policy.reminder_days,
        )
