"""Puts the sample's parties, projects and accounts on record, before any work is done on them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.deadlines import plan_due
from agency.domain.terms.accounts import AccountStatus, AccountType, VerifyStatus
from agency.domain.terms.figures import Platform
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AccountPositioning,
    Base,
    Client,
    Equipment,
    GroupChat,
    Person,
    Project,
    ProjectMember,
)
from config.settings import settings
from shortvideo.sample.bots import handles
from shortvideo.sample.platform import OPENED_DAYS_AGO
from shortvideo.sample.telling import ToldAccount, ToldPerson, ToldProject, days_before, told_agency

VERIFIED_FOR = timedelta(days=365)


def found(session: Session, start: datetime) -> None:
    """Put everybody and everything on record that the sample's work needs."""
    told = told_agency()
    session.add_all(Client(code=each.code, name=each.name, industry=each.industry) for each in told.clients)
    session.flush()
    session.add_all(person(session, each) for each in told.people)
    session.flush()
    session.add_all(
        Equipment(code=each.code, name=each.name, keeper_id=by_code(session, Person, each.keeper).id)
        for each in told.equipment
    )
    for project in told.projects:
        found_project(session, project, start)


def person(session: Session, told: ToldPerson) -> Person:
    """Return somebody's row."""
    client = by_code(session, Client, told.client).id if told.client else None
    return Person(
        code=told.code,
        name=told.name,
        side=told.side,
        roles=told.roles,
        client_id=client,
        im_ids=handles(told.code),
    )


def found_project(session: Session, told: ToldProject, start: datetime) -> None:
    """Put a project on record with its members, groups and accounts; its plan is yet to be confirmed."""
    kickoff_on = beijing_day(start) - timedelta(days=told.kickoff_days_ago)
    project = Project(
        code=told.code,
        name=told.name,
        client_id=by_code(session, Client, told.client).id,
        kickoff_on=kickoff_on,
        plan_due_on=plan_due(kickoff_on, settings().policy),
    )
    session.add(project)
    session.flush()
    session.add_all(belongings(session, told, project))
    for account in told.accounts:
        found_account(session, account, project, start)
    session.flush()


def belongings(session: Session, told: ToldProject, project: Project) -> Iterator[Base]:
    """Yield who takes part in a project, and the groups it talks in."""
    for role, codes in told.members.items():
        for code in codes:
            yield ProjectMember(project_id=project.id, person_id=by_code(session, Person, code).id, role=role)
    for chat in told.chats:
        yield GroupChat(
            code=chat.code, name=chat.name, project_id=project.id, channel=chat.channel, purpose=chat.purpose
        )


def found_account(session: Session, told: ToldAccount, project: Project, start: datetime) -> None:
    """Put an account on record that has been running for some time."""
    opened_on = days_before(start, OPENED_DAYS_AGO, time(9)).date()
    account = Account(
        code=told.code,
        project_id=project.id,
        platform=Platform.DOUYIN,
        name=told.name,
        handle=told.handle,
        account_type=AccountType.ENTERPRISE,
        status=AccountStatus.RUNNING,
        category=told.category,
        target_audience=told.audience,
        verify_status=VerifyStatus.VERIFIED,
        verify_expires_on=opened_on + VERIFIED_FOR,
        registered_on=opened_on,
        operator_id=by_code(session, Person, told.operator).id,
        director_id=by_code(session, Person, told.director).id,
        avatar_ok=True,
        cover_ok=True,
    )
    session.add(account)
    session.flush()
    session.add(
        AccountPositioning(
            account_id=account.id,
            persona=told.persona,
            audience=told.audience,
            pillars=told.pillars,
            discussed_at=days_before(start, project_age(start, project), time(15)),
            active=True,
        )
    )


def project_age(start: datetime, project: Project) -> int:
    """Return how many days ago a project's kickoff was."""
    return (beijing_day(start) - project.kickoff_on).days
