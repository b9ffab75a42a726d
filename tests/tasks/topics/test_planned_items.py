"""From a passed topic to a content item: its code and its crew (S3, S6)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.plan_lines import ScheduledTopic
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.people import Role, Side
from agency.records.engine import records
from agency.records.tables import ContentItem, Meeting, Person, ProjectMember, Topic
from tasks.topics.planned_items import pass_topic
from tests.tasks.launched import account, add_topic, found_launched


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        found_launched(session)
        yield session


def passed(session: Session, topic: Topic, shoot_on: date = date(2026, 12, 4)) -> ContentItem:
    meeting = Meeting(kind=MeetingKind.TOPICS, account_id=topic.account_id)
    session.add(meeting)
    session.flush()
    live = datetime(2026, 12, 11, 10, tzinfo=UTC)
    planned = ScheduledTopic(topic=topic.code, title=f" {topic.title}\u200b", shoot_on=shoot_on, publish_at=live)
    pass_topic(session, meeting, topic, planned, owner=None)
    return session.scalars(select(ContentItem).where(ContentItem.topic_id == topic.id)).one()


def join(session: Session, code: str, name: str, role: Role) -> Person:
    person = Person(code=code, name=name, side=Side.INTERNAL, roles=[role])
    session.add(person)
    session.flush()
    session.add(ProjectMember(project_id=account(session).project_id, person_id=person.id, role=role))
    session.flush()
    return person


def test_of_two_photographers_the_one_with_fewer_videos_gets_the_next(session: Session):
    newcomer = join(session, "YING", "应影", Role.PHOTOGRAPHER)

    first, second = (passed(session, add_topic(session, number, f"选题{number}")) for number in (1, 2))

    assert first.photographer_id == newcomer.id
    assert session.get_one(Person, second.photographer_id).code == "SHE"


def test_the_accounts_own_director_comes_before_one_with_less_to_do(session: Session):
    join(session, "BIAN", "卞导", Role.DIRECTOR)

    assert passed(session, add_topic(session, 1, "茶渣别扔")).director_id == account(session).director_id


def test_a_duty_that_nobody_has_stays_open(session: Session):
    for member in session.scalars(select(ProjectMember).where(ProjectMember.role == Role.EDITOR)):
        session.delete(member)

    assert passed(session, add_topic(session, 1, "茶渣别扔")).editor_id is None


def test_codes_go_on_after_the_highest_one_and_other_codes_do_not_count(session: Session):
    codes = ("BREEZE-DY-041", "BREEZE-DY-x", "BREEZE-DYE-099")
    session.add_all(ContentItem(code=code, account_id=account(session).id, title="旧的") for code in codes)

    assert passed(session, add_topic(session, 1, "茶渣别扔")).code == "BREEZE-DY-042"


def test_a_topic_that_is_passed_again_moves_its_item_and_makes_no_second(session: Session):
    topic = add_topic(session, 1, "茶渣别扔")
    first = passed(session, topic)

    again = passed(session, topic, shoot_on=date(2026, 12, 7))

    assert again is first
    assert (again.title, again.planned_shoot_on) == ("茶渣别扔", date(2026, 12, 7))
