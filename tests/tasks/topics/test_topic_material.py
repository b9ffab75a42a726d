"""What a topic meeting sees before it decides, checked against the rows by another path (I2, C5)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicSource, TopicStatus
from agency.domain.terms.figures import Source
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.people import Role
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ShareKind
from agency.domain.windows import window_of
from agency.records.engine import records
from agency.records.tables import (
    Account,
    Comment,
    Decision,
    GateRound,
    Meeting,
    MonthPlan,
    Person,
    Publication,
    TrendShare,
    VideoSnapshot,
    WorkDayOverride,
)
from tasks.topics.candidates import call_meeting
from tasks.topics.material import material
from tests.tasks.launched import MONDAY, account, add_topic, found_launched, position

WEEK = window_of("2026-W48")
LAST_WEEK = window_of("2026-W47")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MONDAY, tick=False), records(engine) as session:
        found_launched(session)
        position(session)
        yield session


def shown(session: Session, key: str = WEEK.key) -> dict[str, str]:
    """Return the parts of the material by heading."""
    session.flush()
    told = material(session, account(session), call_meeting(session, account(session), window_of(key)))
    parts = re.split(r"^\*\*(.*?)\*\*$", told, flags=re.MULTILINE)
    return {heading: text.strip() for heading, text in zip(parts[1::2], parts[2::2], strict=True)} | {"": parts[0]}


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def work(session: Session, title: str, published: datetime, looks: dict[datetime, int], **more: float) -> Publication:
    made = Publication(
        account_id=account(session).id, title=title, published_at=published, status=PublicationStatus.LIVE
    )
    session.add(made)
    session.flush()
    for moment, plays in looks.items():
        session.add(
            VideoSnapshot(publication_id=made.id, observed_at=moment, source=Source.EXPORT, plays=plays, **more)
        )
    return made


def grown(session: Session) -> None:
    """Put twelve ordinary works of earlier weeks on record, then a strong one and a weak one of last week."""
    for number in range(12):
        published = datetime(2026, 10, 20, 4, tzinfo=UTC) + timedelta(days=2 * number)
        work(
            session,
            f"平常第{number}条",
            published,
            {published + timedelta(days=3): 1_000 + 10 * number},
            completion=0.30,
        )
    tuesday = datetime(2026, 11, 17, 4, tzinfo=UTC)
    work(session, "老板娘😂的一天🍵", tuesday, {tuesday + timedelta(days=3): 9_000}, completion=0.52)
    work(session, "同行怎么卖", tuesday, {tuesday + timedelta(days=3): 120}, completion=0.11)


def shown_works(session: Session) -> list[str]:
    """Return the works at both ends of last week, each as it is told."""
    return [line for line in raw(session).splitlines() if line.startswith("- **最")]


def raw(session: Session) -> str:
    """Return the material as it stands."""
    session.flush()
    return material(session, account(session), call_meeting(session, account(session), WEEK))


def rows(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table's rows, header and rule apart."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"][2:]


def test_an_empty_agency_says_of_every_part_that_there_is_nothing(session: Session):
    parts = shown(session)

    assert parts["本次选题"] == "选题库是空的。"
    assert "没有上周的数据" in parts["上周作品"]
    assert parts["评论里的提问"] == "无数据"
    assert parts["甲方诉求"] == "没有记录。"
    assert "0" not in parts["上周作品"]


def test_the_best_and_the_worst_of_last_week_stand_there_with_what_may_tell_why(session: Session):
    grown(session)

    best, worst = (line.split(" · ") for line in shown_works(session))

    seen = pd.DataFrame(
        session.execute(
            select(Publication.title, Publication.published_at, VideoSnapshot.plays, VideoSnapshot.completion).join(
                VideoSnapshot
            )
        ).mappings()
    )
    usual = seen[seen.published_at < LAST_WEEK.begins]
    times = (seen.set_index("title").plays / max(usual.plays.median(), 1_000)).round(2)
    assert best[0] == "- **最好** 老板娘😂的一天🍵: 新增播放 9,000"
    assert worst[0] == "- **最差** 同行怎么卖: 新增播放 120"
    assert best[1].startswith(f"平时的 {times['老板娘😂的一天🍵']:.2f} 倍(第 3 天,n=12")
    assert worst[1].startswith(f"平时的 {times['同行怎么卖']:.2f} 倍(第 3 天,n=")
    assert f"52.0%(平常 {usual.completion.median():.1%}" in best[2]


def test_a_work_of_the_week_before_last_is_neither(session: Session):
    grown(session)
    early = datetime(2026, 11, 10, 4, tzinfo=UTC)
    work(session, "上上周的爆款", early, {early + timedelta(days=3): 90_000})

    assert "上上周的爆款" not in shown(session)["上周作品"]


@pytest.mark.parametrize(
    ("key", "published", "is_in"),
    [
        ("2027-W01", datetime(2026, 12, 27, 15, 59, tzinfo=UTC), False),  # Sunday of 2026-W52, a minute to midnight
        ("2027-W01", datetime(2026, 12, 27, 16, 0, tzinfo=UTC), True),  # Monday of 2026-W53 in Beijing
        ("2027-W01", datetime(2027, 1, 3, 15, 59, tzinfo=UTC), True),  # still 2026-W53, though it is January
        ("2027-W01", datetime(2027, 1, 3, 16, 0, tzinfo=UTC), False),
    ],
)
def test_last_week_is_a_beijing_week_also_over_a_years_end(
    session: Session, key: str, published: datetime, is_in: bool
):
    work(session, "跨年那条", published, {published + timedelta(seconds=30): 500})

    with time_machine.travel(datetime(2027, 1, 4, 2, tzinfo=UTC), tick=False):
        assert ("跨年那条" in shown(session, key)["上周作品"]) is is_in


def test_topics_say_how_long_they_are_fresh_and_those_gone_stale_are_named_as_such(session: Session):
    add_topic(session, 1, "双十一囤茶", expires_on=date(2026, 11, 22))
    add_topic(session, 2, "小雪煮茶🍂", points=4, expires_on=date(2026, 11, 24))
    add_topic(session, 3, "冬至喝什么", points=5, expires_on=date(2026, 12, 22))
    add_topic(session, 4, "茶渣别扔")

    told = shown(session)["本次选题"]

    fresh = {row[1]: row[5] for row in rows(told)}
    assert fresh == {"冬至喝什么": "2026-12-22", "小雪煮茶🍂": "2026-11-24 即将过期", "茶渣别扔": "–"}
    assert "已过期、不再提交讨论:BREEZE-DY-T001 双十一囤茶 (2026-11-22)" in told


def test_a_topic_that_goes_stale_while_the_meeting_waits_is_told_as_stale(session: Session):
    add_topic(session, 1, "小雪煮茶", expires_on=date(2026, 11, 24))
    shown(session)

    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        assert "2026-11-24 已过期" in shown(session)["本次选题"]


def test_the_days_ahead_are_those_of_two_weeks_with_holidays_terms_occasions_and_own_days(session: Session):
    session.add(WorkDayOverride(day=date(2026, 12, 4), is_workday=False, note="公司年会(虚构)"))
    session.flush()

    told = shown(session)["今后两周的热点日"]

    assert told.splitlines() == ["- 11-26 感恩节 (热点日)", "- 12-04 公司年会(虚构) (本公司)"]
    with time_machine.travel(datetime(2026, 12, 20, 2, tzinfo=UTC), tick=False):
        later = shown(session)["今后两周的热点日"]
    assert [line.split()[1:3] for line in later.splitlines()] == [
        ["12-22", "冬至"], ["12-24", "平安夜"], ["12-25", "圣诞节"], ["12-31", "跨年"], ["01-01", "元旦"],
    ]  # fmt: skip


def test_questions_are_taken_from_last_weeks_comments_the_most_liked_first(session: Session):
    asked = work(session, "老板娘的一天", datetime(2026, 11, 17, tzinfo=UTC), {})
    for number, (words, likes, day) in enumerate(
        [("这壶多少钱?", 3, 18), ("店在哪里", 40, 19), ("真好喝", 99, 19), ("上周的怎么泡", 500, 8)]
    ):
        session.add(
            Comment(
                publication_id=asked.id, platform_comment_id=str(number), author_hash="虚构", words=words,
                posted_at=datetime(2026, 11, day, tzinfo=UTC), likes=likes, source=Source.EXPORT,
            )
        )  # fmt: skip

    assert rows(shown(session)["评论里的提问"]) == [
        ["店在哪里", "老板娘的一天", "40"],
        ["这壶多少钱?", "老板娘的一天", "3"],
    ]


def test_comments_without_a_question_are_no_missing_data(session: Session):
    praised = work(session, "老板娘的一天", datetime(2026, 11, 17, tzinfo=UTC), {})
    session.add(
        Comment(
            publication_id=praised.id, author_hash="虚构", words="真好喝", posted_at=MONDAY - timedelta(days=2),
            likes=None, source=Source.EXPORT,
        )
    )  # fmt: skip

    assert shown(session)["评论里的提问"] == "没有人提问。"


def test_the_clients_wishes_are_its_topics_and_its_words_of_this_account_only(session: Session):
    add_topic(session, 1, "讲讲茶园来历").source = TopicSource.CLIENT
    other = Account(
        code="BREEZE-KS", project_id=account(session).project_id, platform=account(session).platform, name="别的号"
    )
    session.add(other)
    session.flush()
    for subject, words in ((account(session).id, "语气再年轻些"), (other.id, "与本号无关")):
        said_by_the_client(session, subject, words)

    told = shown(session)["甲方诉求"]

    assert "讲讲茶园来历" in told
    assert "语气再年轻些" in told
    assert "与本号无关" not in told


def said_by_the_client(session: Session, subject: str, words: str) -> None:
    round_ = GateRound(
        subject_kind=SubjectKind.ACCOUNT, subject_id=subject, gate="S3", number=1, content={}, content_hash="0" * 64,
        exhibit="",
    )  # fmt: skip
    session.add(round_)
    session.flush()
    session.add(
        Decision(
            round_id=round_.id, seat=0, step=1, person_id=person(session, "JIA").id, role=Role.CLIENT.value,
            verdict=Verdict.SENT_BACK, comment=words, channel=Channel.FORM, identity=Identity.CLAIMED,
            decided_at=MONDAY - timedelta(days=1),
        )
    )  # fmt: skip
    session.flush()


def test_what_was_decided_last_time_is_shown_with_reason_owner_and_day(session: Session):
    before = Meeting(
        kind=MeetingKind.TOPICS, account_id=account(session).id, cadence_key=LAST_WEEK.key, materials=[],
        status=MeetingStatus.HELD, held_at=MONDAY - timedelta(days=7),
    )  # fmt: skip
    session.add(before)
    session.flush()
    passed = add_topic(session, 1, "茶渣别扔", meeting_id=before.id, status=TopicStatus.PASSED)
    passed.owner_id, passed.planned_on = person(session, "LIN").id, date(2026, 12, 4)
    add_topic(session, 2, "同行怎么卖", meeting_id=before.id, status=TopicStatus.DROPPED, judgement="碰了禁区|客户不许")

    told = rows(shown(session)["上次选题会的决定"].replace("\\|", "/"))

    assert told == [
        ["BREEZE-DY-T001", "茶渣别扔", "通过", "–", "林晓", "2026-12-04"],
        ["BREEZE-DY-T002", "同行怎么卖", "否决", "碰了禁区/客户不许", "–", "–"],
    ]


def test_ideas_are_those_since_last_monday_and_the_page_stays_short(session: Session):
    author = person(session, "JIAN").id
    for hours in range(14):
        moment = LAST_WEEK.begins + timedelta(hours=hours)
        session.add(TrendShare(kind=ShareKind.SOUND, author_id=author, shared_at=moment, what=f"音效 {hours:02}"))
    session.add(
        TrendShare(
            kind=ShareKind.SOUND, author_id=author, shared_at=LAST_WEEK.begins - timedelta(minutes=1), what="更早"
        )
    )

    told = shown(session)["上周以来分享的新玩法"]

    assert [row[3] for row in rows(told)] == [f"音效 {hours:02}" for hours in range(13, 3, -1)]
    assert "另有 4 条" in told
    assert "更早" not in told


def test_a_month_whose_plan_waits_for_the_client_is_warned_of(session: Session):
    session.add(MonthPlan(project_id=account(session).project_id, month="2026-12"))

    assert "2026-12" in shown(session)[""]
