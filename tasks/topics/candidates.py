"""Calls an account's topic meeting of a week and fixes what it decides about: the best topics of the pool (S6, I2, R02)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.topics import has_expired
from agency.domain.windows import Window
from agency.errors import StageOutOfOrder
from agency.locale import _
from agency.records import accounts, topics
from agency.records.tables import Account, Meeting, Topic
from agency.records.tables.base import now
from tasks.calendars import calendar
from tasks.topics.pool import scores

MOST_CANDIDATES = 12


def call_meeting(session: Session, account: Account, week: Window) -> Meeting:
    """Return the meeting of a week; called for the first time, its candidates are fixed, or it is waived.

    A week without a working day has no meeting (R02). What comes into the pool later is for the week after: the form of
    a meeting that waits must not change under the people who fill it in. Raise ``StageOutOfOrder`` for an account that
    does not stand for anything yet: nothing is planned for it before that (R01).
    """
    if accounts.positioning(session, account.id) is None:
        raise StageOutOfOrder(_("{account} has no agreed positioning yet (S2).").format(account=account.code))
    session.get_one(Account, account.id, with_for_update=True)
    if called := topics.meeting_of(session, MeetingKind.TOPICS, account.id, week.key):
        return called
    is_held = calendar(session).has_working_day(week.first, week.last)
    meeting = Meeting(
        kind=MeetingKind.TOPICS,
        account_id=account.id,
        cadence_key=week.key,
        materials=[topic.code for topic in gather(session, account)] if is_held else [],
        decisions=[],
        status=MeetingStatus.PLANNED if is_held else MeetingStatus.WAIVED,
    )
    session.add(meeting)
    session.flush()
    return meeting


def gather(session: Session, account: Account) -> Sequence[Topic]:
    """Return the topics with the most points, the unscored last, and mark those that have gone stale as expired."""
    today = beijing_day(now())
    fresh = []
    for topic in topics.pool(session, account.id):
        if has_expired(topic.expires_on, today):
            topic.status = TopicStatus.EXPIRED
        else:
            fresh.append(topic)
    return sorted(fresh, key=lambda topic: scores(topic).points or -1, reverse=True)[:MOST_CANDIDATES]


def candidates(session: Session, meeting: Meeting) -> dict[int, Topic]:
    """Return the meeting's topics by their place on its list, those apart that were decided elsewhere meanwhile."""
    known = topics.by_codes(session, meeting.materials)
    listed = enumerate(meeting.materials, start=1)
    return {place: known[code] for place, code in listed if code in known and is_open(known[code], meeting)}


def is_open(topic: Topic, meeting: Meeting) -> bool:
    """Say whether a meeting may decide about a topic: nobody has, or this very meeting did."""
    return topic.status in topics.UNDECIDED or topic.meeting_id == meeting.id
