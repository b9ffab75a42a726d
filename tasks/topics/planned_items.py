"""Turns a passed topic into a content item: its code, its people, and the day of every step until it is published (S3, S6)."""

from sqlalchemy.orm import InstrumentedAttribute, Session

from agency.domain.deadlines import chain
from agency.domain.plan_lines import ScheduledTopic
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.people import Role
from agency.domain.titles import tidy_title
from agency.records import people, topics
from agency.records.codes import next_code
from agency.records.tables import Account, ContentItem, Meeting, Topic
from config.settings import settings
from tasks.calendars import calendar

ITEM_DIGITS = 3


def pass_topic(session: Session, meeting: Meeting, topic: Topic, planned: ScheduledTopic, owner: str | None) -> None:
    """Keep that a meeting passed a topic, and plan the one content item that is made of it; again changes only its plan."""
    topic.status = TopicStatus.PASSED
    topic.meeting_id = meeting.id
    topic.owner_id = owner
    topic.planned_on = planned.shoot_on
    item = topics.item_of(session, topic.id) or new_item(session, topic)
    item.title = tidy_title(planned.title)
    plan_days(session, item, planned)
    session.add(item)
    session.flush()


def new_item(session: Session, topic: Topic) -> ContentItem:
    """Return a content item for a topic, with its account's next code and its crew."""
    account = session.get_one(Account, topic.account_id, with_for_update=True)
    return ContentItem(
        code=next_code(session, ContentItem, f"{account.code}-", ITEM_DIGITS),
        account_id=account.id,
        topic_id=topic.id,
        pillar=topic.pillar,
        director_id=account.director_id or least_busy(session, account, Role.DIRECTOR, ContentItem.director_id),
        operator_id=account.operator_id or least_busy(session, account, Role.OPERATOR, ContentItem.operator_id),
        photographer_id=least_busy(session, account, Role.PHOTOGRAPHER, ContentItem.photographer_id),
        talent_id=least_busy(session, account, Role.TALENT, ContentItem.talent_id),
        editor_id=least_busy(session, account, Role.EDITOR, ContentItem.editor_id),
    )


def least_busy(session: Session, account: Account, role: Role, duty: InstrumentedAttribute[str | None]) -> str | None:
    """Return who of a project's people has the fewest content items on a duty, None when nobody holds the role."""
    load = topics.load(session, duty)
    candidates = people.members(session, account.project_id, role)
    chosen = min(candidates, key=lambda person: load.get(person.id, 0), default=None)
    return chosen.id if chosen else None


def plan_days(session: Session, item: ContentItem, planned: ScheduledTopic) -> None:
    """Write the last day of every step, counted from the shoot and the publication (domain.md 3.1)."""
    days = chain(planned.shoot_on, planned.publish_at, calendar(session), settings().policy)
    item.copy_due_on = days.copy_due
    item.script_due_on = days.sync_due
    item.planned_shoot_on = days.shoot_on
    item.planned_first_cut_on = days.cut_due
    item.planned_edit_due_on = days.confirm_due
    item.planned_publish_at = days.publish_at
