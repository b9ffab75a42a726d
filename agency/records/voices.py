"""What people outside the house said of an account: comments on its works, the client's words at the gates (domain.md 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.gates import Verdict
from agency.domain.terms.people import Role
from agency.records import execution
from agency.records.tables import Account, Comment, ContentItem, Decision, GateRound, Person, Publication


@dataclass(frozen=True, kw_only=True)
class SaidComment:
    """A comment with the title of the work it is on; ``likes`` None where nobody told them."""

    work: str
    words: str
    likes: int | None
    posted_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClientWord:
    """What the client said when something was sent back or agreed to, and at which gate."""

    said_at: datetime
    name: str
    gate: str
    verdict: Verdict
    words: str


def comments(session: Session, account_id: str, since: datetime, until: datetime) -> list[SaidComment]:
    """Return the comments on an account's works that were posted in a stretch of time, the most liked first."""
    query = (
        select(Publication.title, Comment.words, Comment.likes, Comment.posted_at)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Publication.account_id == account_id, Comment.posted_at >= since, Comment.posted_at < until)
    )
    said = [
        SaidComment(work=work, words=words, likes=likes, posted_at=posted)
        for work, words, likes, posted in session.execute(query)
    ]
    return sorted(said, key=lambda one: (-(one.likes or 0), one.posted_at))


def has_comments(session: Session, account_id: str) -> bool:
    """Say whether any comment on an account's works is on record."""
    query = select(Comment.id).join(Publication, Publication.id == Comment.publication_id)
    return session.scalar(query.where(Publication.account_id == account_id).limit(1)) is not None


def client_words(session: Session, account_id: str, project_id: str, since: datetime) -> Sequence[ClientWord]:
    """Return what the client wrote at the gates of a project since a moment, newest first.

    What was said of another account of the project, or of its videos, is left out.
    """
    subjects = execution.subjects_of(session, project_id) - others_of(session, account_id, project_id)
    query = (
        select(Decision.decided_at, Person.name, GateRound.gate, Decision.verdict, Decision.comment)
        .join(GateRound, GateRound.id == Decision.round_id)
        .join(Person, Person.id == Decision.person_id)
        .where(GateRound.subject_id.in_(subjects), Decision.role == Role.CLIENT, Decision.decided_at >= since)
        .where(Decision.comment != "")
        .order_by(Decision.decided_at.desc())
    )
    return [
        ClientWord(said_at=at, name=name, gate=gate, verdict=verdict, words=words)
        for at, name, gate, verdict, words in session.execute(query)
    ]


def others_of(session: Session, account_id: str, project_id: str) -> set[str]:
    """Return the ids of the other accounts of a project and of their videos."""
    others = select(Account.id).where(Account.project_id == project_id, Account.id != account_id)
    videos = select(ContentItem.id).where(ContentItem.account_id.in_(others))
    return {*session.scalars(others), *session.scalars(videos)}
