"""An account's pool of topics, what a meeting made of them, and what such a meeting looks at (S2, S3, S6, C5)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.meetings import ActionState, MeetingKind
from agency.records.tables import (
    Account,
    AccountPositioning,
    ActionItem,
    ContentItem,
    Meeting,
    Topic,
    TrendShare,
)

UNDECIDED = (TopicStatus.IDEA, TopicStatus.TO_JUDGE, TopicStatus.REWORK)
AT_WORK = (AccountStatus.WARMING_UP, AccountStatus.RUNNING)


def pool(session: Session, account_id: str) -> Sequence[Topic]:
    """Return the topics that are still to be decided, in the order of their codes."""
    query = select(Topic).where(Topic.account_id == account_id, Topic.status.in_(UNDECIDED)).order_by(Topic.code)
    return session.scalars(query).all()


def stale(session: Session, account_id: str, since: date) -> Sequence[Topic]:
    """Return the topics that were given up because they went stale, on this day or later, the latest first."""
    query = select(Topic).where(
        Topic.account_id == account_id, Topic.status == TopicStatus.EXPIRED, Topic.expires_on >= since
    )
    return session.scalars(query.order_by(Topic.expires_on.desc(), Topic.code)).all()


def decided_in(session: Session, meeting_id: str) -> Sequence[Topic]:
    """Return what a meeting decided about, those it passed first, in the order of codes."""
    query = select(Topic).where(Topic.meeting_id == meeting_id)
    return sorted(session.scalars(query), key=lambda topic: (topic.status is not TopicStatus.PASSED, topic.code))


def meeting_before(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the topic meeting of the same account that was held last before this one, None when none was."""
    query = select(Meeting).where(
        Meeting.kind == MeetingKind.TOPICS,
        Meeting.account_id == meeting.account_id,
        Meeting.held_at.is_not(None),
        Meeting.cadence_key < meeting.cadence_key,
    )
    return session.scalar(query.order_by(Meeting.cadence_key.desc()).limit(1))


def titles(session: Session, account_id: str) -> set[str]:
    """Return the titles of all topics an account ever had."""
    return set(session.scalars(select(Topic.title).where(Topic.account_id == account_id)))


def by_codes(session: Session, codes: Collection[str]) -> dict[str, Topic]:
    """Return the topics of these codes, by code; an unknown code is left out."""
    return {topic.code: topic for topic in session.scalars(select(Topic).where(Topic.code.in_(codes)))}


def meeting_of(session: Session, kind: MeetingKind, account_id: str, slot: str) -> Meeting | None:
    """Return the account's meeting of one kind in one slot, None when none was called."""
    query = select(Meeting).where(Meeting.kind == kind, Meeting.account_id == account_id, Meeting.cadence_key == slot)
    return session.scalar(query)


def item_of(session: Session, topic_id: str) -> ContentItem | None:
    """Return what is made of a topic, None while nothing is."""
    return session.scalar(select(ContentItem).where(ContentItem.topic_id == topic_id))


def items_of_meeting(session: Session, meeting_id: str) -> Sequence[ContentItem]:
    """Return what is made of the topics that a meeting passed, the stopped ones apart, in the order of codes."""
    query = (
        select(ContentItem)
        .join(Topic, Topic.id == ContentItem.topic_id)
        .where(
            Topic.meeting_id == meeting_id,
            Topic.status == TopicStatus.PASSED,
            ContentItem.stopped_at.is_(None),
        )
        .order_by(ContentItem.code)
    )
    return session.scalars(query).all()


def load(session: Session, duty: InstrumentedAttribute[str | None]) -> dict[str, int]:
    """Return how many content items each person has on one duty, the stopped ones apart."""
    query = select(duty, func.count()).where(duty.is_not(None), ContentItem.stopped_at.is_(None)).group_by(duty)
    return {person: count for person, count in session.execute(query) if person is not None}


def shares(session: Session, since: datetime, until: datetime) -> Sequence[TrendShare]:
    """Return the ideas shared from ``since`` until just before ``until``, oldest first (C5)."""
    query = select(TrendShare).where(TrendShare.shared_at >= since, TrendShare.shared_at < until)
    return session.scalars(query.order_by(TrendShare.shared_at)).all()


def open_actions(session: Session, account: Account) -> Sequence[ActionItem]:
    """Return what earlier reviews wanted changed for an account or its whole project, the most urgent first (I10)."""
    query = (
        select(ActionItem)
        .where(
            ActionItem.project_id == account.project_id,
            or_(ActionItem.account_id == account.id, ActionItem.account_id.is_(None)),
            ActionItem.state == ActionState.OPEN,
        )
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return session.scalars(query).all()


def accounts_at_work(session: Session) -> Sequence[Account]:
    """Return the accounts that need topics week by week, by code: positioned (R01), and warming up or running."""
    positioned = select(AccountPositioning.account_id).where(AccountPositioning.active)
    query = select(Account).where(Account.status.in_(AT_WORK), Account.id.in_(positioned))
    return session.scalars(query.order_by(Account.code)).all()
