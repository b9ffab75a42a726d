"""The calls to watch a work, when they really reached their groups, and who has answered them (C3).

``called`` is the moment, for a query that joins each call with its notification, where it has one.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.engagement import unanswered
from agency.records.tables import ContentItem, EngagementAck, EngagementCall, Notification, Person, Publication

called = func.coalesce(Notification.sent_at, EngagementCall.sent_at)
"""When a call really reached its group; None while it has not."""

called_by = Notification.id == EngagementCall.notification_id
"""How a call is joined with the message that carries it."""


class Call(NamedTuple):
    """One call in one group, with the moment it arrived."""

    call: EngagementCall
    sent_at: datetime | None


def calls_of(session: Session, publication_id: str) -> list[Call]:
    """Return the calls for one publication, in the order they were made."""
    query = select(EngagementCall, called).outerjoin(Notification, called_by)
    query = query.where(EngagementCall.publication_id == publication_id).order_by(EngagementCall.id)
    return [Call(*row) for row in session.execute(query).tuples()]


def acks_of(session: Session, publication_id: str) -> dict[str, EngagementAck]:
    """Return what was answered to the calls for one publication, by the person."""
    query = select(EngagementAck).join(EngagementCall, EngagementCall.id == EngagementAck.call_id)
    acks = session.scalars(query.where(EngagementCall.publication_id == publication_id))
    return {ack.person_id: ack for ack in acks}


def awaited(session: Session, publication_id: str) -> dict[str, Call]:
    """Return who was asked and may still answer, each with the call; somebody who left the agency is not waited for."""
    open_calls = [one for one in calls_of(session, publication_id) if one.call.closed_at is None]
    asked = {person: one for one in open_calls for person in one.call.asked}
    still_here = active(session, asked)
    waiting = unanswered(list(asked), acks_of(session, publication_id))
    return {person: asked[person] for person in waiting if person in still_here}


def active(session: Session, people: Collection[str]) -> set[str]:
    """Return those of some people who still work with the agency."""
    return set(session.scalars(select(Person.id).where(Person.id.in_(people), Person.active)))


def open_publications(session: Session, *, told_before: datetime | None = None) -> list[str]:
    """Return the ids of the publications whose calls still wait for answers; those made before a moment, where one is named."""
    query = select(EngagementCall.publication_id).where(EngagementCall.closed_at.is_(None)).distinct()
    if told_before is not None:
        query = query.where(EngagementCall.told_at <= told_before)
    return list(session.scalars(query.order_by(EngagementCall.publication_id)))


def content_of(session: Session, publication: Publication) -> ContentItem:
    """Return the content item that one of our own publications was made from."""
    return session.get_one(ContentItem, publication.content_id)
