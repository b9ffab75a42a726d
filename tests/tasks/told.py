"""The small agency with its two groups, scripts that are put before their readers, works that go live, and bots that deliver."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.content import ScriptStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ContentItem,
    GroupChat,
    Notification,
    Person,
    Project,
    Publication,
    Script,
    Shot,
)
from tasks.engagement.calls import call_out
from tasks.opening import records
from tasks.scripts.delivery import deliver
from tests import small_agency

SHOOT = date(2026, 12, 11)
APPROVED = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
LIVE = datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
LENGTH_MS = 31_000
HOUSE, PARTNER = "BREEZE-IN", "BREEZE-OUT"
TEA, ICE = "清晨的茶园", "冰块落进杯子"


def found(session: Session) -> None:
    """Put the agency on record, with a group for the house and one for the partner."""
    small_agency.found(session, shoot_on=SHOOT)
    project = session.scalars(select(Project)).one()
    groups = ((HOUSE, ChatPurpose.INTERNAL), (PARTNER, ChatPurpose.PARTNER_OPERATIONS))
    session.add_all(
        GroupChat(code=code, name=code, project_id=project.id, channel=ChatChannel.FEISHU, purpose=purpose)
        for code, purpose in groups
    )
    session.flush()


def item(session: Session) -> ContentItem:
    return session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-001")).one()


def person(session: Session, code: str) -> str:
    return by_code(session, Person, code).id


def written(session: Session, pictures: Sequence[str] = (TEA, ICE), at: datetime = APPROVED) -> Script:
    """Approve the next version of the script as S7 does, without putting it before anybody."""
    versions = session.scalars(select(Script).order_by(Script.version)).all()
    for earlier in versions:
        earlier.status = ScriptStatus.SUPERSEDED
    script = Script(
        content_id=item(session).id, version=len(versions) + 1, title="夏日新品", duration_ms=30_000,
        author_id=person(session, "LIN"), content_hash="0" * 64, status=ScriptStatus.APPROVED, approved_at=at,
        reference_urls=["https://example.com/tea", "javascript:alert(1)"],
        shots=[Shot(number=number, picture=picture, duration_ms=10_000) for number, picture in enumerate(pictures, 1)],
    )  # fmt: skip
    session.add(script)
    session.flush()
    return script


def synced(pictures: Sequence[str] = (TEA, ICE), at: datetime = APPROVED) -> str:
    """Approve the next version and put it before its readers; return its id."""
    with records() as session:
        script = written(session, pictures, at)
        deliver(session, script, at)
        return script.id


def sent(at: datetime, *, chat: str | None = None, about: str = "") -> None:
    """Let the bots deliver what waits, that of one group where it is named, as the outbox notes it."""
    with records() as session:
        waiting = select(Notification).where(Notification.sent_at.is_(None), Notification.about.startswith(about))
        if chat is not None:
            waiting = waiting.where(Notification.chat_id == by_code(session, GroupChat, chat).id)
        for message in session.scalars(waiting):
            message.sent_at, message.status = at, DeliveryStatus.SENT


def recast(role: str, code: str | None) -> None:
    """Give a part in the video to somebody else, or to nobody."""
    with records() as session:
        setattr(item(session), f"{role}_id", person(session, code) if code else None)


def published(session: Session, account: str = "BREEZE-DY", **other: object) -> Publication:
    """Put a work of ours on record as it is once it is proven."""
    told = {
        "title": "夏日新品", "duration_ms": LENGTH_MS, "published_at": LIVE, "status": PublicationStatus.LIVE,
        "link": "https://example.com/video/1", "proof": "https://example.com/video/1", "content_id": item(session).id,
    }  # fmt: skip
    publication = Publication(account_id=by_code(session, Account, account).id, **told | other)
    session.add(publication)
    session.flush()
    return publication


def called(at: datetime = LIVE, **other: object) -> str:
    """Publish a work and call for it; return the publication's id."""
    with records() as session:
        publication = published(session, **other)
        call_out(session, publication, at)
        return publication.id


def messages(about: str = "") -> list[Notification]:
    """Return what is in the outbox, oldest first."""
    with records() as session:
        query = select(Notification).where(Notification.about.startswith(about)).order_by(Notification.id)
        return list(session.scalars(query))


def names(people: Sequence[str]) -> list[str]:
    """Return the codes of people, sorted."""
    with records() as session:
        return sorted(session.scalars(select(Person.code).where(Person.id.in_(people))))
