"""An invented project whose review has everything: two platforms, odd works, targets, words, money, plans."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import History
from agency.domain.terms.content import TopicSource
from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Metric, Platform, Source
from agency.domain.terms.plans import BudgetStatus, MonthPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.windows import window_of
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.tables import (
    Account,
    BudgetRequest,
    Comment,
    ContentItem,
    MonthPlan,
    NegativeCase,
    Person,
    PlanTarget,
    Project,
    Publication,
    Topic,
)
from tests import small_agency
from tests.reports.invented import IN_THE_HALF, history

HALF = window_of("2026-11-H1")
MORNING = HALF.ends + timedelta(hours=9)
FAMILY = "👨‍👩‍👧‍👦"
LONGEST = f"{FAMILY}家里的第一杯冷泡茶要泡多久才不涩嘴呢"
FORMULA = "=HYPERLINK(1)"


def found(session: Session) -> Project:
    """Put the project on record without any figures."""
    small_agency.found(session)
    session.flush()
    return session.scalars(select(Project)).one()


def account(session: Session, platform: Platform, code: str, name: str) -> Account:
    """Put one more account on record."""
    project = session.scalars(select(Project)).one()
    row = Account(code=code, project_id=project.id, platform=platform, name=name, handle=code.lower())
    session.add(row)
    session.flush()
    return row


def first_account(session: Session) -> Account:
    return session.scalars(select(Account).where(Account.code == "BREEZE-DY")).one()


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def seen(session: Session, account: Account, shots: History, *, seconds: int | None = None) -> Publication:
    """Put a work on record with the looks at it."""
    work = found_works.write_found(session, account.id, shots[0].figures)
    work.duration_ms = None if seconds is None else seconds * 1000
    for shot in shots:
        looked = Observation(observed_at=shot.observed_at, source=Source.API)
        figures.keep_snapshots(session, [(work.id, shot.figures)], looked)
    return work


def usual_works(session: Session, account: Account, prefix: str, plays: int) -> None:
    """Put nine works of October on record, one every three days, each a little off the others."""
    for number in range(9):
        told = {"title": f"{prefix}{number}", "item_id": f"{prefix}{number}", "completion": 0.2 + number / 100}
        seen(session, account, history(number, plays + 90 * number, **told), seconds=20 + number * 8)


def two_platforms(session: Session) -> Project:
    """Put a project with two platforms and every oddity on record; return it."""
    project = found(session)
    douyin = first_account(session)
    bilibili = account(session, Platform.BILIBILI, "BREEZE-BL", "清风茶室 🍵(虚构)")
    usual_works(session, douyin, "面", 3_000)
    usual_works(session, bilibili, "茶", 9_000)
    works = (
        (douyin, history(9, 12_000, published_at=IN_THE_HALF, title=LONGEST, item_id="far", completion=0.4), 58),
        (douyin, hidden(), 12),
        (douyin, fallen(), 200),
        (bilibili, history(12, 2_100, published_at=IN_THE_HALF, title=FORMULA, item_id="low", completion=0.05), 61),
    )
    published = [seen(session, row, shots, seconds=seconds) for row, shots, seconds in works]
    made_by_us(session, douyin, published[0])
    for row, each in ((douyin, 0), (bilibili, 7_000)):
        keep_days(session, row, each)
    targets(session, project, douyin)
    said(session, published[0])
    money(session, project)
    session.flush()
    return project


def hidden() -> History:
    """A work whose likes are hidden and whose completion nobody tells."""
    return history(
        10, 2_400, published_at=IN_THE_HALF + timedelta(days=1), title="点赞藏起来了", item_id="hidden",
        likes=None, completion=None, completion_5s=None, bounce_2s=None,
    )  # fmt: skip


def fallen() -> History:
    """A work of which the platform took back a thousand plays."""
    shots = history(
        11, 4_500, published_at=HALF.begins + timedelta(minutes=5), title="播放被回收的一条", item_id="fell"
    )
    later = history(
        11, 3_500, published_at=HALF.begins + timedelta(minutes=5), title="播放被回收的一条", item_id="fell"
    )
    return [*shots[:5], *later[5:]]


def made_by_us(session: Session, account: Account, work: Publication) -> None:
    """Tell how a work was made."""
    topic = Topic(
        code="BREEZE-T001", account_id=account.id, title="冷泡茶不涩", source=TopicSource.CLIENT, pillar="教你泡"
    )
    session.add(topic)
    session.flush()
    item = session.scalars(select(ContentItem)).one()
    item.topic_id, item.planned_publish_at = topic.id, IN_THE_HALF - timedelta(minutes=10)
    work.content_id, work.proof = item.id, "https://example.invalid/proof"
    session.add(
        ContentItem(
            code="BREEZE-002", account_id=account.id, title=LONGEST, planned_shoot_on=date(2026, 11, 18),
            planned_edit_due_on=date(2026, 11, 23), planned_publish_at=datetime(2026, 11, 30, 15, 59, tzinfo=UTC),
            director_id=person(session, "LIN").id,
        )
    )  # fmt: skip


def keep_days(session: Session, account: Account, more: int) -> None:
    """Put two months of days on record, the eighth of November missing."""
    first = date(2026, 9, 20)
    told = [
        AccountDay(day=on, plays_new=1_000 + more + n * 37 % 50, new_fans=12 - n % 5, followers_total=20_000 + more + n)
        for n in range(57)
        if (on := first + timedelta(days=n)) != date(2026, 11, 8)
    ]
    figures.keep_account_days(session, account.id, told, Observation(observed_at=HALF.ends, source=Source.API))


def targets(session: Session, project: Project, account: Account) -> None:
    """Let a confirmed plan of the month name three targets, one of them of the whole project."""
    plan = MonthPlan(
        project_id=project.id, month="2026-11", status=MonthPlanStatus.LOCKED, locked_at=HALF.begins,
        targets=[
            PlanTarget(account_id=account.id, metric=Metric.PLAYS, value=40_000),
            PlanTarget(account_id=account.id, metric=Metric.WORKS_PUBLISHED, value=6),
            PlanTarget(metric=Metric.FOLLOWER_GAIN, value=500),
        ],
    )  # fmt: skip
    session.add(plan)


def said(session: Session, work: Publication) -> None:
    """Put comments and a negative case on record."""
    for number, tone in enumerate([Sentiment.POSITIVE] * 4 + [Sentiment.NEGATIVE] + [Sentiment.UNDECIDED] * 2):
        session.add(
            Comment(
                publication_id=work.id, platform_comment_id=f"c{number}", author_hash=f"h{number}",
                words=f"第{number}句话", posted_at=IN_THE_HALF + timedelta(hours=number), likes=number * 3,
                sentiment=tone, source=Source.MANUAL,
            )
        )  # fmt: skip
    session.add(
        NegativeCase(
            kind=CaseKind.NEGATIVE_COMMENT, severity=Severity.MEDIUM, what="说茶里有异味", publication_id=work.id,
            owner_id=person(session, "WU").id, found_at=IN_THE_HALF, closed_at=IN_THE_HALF + timedelta(hours=5),
        )
    )  # fmt: skip


def money(session: Session, project: Project) -> None:
    """Put two requests for money on record, one of them of another month."""
    for number, month in ((1, "2026-11"), (2, "2026-12")):
        session.add(
            BudgetRequest(
                code=f"BREEZE-B{number}", project_id=project.id, month=month, purpose="冬日新品拍摄",
                requested_by_id=person(session, "WU").id, status=BudgetStatus.SPENT, total_fen=123_456 * number,
                approved_fen=120_000, actual_fen=119_950,
            )
        )  # fmt: skip


def one_video(session: Session) -> Project:
    """Put a project with a single work on record."""
    project = found(session)
    seen(session, first_account(session), history(1, 3_000, published_at=IN_THE_HALF, title="只有一条"))
    session.flush()
    return project


def many_videos(session: Session, count: int) -> Project:
    """Put a project with very many works of the half-month on record, each seen at the age of one day and of two."""
    project = found(session)
    row = first_account(session)
    begin = HALF.begins + timedelta(days=5)
    works = [
        Publication(
            account_id=row.id, title=f"第{number}条", platform_item_id=f"m{number}", status=PublicationStatus.LIVE,
            published_at=begin + timedelta(seconds=number), duration_ms=15_000 + number,
        )
        for number in range(count)
    ]  # fmt: skip
    session.add_all(works)
    session.flush()
    for day in (1, 2):
        told = [
            (
                work.id,
                WorkFigures(title=work.title, published_at=work.published_at, plays=1_000 * day + number, likes=7),
            )
            for number, work in enumerate(works)
            if work.published_at is not None
        ]
        figures.keep_snapshots(session, told, Observation(observed_at=begin + timedelta(days=day), source=Source.API))
    return project
