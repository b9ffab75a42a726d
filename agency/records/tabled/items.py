"""The content items with all that hangs on them: copy, script, shoot, edit, cut, confirmations, publication (C4).

Rows are plain tuples with names. What has versions comes oldest first, so that the last one of an item counts.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, Select, case, cast, func, select
from sqlalchemy.orm import Session

from agency.domain.terms.editing import FocusPoint
from agency.domain.terms.gates import SubjectKind
from agency.records.engagement import called, called_by
from agency.records.syncs import carried, reached
from agency.records.tabled.narrowing import of_accounts, of_items
from agency.records.tables import (
    Account,
    ContentItem,
    Cut,
    EditRound,
    EditTask,
    EngagementCall,
    FocusJudgement,
    GatePass,
    GateRound,
    Handover,
    Notification,
    PlanningCopy,
    Publication,
    Script,
    ScriptSync,
    Shoot,
    ShootItem,
    Topic,
)

Rows = Sequence[Row[Any]]
NOT_ASKED = ("created_at", "created_by", "updated_at", "production_run_id", "stopped_reason", "blocked_reason")


def told(session: Session, query: Select[Any]) -> Rows:
    """Return the rows of a question as they come from the database, without objects."""
    return session.connection().execute(query).all()


def items(session: Session, project_id: str | None) -> Rows:
    """Return every content item with the title of its topic."""
    kept = [column for name, column in ContentItem.__mapper__.columns.items() if name not in NOT_ASKED]
    query = select(*kept, Topic.title.label("topic")).outerjoin(Topic, Topic.id == ContentItem.topic_id)
    return told(session, query.where(*of_accounts(ContentItem.account_id, project_id)))


def copies(session: Session, project_id: str | None) -> Rows:
    """Return the versions of the planning copies."""
    asked = (PlanningCopy.sound_effects, PlanningCopy.planned_duration_ms, PlanningCopy.shot_count)
    query = select(PlanningCopy.content_id, *asked, PlanningCopy.reference_cases).order_by(PlanningCopy.version)
    return told(session, query.where(*of_items(PlanningCopy.content_id, project_id)))


def scripts(session: Session, project_id: str | None) -> Rows:
    """Return the versions of the scripts."""
    query = select(Script.content_id, Script.id, Script.approved_at).order_by(Script.version)
    return told(session, query.where(*of_items(Script.content_id, project_id)))


def deliveries(session: Session, project_id: str | None) -> Rows:
    """Return for each script how many it is to reach, how many it reached, and when the last of them."""
    query = (
        select(ScriptSync.script_id, func.count(), func.count(reached), func.max(reached))
        .select_from(ScriptSync)
        .outerjoin(Notification, carried)
        .group_by(ScriptSync.script_id)
    )
    if project_id is not None:
        query = query.join(Script, Script.id == ScriptSync.script_id).where(*of_items(Script.content_id, project_id))
    return told(session, query)


def shot(session: Session, project_id: str | None) -> Rows:
    """Return for each content item in a shoot what became of it, and when the shoot was recorded."""
    query = select(ShootItem.content_id, ShootItem.status, Shoot.recorded_at).join(
        Shoot, Shoot.id == ShootItem.shoot_id
    )
    return told(session, query.where(*of_items(ShootItem.content_id, project_id)))


def handovers(session: Session, project_id: str | None) -> Rows:
    """Return for each content item how often footage was handed over, how often received, and when last."""
    received = Handover.received_at
    query = select(Handover.content_id, func.count(), func.count(received), func.max(received))
    return told(session, query.where(*of_items(Handover.content_id, project_id)).group_by(Handover.content_id))


def cuts(session: Session, project_id: str | None) -> Rows:
    """Return the versions of the cuts."""
    query = select(Cut.content_id, Cut.version, Cut.uploaded_at, Cut.duration_ms, Cut.status).order_by(Cut.version)
    return told(session, query.where(*of_items(Cut.content_id, project_id)))


def last_rounds(session: Session, project_id: str | None) -> Rows:
    """Return the last round of each edit: its number, and of each point 1 for good, 0 for bad, None for not judged."""
    last = select(EditRound.task_id, func.max(EditRound.number).label("number")).group_by(EditRound.task_id).subquery()
    judged = cast(FocusJudgement.is_good, Integer)
    points = [func.max(case((FocusJudgement.point == point, judged))).label(point.value) for point in FocusPoint]
    query = (
        select(EditTask.content_id, EditRound.number, *points)
        .join(EditRound, EditRound.task_id == EditTask.id)
        .join(last, (last.c.task_id == EditRound.task_id) & (last.c.number == EditRound.number))
        .outerjoin(FocusJudgement, FocusJudgement.round_id == EditRound.id)
        .group_by(EditTask.content_id, EditRound.number)
    )
    return told(session, query.where(*of_items(EditTask.content_id, project_id)))


def passes(session: Session, gates: Sequence[str], project_id: str | None) -> Rows:
    """Return the rounds of some gates of content items, each with the moment it was passed, None where it was not."""
    query = (
        select(GateRound.subject_id, GateRound.gate, GatePass.created_at)
        .outerjoin(GatePass, GatePass.round_id == GateRound.id)
        .where(GateRound.subject_kind == SubjectKind.CONTENT, GateRound.gate.in_(gates))
        .order_by(GateRound.number)
    )
    return told(session, query.where(*of_items(GateRound.subject_id, project_id)))


def publications(session: Session, project_id: str | None) -> Rows:
    """Return the publication of each content item on the item's own account."""
    query = (
        select(
            Publication.content_id, Publication.id, Publication.published_at, Publication.link, Publication.cover_ref
        )
        .join(ContentItem, ContentItem.id == Publication.content_id)
        .where(Publication.account_id == ContentItem.account_id)
    )
    return told(session, query.where(*of_accounts(Publication.account_id, project_id)))


def calls(session: Session, project_id: str | None) -> Rows:
    """Return for each publication when a group was first asked to watch it."""
    query = (
        select(EngagementCall.publication_id, func.min(called))
        .select_from(EngagementCall)
        .outerjoin(Notification, called_by)
        .group_by(EngagementCall.publication_id)
    )
    if project_id is not None:
        query = query.join(Publication, Publication.id == EngagementCall.publication_id)
        query = query.where(*of_accounts(Publication.account_id, project_id))
    return told(session, query)


def accounts(session: Session, project_id: str | None) -> Rows:
    """Return the accounts, in the order of their codes."""
    query = select(Account.__table__).order_by(Account.code)
    return told(session, query if project_id is None else query.where(Account.project_id == project_id))
