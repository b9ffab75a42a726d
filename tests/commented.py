"""The small agency with a live work, and people who say things beneath it: all of it invented."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.heard import Heard
from agency.domain.terms.figures import Source
from agency.records.tables import Account, NegativeCase, Notification, Person, Publication
from tasks.comments.judging import KeptComments, keep_comments
from tests import small_agency

NIGHT = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
"""Three o'clock in the morning of the 26th in Beijing."""

LINK = "https://www.douyin.com/video/7400000000000000002"


def found_commented(session: Session) -> Publication:
    """Put the small agency on record with one work that is live on its account."""
    small_agency.found(session)
    account = session.scalars(select(Account)).one()
    work = Publication(
        account_id=account.id,
        title="夏日新品 (虚构)",
        published_at=NIGHT - timedelta(hours=20),
        link=LINK,
        platform_item_id="@crane+2/==",
    )
    session.add(work)
    session.flush()
    return work


def said(words: str, number: int = 1, at: datetime = NIGHT, author: str = "") -> Heard:
    """One comment as a platform tells it, posted ten minutes before a moment."""
    return Heard(
        words=words,
        author_hash=author or f"author-{number}",
        posted_at=at - timedelta(minutes=10),
        source=Source.API,
        comment_id=f"74000000000000{number:05}",
        likes=number,
    )


def keep(session: Session, *heard: Heard, at: datetime = NIGHT) -> KeptComments:
    """Keep comments beneath the one work."""
    return keep_comments(session, the_work(session).id, heard, at)


def the_work(session: Session) -> Publication:
    """The one work."""
    return session.scalars(select(Publication)).one()


def the_case(session: Session) -> NegativeCase:
    """The one case."""
    return session.scalars(select(NegativeCase)).one()


def person(session: Session, code: str) -> str:
    """The id of one of the invented people."""
    return session.scalars(select(Person.id).where(Person.code == code)).one()


def messages(session: Session) -> list[Notification]:
    """The messages in the outbox, oldest first."""
    return list(session.scalars(select(Notification).order_by(Notification.id)))
