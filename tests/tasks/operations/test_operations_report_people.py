"""What an operations report says of people's work: the schedule, the gates and who lets them wait, comments and cases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.reporting import window_named
from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Source
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.people import Role
from agency.domain.terms.reports import PublishOutcome, StepKind
from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables import (
    Comment,
    ContentItem,
    Decision,
    GateRound,
    NegativeCase,
    Person,
    Project,
    Publication,
    Wait,
)
from agency.reports.operations.next_steps import next_steps
from agency.reports.operations.page import page
from agency.reports.operations.short_text import short_text
from agency.reports.operations.values import PeriodReport
from tasks.opening import records
from tasks.operations.material import gather
from tests import reported_agency
from tests.reported_agency import DOUYIN, HALF_PAST_NINE, account_of

SIX_PM = datetime(2026, 11, 23, 10, tzinfo=UTC)  # of Monday, in Beijing


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with records() as session:
        reported_agency.found(session, datetime(2026, 9, 22, tzinfo=UTC))
        yield session


def report(session: Session, period: ReportPeriod = ReportPeriod.DAY, key: str = "2026-11-23") -> PeriodReport:
    session.flush()
    project = session.scalars(select(Project)).one()
    return gather(session, project, period, window_named(period, key), HALF_PAST_NINE)


def shown(told: PeriodReport) -> str:
    return page(told, 1, short_text(told, 1), "http://files.example/x")


def kinds(told: PeriodReport) -> list[StepKind]:
    """Return what kinds of steps are asked for, those about the figures apart, which nobody has here."""
    return [step.kind for step in next_steps(told) if step.kind is not StepKind.MISSING_FIGURES]


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def item(session: Session) -> ContentItem:
    return session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-001")).one()


def test_each_publication_of_the_day_is_named_with_what_became_of_it_and_its_link(session: Session):
    for code, minutes in (("A", 12), ("B", 31), ("C", -90)):
        reported_agency.schedule(session, code, SIX_PM, SIX_PM + timedelta(minutes=minutes))
    reported_agency.schedule(session, "D", SIX_PM, None)
    reported_agency.schedule(session, "E", SIX_PM + timedelta(days=1), None)
    reported_agency.schedule(session, "F", SIX_PM, None, stopped_at=SIX_PM)

    told = report(session)

    outcomes = {line.code: line.outcome for line in told.publishing}
    assert outcomes == {
        "A": PublishOutcome.ON_TIME,
        "B": PublishOutcome.LATE,
        "C": PublishOutcome.EARLY,
        "D": PublishOutcome.MISSED,
    }
    assert "[打开](https://example.com/live/B)" in shown(told)
    assert "《排期D》" in short_text(told, 1)
    assert kinds(told) == [StepKind.MISSED_PUBLICATION]


def test_one_that_came_out_days_later_was_late_and_one_moved_to_another_day_belongs_to_that_day(session: Session):
    reported_agency.schedule(session, "A", SIX_PM - timedelta(days=3), SIX_PM)
    reported_agency.schedule(session, "B", SIX_PM, SIX_PM + timedelta(days=1))
    moved = session.scalars(select(Publication).where(Publication.title == "上线B")).one()
    moved.planned_at = SIX_PM + timedelta(days=1)

    assert [line.code for line in report(session).publishing] == []
    friday = report(session, key="2026-11-20")
    assert [(line.code, line.outcome) for line in friday.publishing] == [("A", PublishOutcome.LATE)]
    tuesday_on = report(session, ReportPeriod.WEEK, "2026-W48")
    assert [(line.code, line.outcome) for line in tuesday_on.publishing] == [("B", PublishOutcome.ON_TIME)]


def test_a_publication_at_midnight_belongs_to_the_new_beijing_day(session: Session):
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    reported_agency.schedule(session, "A", midnight, midnight)
    reported_agency.schedule(session, "B", midnight - timedelta(seconds=1), midnight)

    assert [line.code for line in report(session).publishing] == ["A"]
    assert [line.code for line in report(session, key="2026-11-22").publishing] == ["B"]


def test_a_work_nobody_planned_is_counted_apart(session: Session):
    account = account_of(session, DOUYIN)
    session.add(Publication(account_id=account.id, title="临时发的", published_at=SIX_PM))
    reported_agency.schedule(session, "A", SIX_PM, SIX_PM)

    told = report(session)

    assert (told.unplanned, told.accounts[0].published) == (1, 2)
    assert "另有 1 条作品不在排期内" in shown(told)


def waits(session: Session, run: str, subject_id: str, kind: SubjectKind, due_on: date | None, *codes: str) -> None:
    session.add(
        Wait(
            flow_run_id=run,
            subject_kind=kind,
            subject_id=subject_id,
            gate="S7",
            question=run,
            headline=f"S7 脚本细化 {run}",
            awaited=[person(session, code).id for code in codes],
            due_on=due_on,
            asked_at=SIX_PM,
        )
    )


def test_gates_that_are_overdue_are_named_with_those_who_let_them_wait(session: Session):
    monday = date(2026, 11, 23)
    waits(session, "run-1", item(session).id, SubjectKind.CONTENT, monday, "LIN", "WU")
    waits(session, "run-2", item(session).account_id, SubjectKind.ACCOUNT, monday - timedelta(days=5), "JIA")
    waits(session, "run-3", item(session).id, SubjectKind.CONTENT, monday + timedelta(days=1), "LIN")
    waits(session, "run-4", item(session).id, SubjectKind.CONTENT, None, "LIN")
    waits(session, "run-5", "0" * 26, SubjectKind.CONTENT, monday, "LIN")

    told = report(session)

    assert [(gate.headline[-5:], gate.days, gate.awaited) for gate in told.overdue] == [
        ("run-2", 6, ("贾方",)),
        ("run-1", 1, ("林晓", "吴敏")),
    ]
    assert next_steps(told)[0].what == "贾方:办理“S7 脚本细化 run-2”,已逾期 6 天"
    assert "2 个关口逾期" in short_text(told, 1).splitlines()[0]


def test_an_answer_that_came_after_its_day_is_told_with_its_person_and_one_in_time_is_not(session: Session):
    for number, (due_on, code) in enumerate(((date(2026, 11, 20), "LIN"), (date(2026, 11, 23), "WU")), start=1):
        asked = GateRound(
            subject_kind=SubjectKind.CONTENT, subject_id=item(session).id, gate="S7", number=number, content={},
            content_hash="0" * 64, exhibit="", due_on=due_on,
        )  # fmt: skip
        session.add(asked)
        session.flush()
        session.add(
            Decision(
                round_id=asked.id,
                seat=1,
                step=1,
                person_id=person(session, code).id,
                role=Role.DIRECTOR,
                verdict=Verdict.APPROVED,
                channel=Channel.FORM,
                identity=Identity.CLAIMED,
                decided_at=SIX_PM,
            )
        )

    (late,) = report(session).late_answers

    assert (late.person, late.due_on, late.answered_on, late.days) == (
        "林晓",
        date(2026, 11, 20),
        date(2026, 11, 23),
        3,
    )
    assert late.gate.startswith("S7 ")


def commented(session: Session, work: Publication, sentiment: Sentiment, at: datetime) -> None:
    session.add(
        Comment(
            publication_id=work.id,
            platform_comment_id=f"{sentiment}-{at}",
            author_hash="x",
            words="太淡了",
            posted_at=at,
            sentiment=sentiment,
            source=Source.MANUAL,
        )
    )


def test_comments_of_the_day_are_counted_and_open_cases_are_named_the_grave_ones_first_of_all(session: Session):
    work = Publication(account_id=account_of(session, DOUYIN).id, title="凉茶", published_at=SIX_PM)
    session.add(work)
    session.flush()
    for sentiment, at in (
        (Sentiment.NEGATIVE, SIX_PM),
        (Sentiment.POSITIVE, SIX_PM),
        (Sentiment.NEGATIVE, SIX_PM - timedelta(days=1)),
    ):
        commented(session, work, sentiment, at)
    case = {"publication_id": work.id, "kind": CaseKind.NEGATIVE_COMMENT, "owner_id": person(session, "WU").id}
    week_ago = SIX_PM - timedelta(days=7)
    session.add_all(
        [
            NegativeCase(**case, severity=Severity.LIGHT, what="问有没有糖", found_at=SIX_PM),
            NegativeCase(**case, severity=Severity.GRAVE, what="说喝坏肚子", found_at=week_ago),
            NegativeCase(**case, severity=Severity.MEDIUM, what="旧案", found_at=week_ago, closed_at=week_ago),
        ]
    )

    told = report(session)

    assert told.comments == {Sentiment.NEGATIVE: 1, Sentiment.POSITIVE: 1}
    assert [each.what for each in told.cases] == ["说喝坏肚子", "问有没有糖"]
    assert kinds(told) == [StepKind.GRAVE_CASE, StepKind.OPEN_CASE]
    assert short_text(told, 1).splitlines()[0].endswith("1 件严重工单未结、2 个账号数据不全。")


def test_without_a_comment_on_record_there_is_no_data_and_no_nought(session: Session):
    told = report(session)

    assert told.comments == {}
    assert "评论量: 无数据" in shown(told)
