"""Throws away, or blanks, what is kept for a time only; a little at a time, and never a row of the ledger.

It goes past the audit trail, which would keep for ever what is being thrown away. Each call is safe to repeat.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.retention import Passing
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import CaseComment, Comment, DeliveryAttempt, NegativeCase, Notification, Pull, PulledPage

Tidy = Callable[[Session, datetime, int], int]
"""Given the moment before which things are over and how many at most, does it and returns how many those were."""

OVER = (DeliveryStatus.SENT, DeliveryStatus.WITHDRAWN)


def drop_answers(session: Session, before: datetime, most: int) -> int:
    """Drop the raw answers of looks at platforms, so many looks at a time; the looks themselves stay."""
    kept = exists().where(PulledPage.pull_id == Pull.id)
    old = ids(session, select(Pull.id).where(Pull.observed_at < before, kept).order_by(Pull.observed_at).limit(most))
    session.execute(delete(PulledPage).where(PulledPage.pull_id.in_(old)))
    return len(old)


def blank_comments(session: Session, before: datetime, most: int) -> int:
    """Blank the words of comments; what people and the lists made of them stays. One in an open case keeps its words."""
    in_case = exists().where(
        CaseComment.comment_id == Comment.id, NegativeCase.id == CaseComment.case_id, NegativeCase.closed_at.is_(None)
    )
    query = select(Comment.id).where(Comment.posted_at < before, Comment.words != "", ~in_case)
    old = ids(session, query.order_by(Comment.posted_at).limit(most))
    session.execute(update(Comment).where(Comment.id.in_(old)).values(words="", rev=Comment.rev + 1))
    return len(old)


def blank_messages(session: Session, before: datetime, most: int) -> int:
    """Blank the texts of messages that are done with; their titles stay, and that nobody is told the same twice."""
    done = or_(Notification.status.in_(OVER), Notification.settled_by_id.is_not(None))
    query = select(Notification.id).where(Notification.created_at < before, done, Notification.body != "")
    old = ids(session, query.order_by(Notification.created_at).limit(most))
    session.execute(update(Notification).where(Notification.id.in_(old)).values(body="", rev=Notification.rev + 1))
    return len(old)


def drop_calls(session: Session, before: datetime, most: int) -> int:
    """Drop the calls that were made to channels; one whose fate a person has still to settle stays."""
    known = DeliveryAttempt.outcome.is_not(None) & (DeliveryAttempt.outcome != DeliveryOutcome.UNCLEAR)
    query = select(DeliveryAttempt.id).where(DeliveryAttempt.started_at < before, known)
    old = ids(session, query.order_by(DeliveryAttempt.started_at).limit(most))
    session.execute(delete(DeliveryAttempt).where(DeliveryAttempt.id.in_(old)))
    return len(old)


def ids(session: Session, query: Select[Any]) -> list[str]:
    """Return the ids of what is over."""
    return list(session.scalars(query))


TIDIES: Mapping[Passing, Tidy] = {
    Passing.RAW_ANSWERS: drop_answers,
    Passing.COMMENT_WORDS: blank_comments,
    Passing.MESSAGE_TEXTS: blank_messages,
    Passing.DELIVERY_CALLS: drop_calls,
}
"""What of it lies in the records."""
