"""Review meetings on record: their material, the problems brought to them, and what earlier ones wanted (S13, I10)."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.terms.meetings import ActionState, MeetingKind
from agency.domain.terms.plans import ProjectPlanStatus
from agency.records.tables import ActionItem, Meeting, Project, ReviewPack, ReviewProblem

UNDER_WAY = (ActionState.OPEN, ActionState.DONE)


def executing(session: Session) -> list[str]:
    """Return the codes of the projects that are being carried out."""
    query = select(Project.code).where(Project.plan_status == ProjectPlanStatus.EXECUTING, Project.closed_on.is_(None))
    return list(session.scalars(query.order_by(Project.code)))


def meeting_of(session: Session, project_id: str, half: str) -> Meeting | None:
    """Return the review meeting of a project and half-month, None before it was called."""
    return session.scalar(
        select(Meeting).where(
            Meeting.kind == MeetingKind.REVIEW,
            Meeting.project_id == project_id,
            Meeting.account_id.is_(None),
            Meeting.cadence_key == half,
        )
    )


def last_pack(session: Session, project_id: str, half: str) -> ReviewPack | None:
    """Return the newest version of a review's material, None before any."""
    query = select(ReviewPack).where(ReviewPack.project_id == project_id, ReviewPack.cadence_key == half)
    return session.scalar(query.order_by(ReviewPack.version.desc()).limit(1))


def packs(session: Session, project_id: str, half: str) -> Sequence[ReviewPack]:
    """Return every version of a review's material, the oldest first."""
    query = select(ReviewPack).where(ReviewPack.project_id == project_id, ReviewPack.cadence_key == half)
    return session.scalars(query.order_by(ReviewPack.version)).all()


def actions_before(session: Session, project_id: str, half: str) -> Sequence[ActionItem]:
    """Return what earlier reviews of a project wanted and is not settled, with what this review has settled of it."""
    review = meeting_of(session, project_id, half)
    this = review.id if review else None
    query = (
        select(ActionItem)
        .join(Meeting, Meeting.id == ActionItem.meeting_id)
        .where(ActionItem.project_id == project_id, Meeting.kind == MeetingKind.REVIEW, Meeting.cadence_key < half)
        .where(or_(ActionItem.state.in_(UNDER_WAY), ActionItem.verified_in_id == this))
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return session.scalars(query).all()


def problems(session: Session, meeting_id: str) -> Sequence[ReviewProblem]:
    """Return the problems brought to a review, in the order they were brought."""
    query = select(ReviewProblem).where(ReviewProblem.meeting_id == meeting_id)
    return session.scalars(query.order_by(ReviewProblem.created_at, ReviewProblem.id)).all()
