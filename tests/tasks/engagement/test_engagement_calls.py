"""A work that is live is told to its project's groups at once, with whoever is asked by name, and to nobody else (C3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.domain.terms.engagement import Audience
from agency.domain.terms.messages import Urgency
from agency.domain.terms.people import Role, Side
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ChatChannel
from agency.records.engagement import calls_of
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    EngagementCall,
    GroupChat,
    Notification,
    Person,
    Project,
    ProjectMember,
    Publication,
)
from tasks.engagement.calls import call_out
from tasks.opening import records
from tests.creator_centre import another_account
from tests.tasks import told
from tests.tasks.told import HOUSE, LIVE, PARTNER, called, messages, names, published, sent

pytestmark = pytest.mark.usefixtures("on_record")

HOUSE_PEOPLE = ["BU", "JIAN", "LIN", "SHANG", "SHE", "WU", "YE", "YUN"]
PARTNER_PEOPLE = ["DA", "JIA"]


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def asked() -> dict[str, list[str]]:
    """Return who is asked in which group, by code."""
    with records() as session:
        query = select(GroupChat.code, EngagementCall.asked).join(
            EngagementCall, EngagementCall.chat_id == GroupChat.id
        )
        found = dict(session.execute(query).tuples().all())
    return {code: names(people) for code, people in found.items()}


def notices() -> dict[str, Notification]:
    """Return the notices by the code of their group."""
    with records() as session:
        codes = dict(session.execute(select(GroupChat.id, GroupChat.code)).tuples().all())
    return {codes[str(one.chat_id)]: one for one in messages("published-") if one.chat_id}


def test_the_house_is_asked_in_its_group_and_everybody_else_in_the_partners():
    called()

    assert asked() == {HOUSE: HOUSE_PEOPLE, PARTNER: PARTNER_PEOPLE}
    assert {code: names(one.mentions) for code, one in notices().items()} == asked()
    with records() as session:
        audiences = {call.audience for call in session.scalars(select(EngagementCall))}
    assert audiences == {Audience.INTERNAL, Audience.EXTERNAL}


def test_the_notice_has_the_link_the_length_the_names_and_watching_comes_first():
    called()

    notice = notices()[PARTNER]
    assert notice.link == "https://example.com/video/1"
    assert "时长 0:31" in notice.body
    assert "达达" in notice.body
    assert "佘光" not in notice.body
    assert notice.body.index("请先看完") < notice.body.index("点赞、转发、评论完全自愿")
    assert "自动化的互动违反平台规则" in notice.body
    assert notice.urgency is Urgency.AT_ONCE


def test_a_work_of_unknown_length_is_told_without_one():
    called(duration_ms=None)

    assert "时长" not in notices()[HOUSE].body


def test_a_second_call_for_the_same_work_tells_nobody():
    called()

    with records() as session:
        publication = session.scalars(select(Publication)).one()
        assert call_out(session, publication, LIVE + timedelta(hours=1)) == 0
    assert len(messages("published-")) == 2


def test_two_workers_that_call_at_once_call_once():
    with records() as session:
        publication_id = published(session).id
    together = Barrier(2)

    def call() -> int:
        together.wait()
        with records() as session:
            return call_out(session, session.get_one(Publication, publication_id), LIVE)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: call(), range(2))) == [0, 2]
    assert len(messages("published-")) == 2


def test_a_project_that_switched_such_calls_off_is_not_called():
    with records() as session:
        session.scalars(select(Project)).one().interaction_calls = False
    called()

    assert messages() == []
    assert asked() == {}


@pytest.mark.parametrize(
    "work",
    [
        {"content_id": None},
        {"content_id": None, "proof": None},
        {"status": PublicationStatus.IN_REVIEW},
    ],
)
def test_a_work_that_is_not_proven_by_us_is_not_called_for(work: dict[str, object]):
    called(**work)

    assert messages() == []


def test_one_video_on_two_accounts_is_called_for_under_each_title():
    with records() as session:
        another_account(session, "BREEZE-KS")
    called(title="夏日新品")
    called(account="BREEZE-KS", title="一杯清凉", link="https://example.com/video/2")

    in_house = [one for one in messages("published-") if names(one.mentions) == HOUSE_PEOPLE]
    assert [("夏日新品" in one.body, "一杯清凉" in one.body, (one.link or "")[-1]) for one in in_house] == [
        (True, False, "1"),
        (False, True, "2"),
    ]


def test_a_house_without_a_group_of_its_own_is_asked_in_the_partners():
    with records() as session:
        session.delete(by_code(session, GroupChat, HOUSE))
    called()

    assert asked() == {PARTNER: sorted([*HOUSE_PEOPLE, *PARTNER_PEOPLE])}


def test_where_there_is_no_group_the_operator_is_told_to_tell_people_by_hand():
    with records() as session:
        for group in session.scalars(select(GroupChat)):
            session.delete(group)
    called()

    (alone,) = messages()
    assert names([str(alone.person_id)]) == ["WU"]
    assert "人工通知" in alone.body


def test_a_group_that_a_person_tells_by_hand_has_its_notice_and_its_call():
    with records() as session:
        by_code(session, GroupChat, PARTNER).channel = ChatChannel.MANUAL
    called()

    assert notices()[PARTNER].channel is ChatChannel.MANUAL
    assert asked()[PARTNER] == PARTNER_PEOPLE


def test_somebody_of_two_roles_is_asked_once_and_somebody_who_left_not_at_all():
    with records() as session:
        project = session.scalars(select(Project)).one()
        session.add(ProjectMember(project_id=project.id, person_id=told.person(session, "WU"), role=Role.EDITOR))
        session.get_one(Person, told.person(session, "YE")).active = False
    called()

    assert asked()[HOUSE] == [code for code in HOUSE_PEOPLE if code != "YE"]


def test_a_friend_of_the_partner_is_asked_in_the_partners_group():
    with records() as session:
        friend = Person(code="YOU", name="游朋(虚构)", side=Side.PARTNER, roles=[Role.EXTERNAL])
        session.add(friend)
        session.flush()
        project = session.scalars(select(Project)).one()
        session.add(ProjectMember(project_id=project.id, person_id=friend.id, role=Role.EXTERNAL))
    called()

    assert asked()[PARTNER] == ["DA", "JIA", "YOU"]


def test_when_a_call_was_sent_is_when_its_bot_delivered_it():
    publication_id = called()
    sent(LIVE + timedelta(minutes=2), chat=HOUSE)

    with records() as session:
        moments = [one.sent_at for one in calls_of(session, publication_id)]
    assert sorted(moments, key=str) == sorted([LIVE + timedelta(minutes=2), None], key=str)


def test_a_call_that_is_killed_before_its_end_leaves_neither_notice_nor_note():
    class Killed(Exception):
        pass

    def until_killed() -> None:
        with records() as session:
            call_out(session, session.get_one(Publication, publication_id), LIVE)
            raise Killed

    with records() as session:
        publication_id = published(session).id
    with pytest.raises(Killed):
        until_killed()
    assert messages() == []
    assert asked() == {}


def test_the_account_a_work_is_on_says_whose_groups_hear_of_it():
    with records() as session:
        account = by_code(session, Account, "BREEZE-DY")
        project = session.get_one(Project, account.project_id)
        other = Project(
            code="HERON", name="白鹭(虚构)", client_id=project.client_id, kickoff_on=project.kickoff_on,
            plan_due_on=project.plan_due_on,
        )  # fmt: skip
        session.add(other)
        session.flush()
        by_code(session, GroupChat, PARTNER).project_id = other.id
    called()

    assert list(asked()) == [HOUSE]
