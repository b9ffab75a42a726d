"""The small agency with its project's plan confirmed, so that work on its account may go on."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicSource
from agency.domain.terms.plans import ProjectPlanStatus
from agency.records.tables import Account, AccountPositioning, Project, Topic
from tests import small_agency

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


def found_launched(session: Session) -> None:
    """Put the small agency on record, at work since 9 November."""
    small_agency.found(session)
    project = session.scalars(select(Project)).one()
    project.plan_confirmed_at = datetime(2026, 11, 9, 2, tzinfo=UTC)
    project.plan_status = ProjectPlanStatus.EXECUTING
    session.flush()


def position(session: Session) -> None:
    """Let the account stand for something, as after S2."""
    agreed = {"persona": "爱琢磨茶的店长", "audience": "上班族", "active": True}
    session.add(AccountPositioning(account_id=account(session).id, **agreed))
    session.flush()


def account(session: Session) -> Account:
    """Return the account."""
    return session.scalars(select(Account).where(Account.code == "BREEZE-DY")).one()


def add_topic(session: Session, number: int, title: str, points: int | None = None, **more: object) -> Topic:
    """Put a topic into the pool; ``points`` are given five times."""
    names = ("resonance", "reach", "business", "cost", "reuse")
    topic = Topic(
        code=f"BREEZE-DY-T{number:03}",
        account_id=account(session).id,
        title=title,
        source=TopicSource.POSITIONING,
        **{f"score_{name}": points for name in names},
        **more,
    )
    session.add(topic)
    session.flush()
    return topic
