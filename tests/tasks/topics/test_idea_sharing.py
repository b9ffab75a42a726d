"""Ideas shared any day: what is kept, who hears of it, what is pointed out, and the topic it can become (C5, C6, S6)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicSource, TopicStatus
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, ShareKind
from agency.errors import AgencyError, BadInput, NotOnRecord, RuleBroken
from agency.records.engine import records
from agency.records.tables import GroupChat, Notification, Person, Project, Topic, TrendShare
from tasks.topics.idea_sharing import IdeaForm, outcome, share
from tests.tasks.launched import MONDAY, found_launched

LINK = "https://v.douyin.com/iXuGou/"
PASTED = f"3.87 复制打开抖音,看看【虚构小茶铺】 {LINK} 04/11 Rkp:/"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        found_launched(session)
        yield session


def shared(session: Session, run: str = "run-1", days: int = 0, **more: object) -> TrendShare:
    told = {"who": "JIAN", "kind": "剪辑手法", "what": "鼓点前一帧切黑"} | more
    return share(session, IdeaForm(**told), run, MONDAY + timedelta(days=days))


def add_group(session: Session, code: str = "TREND", project: bool = False) -> GroupChat:
    project_id = session.scalars(select(Project.id)).one() if project else None
    chat = {"channel": ChatChannel.DINGTALK, "purpose": ChatPurpose.TREND_SHARE, "project_id": project_id}
    group = GroupChat(code=code, name="抖音新玩法(虚构)", **chat)
    session.add(group)
    session.flush()
    return group


def news(session: Session) -> list[Notification]:
    return list(session.scalars(select(Notification).order_by(Notification.id)))


def test_an_idea_is_kept_with_its_author_and_the_group_hears_of_it_in_working_hours(session: Session):
    group = add_group(session)

    idea = shared(session, reference_account="@虚构剪辑师", link=PASTED)

    assert (idea.kind, idea.reference_url, idea.chat_id) == (ShareKind.EDITING, LINK, group.id)
    (told,) = news(session)
    assert (told.kind, told.urgency, told.chat_id) == (MessageKind.IDEAS, Urgency.IN_HOURS, group.id)
    assert "鼓点前一帧切黑" in told.body
    assert "@虚构剪辑师" in told.body
    assert told.link == LINK
    assert "谢" not in told.body


def test_the_same_run_again_is_the_same_idea_and_tells_nobody_twice(session: Session):
    add_group(session)

    assert shared(session).id == shared(session).id
    assert len(news(session)) == 1


def test_one_run_worked_twice_at_once_keeps_one_idea(engine: Engine):
    with records(engine) as session:
        found_launched(session)
        add_group(session)
    together = Barrier(2)

    def work(_worker: int) -> str:
        together.wait()
        with records(engine) as session:
            return shared(session).id

    with ThreadPoolExecutor(2) as workers:
        ids = set(workers.map(work, range(2)))
    with records(engine) as session:
        assert ids == {session.scalars(select(TrendShare.id)).one()}
        assert len(news(session)) == 1


def test_a_projects_idea_goes_to_the_projects_group_and_to_the_houses_where_it_has_none(session: Session):
    house = add_group(session)
    assert shared(session, project="BREEZE").chat_id == house.id

    own = add_group(session, "BREEZE-TREND", project=True)
    assert shared(session, run="run-2", project="BREEZE").chat_id == own.id
    assert shared(session, run="run-3").chat_id == house.id


def test_without_a_group_the_idea_is_kept_and_the_sharer_hears_what_is_missing(session: Session):
    idea = shared(session)

    assert idea.chat_id is None
    assert "trend_share" in outcome(session, idea)


def test_a_person_may_be_called_by_name_as_long_as_there_is_one_of_it(session: Session):
    assert (
        shared(session, who="简洁").author_id == session.scalars(select(Person.id).where(Person.code == "JIAN")).one()
    )

    session.add(Person(code="JIAN2", name="简洁", side=Side.INTERNAL, roles=[]))
    session.flush()
    with pytest.raises(BadInput, match="JIAN2"):
        shared(session, run="run-2", who="简洁")


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"who": "谁"}, NotOnRecord, "谁"),
        ({"what": " \n "}, RuleBroken, "分享的是什么"),
        ({"kind": "魔法"}, BadInput, "剪辑手法"),
        ({"link": "抖音搜一下就有"}, BadInput, "没有链接"),
        ({"project": "NOWHERE"}, NotOnRecord, "NOWHERE"),
        ({"to_pool": True}, RuleBroken, "账号编号"),
        ({"to_pool": True, "account": "NOWHERE"}, NotOnRecord, "NOWHERE"),
    ],
)
def test_what_cannot_be_kept_is_said_in_one_sentence_and_leaves_nothing(
    session: Session, wrong: dict[str, object], error: type[AgencyError], said: str
):
    add_group(session)
    with pytest.raises(error, match=said), session.begin_nested():
        shared(session, **wrong)
    assert session.scalars(select(TrendShare)).all() == []
    assert news(session) == []


def test_the_same_link_within_thirty_days_is_pointed_out_with_who_shared_it_and_not_told_again(session: Session):
    add_group(session)
    first = shared(session, link=LINK)

    again = shared(
        session, run="run-2", days=30, who="LIN", link="https://v.douyin.com/iXuGou?utm_source=copy&share_id=7"
    )

    assert again.repeats_id == first.id
    assert "简洁" in outcome(session, again)
    assert "2026-11-23" in outcome(session, again)
    assert len(news(session)) == 1


def test_after_thirty_days_the_same_link_is_news_again(session: Session):
    shared(session, link=LINK)

    assert shared(session, run="run-2", days=31, link=LINK).repeats_id is None


def test_an_idea_can_go_into_the_pool_of_topics_with_its_source(session: Session):
    idea = shared(session, what="三秒反转开场\n先给结果再倒叙", to_pool=True, account="BREEZE-DY", link=LINK)

    topic = session.scalars(select(Topic)).one()
    assert (topic.code, topic.title) == ("BREEZE-DY-T001", "三秒反转开场")
    assert (topic.source, topic.status) == (TopicSource.SHARED, TopicStatus.IDEA)
    assert (topic.proposer_id, topic.reference_urls) == (idea.author_id, [LINK])
    assert "先给结果再倒叙" in topic.hook
    assert "BREEZE-DY-T001" in outcome(session, idea)


def test_the_same_title_goes_into_the_pool_once(session: Session):
    shared(session, to_pool=True, account="BREEZE-DY")
    with pytest.raises(RuleBroken, match="鼓点前一帧切黑"):
        shared(session, run="run-2", to_pool=True, account="BREEZE-DY")
