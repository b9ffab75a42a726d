"""The accounts with all that hangs on them: project, positioning, papers, violations, people, last figures (S2, S5, C4)."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.records.tabled.items import Rows, told
from agency.records.tabled.narrowing import of_accounts
from agency.records.tables import (
    AccountDaily,
    AccountPositioning,
    AccountViolation,
    Client,
    Person,
    Project,
    ProjectMember,
    Publication,
    RegistrationItem,
)


def people(session: Session) -> Rows:
    """Return everybody on record, in the order of their codes."""
    return told(session, select(Person.id, Person.code, Person.name, Person.side, Person.active).order_by(Person.code))


def projects(session: Session, project_id: str | None) -> Rows:
    """Return the projects with their clients, in the order of their codes."""
    query = select(Project.id, Project.code, Project.name, Client.name.label("client"), Project.closed_on)
    query = query.join(Client, Client.id == Project.client_id).order_by(Project.code)
    return told(session, query if project_id is None else query.where(Project.id == project_id))


def members(session: Session, role: Role) -> Rows:
    """Return who holds a role in which project, in the order of their codes."""
    query = select(ProjectMember.project_id, ProjectMember.person_id).join(Person, Person.id == ProjectMember.person_id)
    return told(session, query.where(ProjectMember.role == role).order_by(Person.code))


def positionings(session: Session, project_id: str | None) -> Rows:
    """Return what each account stands for now."""
    asked = (AccountPositioning.persona, AccountPositioning.audience, AccountPositioning.pillars)
    query = select(AccountPositioning.account_id, *asked).where(AccountPositioning.active)
    return told(session, query.where(*of_accounts(AccountPositioning.account_id, project_id)))


def papers(session: Session, project_id: str | None) -> Rows:
    """Return the items of the accounts' registrations."""
    item = RegistrationItem
    query = select(item.account_id, item.paper, item.state, item.expires_on)
    return told(session, query.where(*of_accounts(item.account_id, project_id)))


def violations(session: Session, project_id: str | None) -> Rows:
    """Return what the platforms found, the newest first."""
    found = AccountViolation
    query = select(found.account_id, found.found_on, found.what, found.settled_on)
    query = query.where(*of_accounts(found.account_id, project_id))
    return told(session, query.order_by(found.found_on.desc(), found.id))


def last_told(session: Session, project_id: str | None) -> Rows:
    """Return what was told on the last day that has a count of followers or of works, by source and revision."""
    is_told = AccountDaily.followers_total.is_not(None) | AccountDaily.works_total.is_not(None)
    last = (
        select(AccountDaily.account_id, func.max(AccountDaily.day).label("day"))
        .where(is_told, *of_accounts(AccountDaily.account_id, project_id))
        .group_by(AccountDaily.account_id)
        .subquery()
    )
    asked = (AccountDaily.source, AccountDaily.followers_total, AccountDaily.works_total)
    query = (
        select(AccountDaily.account_id, *asked)
        .join(last, (last.c.account_id == AccountDaily.account_id) & (last.c.day == AccountDaily.day))
        .order_by(AccountDaily.revision)
    )
    return told(session, query)


def published(session: Session, project_id: str | None) -> Rows:
    """Return how many works of each account are out."""
    query = select(Publication.account_id, func.count()).where(Publication.published_at.is_not(None))
    query = query.where(*of_accounts(Publication.account_id, project_id))
    return told(session, query.group_by(Publication.account_id))


def works(session: Session, account_ids: Sequence[str]) -> Rows:
    """Return the published works of some accounts, each with its account."""
    query = select(Publication.id, Publication.account_id).where(Publication.published_at.is_not(None))
    return told(session, query.where(Publication.account_id.in_(account_ids)))
