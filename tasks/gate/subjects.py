"""What a gate judges, as a stage sees it: found by its code, with its project, its days and the name people call it by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import Account, BudgetRequest, ContentItem, Meeting, Project, Shoot, ShootItem


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One subject of a gate; ``name`` is what the whiteboard says, e.g. 《夏日新品》.

    ``named`` is the one person who has a role here, where the project has several: this video's talent, this shoot's
    photographer.
    """

    kind: SubjectKind
    id: str
    code: str
    name: str
    project_id: str
    project_code: str
    kickoff_on: date | None = None
    shoot_on: date | None = None
    publish_on: date | None = None
    tags: frozenset[str] = field(default_factory=frozenset)
    named: Mapping[Role, str] = field(default_factory=dict)


Finder = Callable[[Session, str], Subject]


def find_project(session: Session, code: str) -> Subject:
    """Return a project as a subject of S1 and C2."""
    project = by_code(session, Project, code)
    return within(project, project, SubjectKind.PROJECT, f"【{project.name}】")


def find_account(session: Session, code: str) -> Subject:
    """Return an account as a subject of S2, S3 and S5."""
    account = by_code(session, Account, code)
    return within(session.get_one(Project, account.project_id), account, SubjectKind.ACCOUNT, f"@{account.name}")


def find_budget(session: Session, code: str) -> Subject:
    """Return a budget request as a subject of S4."""
    request = by_code(session, BudgetRequest, code)
    return within(session.get_one(Project, request.project_id), request, SubjectKind.BUDGET, f"¥{request.purpose}")


def within(project: Project, row: Project | Account | BudgetRequest, kind: SubjectKind, name: str) -> Subject:
    """Return a row of a project as a subject that bears this name."""
    return Subject(
        kind=kind,
        id=row.id,
        code=row.code,
        name=name,
        project_id=project.id,
        project_code=project.code,
        kickoff_on=project.kickoff_on,
    )


def find_content(session: Session, code: str) -> Subject:
    """Return a content item as a subject of its production, P1 to S11."""
    item = by_code(session, ContentItem, code)
    account = session.get_one(Account, item.account_id)
    project = session.get_one(Project, account.project_id)
    return Subject(
        kind=SubjectKind.CONTENT,
        id=item.id,
        code=item.code,
        name=f"《{item.title}》",
        project_id=project.id,
        project_code=project.code,
        kickoff_on=project.kickoff_on,
        shoot_on=item.planned_shoot_on,
        publish_on=beijing_day(item.planned_publish_at) if item.planned_publish_at else None,
        tags=frozenset({item.code}),
        named=named(talent=item.talent_id, photographer=item.photographer_id, editor=item.editor_id),
    )


def named(**people: str | None) -> dict[Role, str]:
    """Return who has each role by name, the roles without a person left out."""
    return {Role(role): person for role, person in people.items() if person is not None}


def find_shoot(session: Session, code: str) -> Subject:
    """Return a shoot as a subject of I5 and S9; it belongs to the project of its first content item."""
    shoot = by_code(session, Shoot, code)
    first = session.scalar(
        select(ContentItem)
        .join(ShootItem, ShootItem.content_id == ContentItem.id)
        .where(ShootItem.shoot_id == shoot.id)
        .order_by(ContentItem.code)
        .limit(1)
    )
    if first is None:
        raise NotOnRecord(_("Shoot {code} serves no content item.").format(code=code))
    of_content = find_content(session, first.code)
    return Subject(
        kind=SubjectKind.SHOOT,
        id=shoot.id,
        code=shoot.code,
        name=f"[{shoot.code}]",
        project_id=of_content.project_id,
        project_code=of_content.project_code,
        shoot_on=shoot.shoot_on,
        named=named(photographer=shoot.photographer_id),
    )


def of_meeting(session: Session, meeting: Meeting, kind: SubjectKind) -> Subject:
    """Return a meeting as a subject; its code is the project or account it is about, with its slot in the calendar."""
    account = session.get(Account, meeting.account_id) if meeting.account_id else None
    project = session.get_one(Project, account.project_id if account else meeting.project_id)
    about = account or project
    return Subject(
        kind=kind,
        id=meeting.id,
        code=f"{about.code}/{meeting.cadence_key}",
        name=f"{about.name} {meeting.cadence_key}",
        project_id=project.id,
        project_code=project.code,
        kickoff_on=project.kickoff_on,
    )
