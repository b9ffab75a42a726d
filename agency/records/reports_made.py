"""The operations reports that were made: what is on record of each, first and last (C4, R23)."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables import OperationsReport, Project


class Made(NamedTuple):
    """A report that was made: when first, and its last revision."""

    first_made_at: datetime
    last: OperationsReport


def last_revision(session: Session, project_id: str, period: ReportPeriod, key: str) -> OperationsReport | None:
    """Return the newest revision of a report, None before it was made."""
    query = select(OperationsReport).where(
        OperationsReport.project_id == project_id,
        OperationsReport.period == period,
        OperationsReport.period_key == key,
    )
    return session.scalar(query.order_by(OperationsReport.revision.desc()).limit(1))


def made(session: Session, project_id: str, period: ReportPeriod, keys: Collection[str]) -> dict[str, Made]:
    """Return which reports of these keys were made for a project."""
    query = (
        select(OperationsReport)
        .where(OperationsReport.project_id == project_id, OperationsReport.period == period)
        .where(OperationsReport.period_key.in_(keys))
        .order_by(OperationsReport.revision)
    )
    found: dict[str, Made] = {}
    for row in session.scalars(query):
        first = found[row.period_key].first_made_at if row.period_key in found else row.made_at
        found[row.period_key] = Made(first, row)
    return found


def under_way(session: Session) -> list[Project]:
    """Return the projects that are reported on: those that are being carried out, in the order of their codes."""
    query = select(Project).where(Project.plan_status == ProjectPlanStatus.EXECUTING, Project.closed_on.is_(None))
    return list(session.scalars(query.order_by(Project.code)))


def tracked_since(project: Project) -> datetime:
    """Return from when reports of a project are owed: when its plan was confirmed, or it came on record after that."""
    return max(project.created_at, project.plan_confirmed_at or project.created_at)
