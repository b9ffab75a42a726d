"""What the open gates stand at, read in one question for each kind: its name, its project and the days that it hangs on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.gates import SubjectKind
from agency.records.tables import (
    Account,
    BudgetRequest,
    ContentItem,
    Meeting,
    MonthPlan,
    Project,
    Shoot,
    ShootItem,
)

TABLES: Mapping[SubjectKind, str] = {
    SubjectKind.PROJECT: Project.__tablename__,
    SubjectKind.ACCOUNT: Account.__tablename__,
    SubjectKind.MONTH_PLAN: MonthPlan.__tablename__,
    SubjectKind.BUDGET: BudgetRequest.__tablename__,
    SubjectKind.TOPIC_MEETING: Meeting.__tablename__,
    SubjectKind.REVIEW: Meeting.__tablename__,
    SubjectKind.CONTENT: ContentItem.__tablename__,
    SubjectKind.SHOOT: Shoot.__tablename__,
}
"""The table of each kind of subject, as an obligation names it."""


@dataclass(frozen=True, kw_only=True)
class GateSubject:
    """One subject of gates; ``steps`` has the last day of each step of a video's chain, by gate and slot or gate alone."""

    name: str
    project_id: str
    kickoff: date
    shoot: date | None = None
    publish: date | None = None
    steps: Mapping[str, date | None] = field(default_factory=dict)


Named = Iterator[tuple[str, GateSubject]]
Ids = Select[tuple[str]]
"""A question for the ids of subjects: thousands of ids in a list would take longer to read than to answer."""


def subjects(session: Session, ids: Ids) -> dict[str, GateSubject]:
    """Return those of some subjects that are still worked on, by id; of a closed project and a stopped video nothing is owed."""
    kinds = (projects, accounts, plans, budgets, meetings, contents, shoots)
    return {row_id: subject for rows in kinds for row_id, subject in rows(session, ids)}


def under_way(query: Select[Any]) -> Select[Any]:
    """Narrow a question to projects that are not closed."""
    return query.where(Project.closed_on.is_(None))


def projects(session: Session, ids: Ids) -> Named:
    """Yield the projects among some subjects."""
    query = select(Project.id, Project.name, Project.kickoff_on).where(Project.id.in_(ids))
    for row_id, name, kickoff in session.execute(under_way(query)):
        yield row_id, GateSubject(name=f"【{name}】", project_id=row_id, kickoff=kickoff)


def accounts(session: Session, ids: Ids) -> Named:
    """Yield the accounts among some subjects."""
    query = select(Account.id, Account.name, Project.id, Project.kickoff_on).where(Account.id.in_(ids))
    for row_id, name, project, kickoff in session.execute(
        under_way(query.join(Project, Project.id == Account.project_id))
    ):
        yield row_id, GateSubject(name=f"@{name}", project_id=project, kickoff=kickoff)


def plans(session: Session, ids: Ids) -> Named:
    """Yield the plans of months among some subjects."""
    query = select(MonthPlan.id, Project.name, MonthPlan.month, Project.id, Project.kickoff_on)
    query = query.join(Project, Project.id == MonthPlan.project_id).where(MonthPlan.id.in_(ids))
    for row_id, name, month, project, kickoff in session.execute(under_way(query)):
        yield row_id, GateSubject(name=f"{name} {month}", project_id=project, kickoff=kickoff)


def budgets(session: Session, ids: Ids) -> Named:
    """Yield the budget requests among some subjects."""
    query = select(BudgetRequest.id, BudgetRequest.purpose, Project.id, Project.kickoff_on)
    query = query.join(Project, Project.id == BudgetRequest.project_id).where(BudgetRequest.id.in_(ids))
    for row_id, purpose, project, kickoff in session.execute(under_way(query)):
        yield row_id, GateSubject(name=f"¥{purpose}", project_id=project, kickoff=kickoff)


def meetings(session: Session, ids: Ids) -> Named:
    """Yield the meetings among some subjects, of an account or of a whole project."""
    query = select(Meeting.id, Account.name, Project.name, Meeting.cadence_key, Project.id, Project.kickoff_on)
    query = query.outerjoin(Account, Account.id == Meeting.account_id)
    query = query.join(Project, (Project.id == Account.project_id) | (Project.id == Meeting.project_id))
    for row_id, account, project_name, slot, project, kickoff in session.execute(
        under_way(query.where(Meeting.id.in_(ids)))
    ):
        yield row_id, GateSubject(name=f"{account or project_name} {slot}", project_id=project, kickoff=kickoff)


def contents(session: Session, ids: Ids) -> Named:
    """Yield the content items among some subjects that nobody stopped."""
    asked = (
        ContentItem.title,
        ContentItem.copy_due_on,
        ContentItem.script_due_on,
        ContentItem.planned_shoot_on,
        ContentItem.planned_first_cut_on,
        ContentItem.planned_edit_due_on,
        ContentItem.planned_publish_at,
    )
    query = select(ContentItem.id, *asked, Project.id, Project.kickoff_on)
    query = query.join(Account, Account.id == ContentItem.account_id).join(Project, Project.id == Account.project_id)
    query = query.where(ContentItem.id.in_(ids), ContentItem.stopped_at.is_(None))
    for row_id, title, copy, script, shoot, cut, confirm, publish, project, kickoff in session.execute(
        under_way(query)
    ):
        steps = {"P1": copy, "S7": script, "I4": script, "S8": script, "S10": cut, "S10-client": confirm}
        yield (
            row_id,
            GateSubject(
                name=f"《{title}》",
                project_id=project,
                kickoff=kickoff,
                shoot=shoot,
                publish=day_of(publish),
                steps=steps,
            ),
        )


def shoots(session: Session, ids: Ids) -> Named:
    """Yield the shoots among some subjects; one belongs to the project of its first content item."""
    query = select(Shoot.id, Shoot.code, Shoot.shoot_on, Project.id, Project.kickoff_on)
    query = (
        query.join(ShootItem, ShootItem.shoot_id == Shoot.id)
        .join(ContentItem, ContentItem.id == ShootItem.content_id)
        .join(Account, Account.id == ContentItem.account_id)
        .join(Project, Project.id == Account.project_id)
        .where(Shoot.id.in_(ids))
        .order_by(ContentItem.code.desc())
    )
    for row_id, code, day, project, kickoff in session.execute(under_way(query)):
        yield row_id, GateSubject(name=f"[{code}]", project_id=project, kickoff=kickoff, shoot=day)


def day_of(moment: datetime | None) -> date | None:
    """Return the Beijing day of a moment, None for none."""
    return beijing_day(moment) if moment else None
