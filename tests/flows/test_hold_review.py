"""A review on a real Prefect server, from everyone's problems up to the client's name."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.domain.terms.figures import Metric, Source
from agency.domain.terms.meetings import ActionState, MeetingKind, MeetingStatus
from agency.records import figures
from agency.records.figures import Observation
from agency.records.tables import (
    Account,
    ActionItem,
    Decision,
    Meeting,
    MeetingAttendee,
    Person,
    Project,
    RefusedAnswer,
    ReviewPack,
    ReviewProblem,
)
from flows.hold_review import hold_review
from tasks.opening import records
from tasks.stages import s03_schedule
from tasks.started_accounts import find_started_account
from tasks.topics import material as topic_material
from tests import legs, reviewed_agency
from tests.deck_reader import ReadSlide, read_deck, texts, titled
from tests.reports.invented import days
from tests.reviewed_agency import HALF, HOUSE, all_of, prepared

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

OPERATOR, CLIENT = "吴敏(运营)", "贾方(甲方)"
SOUP = "开头三秒先出汤 | 林晓 | 2099-12-05 | 播放量 | 播放涨一成"
DONE = {"conclusions": "开头太慢。", "adjustments": SOUP, "no_change": "", "outcomes": "", "client_part": "已参加会议"}


@pytest.fixture
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without LibreOffice: the PDF has its own tests
    reviewed_agency.found()


@pytest.fixture
def earlier() -> str:
    """Put an action of the review before on record."""
    with records() as session:
        project = session.scalars(select(Project)).one()
        owner = session.scalars(select(Person).where(Person.code == "LIN")).one()
        before = Meeting(kind=MeetingKind.REVIEW, project_id=project.id, cadence_key="2026-10-H2")
        session.add(before)
        session.flush()
        action = ActionItem(
            meeting_id=before.id, project_id=project.id, what="每周多拍一条", owner_id=owner.id,
            due_on=date(2026, 11, 10), metric=Metric.PLAYS, expected_effect="播放涨一成",
        )  # fmt: skip
        session.add(action)
    return action.id


def test_a_review_without_material_says_what_to_do():
    run = legs.start(hold_review, project="BREEZE", half=HALF.key).leg()

    assert run.state.name == "填写有误"
    assert "prepare-review" in (run.state.message or "")


def collected(**problems: str) -> legs.Run:
    """Let everyone of the house answer once, with the problems of those who are named."""
    prepared()
    run = legs.start(hold_review, project="BREEZE", half=HALF.key).leg()
    for person in HOUSE:
        run.answer(person=person, decision="通过", comment=problems.get(person[:2], ""))
    return run


def test_everyone_of_the_house_is_asked_once_for_problems_with_the_material_before_them():
    prepared()
    run = legs.start(hold_review, project="BREEZE", half=HALF.key).leg()

    assert sorted(run.question.choices("person")) == sorted(HOUSE)
    assert "| 播放量 | 9,000 |" in run.question.shown
    assert "data:image" not in run.question.shown

    run.answer(person="林晓(编导)", decision="通过", comment="开头太慢\n\n结尾没有引导")

    assert "林晓(编导)" not in run.question.choices("person")
    assert sorted(problem.what for problem in all_of(ReviewProblem)) == ["开头太慢", "结尾没有引导"]


def test_a_review_ends_with_the_clients_name_open_adjustments_and_its_attendance():
    run = collected(林晓="开头太慢")
    assert run.question.choices("person") == [OPERATOR]
    assert "开头太慢" in run.question.shown

    run.answer(person=OPERATOR, **DONE)
    assert run.question.choices("person") == [CLIENT]
    assert "开头三秒先出汤" in run.question.shown
    assert all_of(ActionItem) == []
    run.answer(person=CLIENT, decision="通过", comment="")

    assert run.state.is_completed()
    (action,) = all_of(ActionItem)
    (meeting,) = all_of(Meeting)
    assert (action.state, action.metric, action.due_on) == (ActionState.OPEN, Metric.PLAYS, date(2099, 12, 5))
    assert (meeting.status, meeting.client_present, meeting.held_at is not None) == (MeetingStatus.HELD, True, True)
    present = {attendee.person_id: attendee.present for attendee in all_of(MeetingAttendee)}
    assert [person.name for person in all_of(Person) if present.get(person.id) is False] == ["达达"]


def packs() -> list[ReviewPack]:
    return sorted(all_of(ReviewPack), key=lambda pack: pack.version)


def slide(pack: ReviewPack, title: str) -> ReadSlide:
    (found,) = titled(read_deck(Path(pack.deck_ref)), title)
    return found


def test_the_deck_is_made_anew_with_everyones_problems_before_anybody_concludes():
    run = collected(林晓="开头太慢", 吴敏="封面看不清 😵")

    first, second = packs()
    (meeting,) = all_of(Meeting)
    assert meeting.materials == [first.id, second.id]
    rows = [(row["问题"], row["提出人"]) for row in slide(second, "问题").tables[0]]
    assert sorted(rows) == [("封面看不清 😵", "吴敏"), ("开头太慢", "林晓")]
    assert slide(first, "问题").tables == []
    assert "第2版: [PPT](http" in run.question.shown

    run.answer(person=OPERATOR, **DONE)
    assert "第2版: [PPT](http" in run.question.shown
    assert len(packs()) == 2


def test_the_last_deck_holds_what_was_concluded_and_signed_and_no_gate_is_opened_by_it():
    run = collected(林晓="开头太慢").answer(person=OPERATOR, **DONE).answer(person=CLIENT, decision="通过", comment="")

    assert run.state.is_completed()
    last = packs()[-1]
    (row,) = slide(last, "调整方案与待办").tables[0]
    assert (row["调整项"], row["负责人"], row["截止"], row["预期效果"]) == (
        "开头三秒先出汤",
        "林晓",
        "2099-12-05",
        "播放涨一成",
    )
    assert "开头太慢。" in texts([slide(last, "调整方案与待办")])
    again = legs.start(hold_review, project="BREEZE", half=HALF.key).leg()
    assert again.state.is_completed()
    assert [pack.version for pack in packs()] == [1, 2, 3]


def test_an_adjustment_stands_before_the_next_topic_meeting_the_schedule_and_the_next_review():
    collected().answer(person=OPERATOR, **DONE).answer(person=CLIENT, decision="通过", comment="")

    with records() as session:
        account = session.scalars(select(Account)).one()
        subject = find_started_account(session, account.code)
        assert "开头三秒先出汤" in topic_material.adjustments(session, account)
        assert "开头三秒先出汤" in s03_schedule.brief(session, subject)
    prepared(half="2026-11-H2")
    (row,) = slide(next(pack for pack in packs() if pack.cadence_key == "2026-11-H2"), "上次调整项回看").tables[0]
    assert (row["调整项"], row["指标"], row["环比增减"].split(" ")[0]) == ("开头三秒先出汤", "播放量", "无数据")
    assert row["上期 → 本期"].startswith("9,000 →")
    later = legs.start(hold_review, project="BREEZE", half="2026-11-H2").leg()
    for person in HOUSE:
        later.answer(person=person, decision="通过", comment="")
    assert "开头三秒先出汤" in later.question.shown


def test_a_review_that_was_held_asks_nothing_again_and_opens_no_adjustment_twice():
    run = collected().answer(person=OPERATOR, **DONE).answer(person=CLIENT, decision="通过", comment="")
    assert run.state.is_completed()
    prepared()

    again = legs.start(hold_review, project="BREEZE", half=HALF.key).leg()

    assert again.state.is_completed()
    assert len(all_of(ActionItem)) == 1


def test_newer_material_does_not_ask_those_again_who_have_answered():
    run = collected()
    answers = len(all_of(Decision))
    with records() as session:
        figures.keep_account_days(
            session, session.scalars(select(Account.id)).one(), days(count=1, new_fans=-99),
            Observation(observed_at=HALF.ends, source=Source.API),
        )  # fmt: skip
    prepared()
    assert len(all_of(ReviewPack)) == 2

    run.answer(person=OPERATOR, **DONE)

    assert run.question.choices("person") == [CLIENT]
    assert len(all_of(Decision)) == answers


def test_conclusions_that_decide_nothing_are_put_back_with_every_reason(earlier: str):
    run = collected()
    assert "每周多拍一条" in run.question.shown

    run.answer(person=OPERATOR, **DONE | {"adjustments": "", "client_part": "尚未同步"})

    (refused,) = all_of(RefusedAnswer)
    assert len(refused.reasons) == 3  # no decision, the earlier adjustment, the client
    assert all(reason in run.question.shown for reason in refused.reasons)


def test_an_owner_who_is_not_of_the_project_and_a_day_that_is_past_are_put_back():
    run = collected().answer(person=OPERATOR, **DONE | {"adjustments": "先出汤 | 路人甲 | 2026-01-01"})

    (refused,) = all_of(RefusedAnswer)
    assert any("路人甲" in reason for reason in refused.reasons)
    assert len(refused.reasons) == 2
    assert run.state.name == "Suspended"


def test_what_came_of_earlier_adjustments_is_kept_and_signed(earlier: str):
    run = collected().answer(person=OPERATOR, **DONE | {"outcomes": "1 | 已验证 | 播放涨了两成"})
    assert "播放涨了两成" in run.question.shown
    run.answer(person=CLIENT, decision="通过", comment="")

    action = next(each for each in all_of(ActionItem) if each.id == earlier)
    assert (action.state, action.outcome) == (ActionState.VERIFIED, "播放涨了两成")


def test_a_review_may_change_nothing_when_it_says_why():
    nothing = DONE | {"adjustments": "", "no_change": "数据 | 正常"}
    run = collected().answer(person=OPERATOR, **nothing).answer(person=CLIENT, decision="通过", comment="")

    assert run.state.is_completed()
    assert all_of(ActionItem) == []
    assert all_of(Meeting)[0].decisions == ["不作调整:数据 / 正常"]


def test_a_client_who_sends_the_conclusions_back_gets_other_ones():
    run = collected().answer(person=OPERATOR, **DONE).answer(person=CLIENT, decision="退回修改", comment="太笼统")
    assert run.question.choices("person") == [OPERATOR]
    assert "太笼统" in run.question.shown

    other = DONE | {"adjustments": SOUP.replace("三秒", "一秒")}
    run.answer(person=OPERATOR, **other).answer(person=CLIENT, decision="通过", comment="")

    assert [action.what for action in all_of(ActionItem)] == ["开头一秒先出汤"]
