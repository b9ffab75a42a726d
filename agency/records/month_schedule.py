"""What a month holds for a project: videos with their days, shoots, papers that run out, what the contract promises (C1)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role
from agency.domain.windows import Window
from agency.records import topics
from agency.records.tables import (
    Account,
    ContentItem,
    ContractDeliverable,
    Project,
    ProjectMember,
    Publication,
    RegistrationItem,
    Shoot,
    ShootItem,
    Topic,
    Wait,
)


@dataclass(frozen=True, kw_only=True)
class PlannedVideo:
    """One content item of a month with the account it is for; ``published_at`` None while it is not live."""

    item: ContentItem
    account: str
    published_at: datetime | None


def videos_of(session: Session, project_id: str, window: Window) -> list[PlannedVideo]:
    """Return the items that are to be shot or to go live in a window, the stopped ones apart, in the order of their days."""
    query = (
        select(ContentItem, Account.code, Publication.published_at)
        .join(Account, Account.id == ContentItem.account_id)
        .outerjoin(Publication, Publication.content_id == ContentItem.id)
        .where(Account.project_id == project_id, ContentItem.stopped_at.is_(None))
        .where(
            or_(
                ContentItem.planned_shoot_on.between(window.first, window.last),
                (ContentItem.planned_publish_at >= window.begins) & (ContentItem.planned_publish_at < window.ends),
            )
        )
        .order_by(ContentItem.planned_publish_at.is_(None), ContentItem.planned_publish_at, ContentItem.code)
    )
    return [PlannedVideo(item=item, account=code, published_at=live) for item, code, live in session.execute(query)]


def places_of(session: Session, item_ids: Collection[str]) -> dict[date, set[str]]:
    """Return where the shoots of some items take place, by day, as far as a shoot is booked for them."""
    query = (
        select(Shoot.shoot_on, Shoot.location)
        .join(ShootItem, ShootItem.shoot_id == Shoot.id)
        .where(ShootItem.content_id.in_(item_ids), Shoot.location != "")
    )
    places: dict[date, set[str]] = defaultdict(set)
    for day, place in session.execute(query):
        places[day].add(place)
    return places


def published_in(session: Session, account_ids: Collection[str], window: Window) -> dict[str, int]:
    """Return how many works went live in a window, by account; an account without one is left out."""
    query = (
        select(Publication.account_id, func.count())
        .where(Publication.account_id.in_(account_ids))
        .where(Publication.published_at >= window.begins, Publication.published_at < window.ends)
        .group_by(Publication.account_id)
    )
    return dict(session.execute(query).tuples().all())


def papers_running_out(session: Session, project_id: str, until: date) -> Sequence[tuple[RegistrationItem, str]]:
    """Return the papers of a project's accounts that run out by a day, each with its account's code (S5)."""
    query = (
        select(RegistrationItem, Account.code)
        .join(Account, Account.id == RegistrationItem.account_id)
        .where(Account.project_id == project_id, RegistrationItem.expires_on <= until)
        .order_by(RegistrationItem.expires_on, Account.code)
    )
    return [(paper, code) for paper, code in session.execute(query)]


def promised(session: Session, project: Project) -> list[ContractDeliverable]:
    """Return what a project's contract promises every month, nothing where there is no contract on record."""
    query = select(ContractDeliverable).where(ContractDeliverable.contract_id == project.contract_id)
    return list(session.scalars(query.order_by(ContractDeliverable.platform, ContractDeliverable.kind)))


def undecided_topics(session: Session, account_ids: Collection[str], today: date) -> dict[str, int]:
    """Return how many fresh topics wait in each account's pool; an account without any is left out."""
    query = (
        select(Topic.account_id, func.count())
        .where(Topic.account_id.in_(account_ids), Topic.status.in_(topics.UNDECIDED))
        .where(or_(Topic.expires_on.is_(None), Topic.expires_on >= today))
        .group_by(Topic.account_id)
    )
    return dict(session.execute(query).tuples().all())


def waiting_for_the_client(session: Session, project_id: str, subject_ids: Collection[str]) -> Sequence[Wait]:
    """Return the open questions that a client of the project is to answer, the most urgent first; the month's own apart."""
    clients = set(
        session.scalars(
            select(ProjectMember.person_id).where(
                ProjectMember.project_id == project_id, ProjectMember.role == Role.CLIENT
            )
        )
    )
    query = select(Wait).where(Wait.subject_id.in_(subject_ids), Wait.subject_kind != SubjectKind.MONTH_PLAN)
    waits = session.scalars(query.order_by(Wait.due_on.is_(None), Wait.due_on, Wait.headline))
    return [wait for wait in waits if clients & set(wait.awaited)]
