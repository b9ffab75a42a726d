"""What the rows of the ledger are about, in the words of people: the code of the subject and of its project."""

from collections.abc import Collection, Iterator

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from agency.records.tables import (
    Account,
    BudgetRequest,
    ContentItem,
    Incident,
    Meeting,
    MonthPlan,
    Person,
    Project,
    Shoot,
    ShootItem,
)

About = tuple[str, str]
"""What something is called, and the code of its project, empty where it has none."""


def subjects_of(session: Session, ids: Collection[str]) -> dict[str, About]:
    """Return what these subjects are called and which project they belong to, closed ones too, by their ids."""
    found = {}
    for query in queries(ids):
        for row_id, name, project in session.execute(query).tuples():
            found[row_id] = (name, project or "")
    return found


def queries(ids: Collection[str]) -> Iterator[Select[tuple[str, str, str]]]:
    """Yield one question for each kind of subject."""
    code = Project.code
    yield select(Project.id, Project.name, code).where(Project.id.in_(ids))
    yield select(Account.id, Account.code, code).join(Project).where(Account.id.in_(ids))
    yield select(BudgetRequest.id, BudgetRequest.code, code).join(Project).where(BudgetRequest.id.in_(ids))
    yield select(Incident.id, Incident.code, code).join(Project).where(Incident.id.in_(ids))
    yield select(Person.id, Person.code, literal("")).where(Person.id.in_(ids))
    of_plan = select(MonthPlan.id, MonthPlan.month, code).join(Project, Project.id == MonthPlan.project_id)
    yield of_plan.where(MonthPlan.id.in_(ids))
    of_content = select(ContentItem.id, ContentItem.code, code).join(Account, Account.id == ContentItem.account_id)
    yield of_content.join(Project, Project.id == Account.project_id).where(ContentItem.id.in_(ids))
    of_meeting = select(Meeting.id, func.coalesce(Meeting.cadence_key, ""), code).outerjoin(
        Account, Account.id == Meeting.account_id
    )
    at_project = (Project.id == Account.project_id) | (Project.id == Meeting.project_id)
    yield of_meeting.join(Project, at_project).where(Meeting.id.in_(ids))
    of_shoot = select(Shoot.id, Shoot.code, func.min(code)).join(ShootItem, ShootItem.shoot_id == Shoot.id)
    of_shoot = of_shoot.join(ContentItem, ContentItem.id == ShootItem.content_id)
    of_shoot = of_shoot.join(Account, Account.id == ContentItem.account_id)
    of_shoot = of_shoot.join(Project, Project.id == Account.project_id)
    yield of_shoot.where(Shoot.id.in_(ids)).group_by(Shoot.id, Shoot.code)
