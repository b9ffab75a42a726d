"""The small agency before its month meeting about December: figures of November, videos of December, a plan to mend."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric, Source
from agency.domain.terms.plans import BudgetCategory, BudgetStatus, MonthPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.windows import window_of
from agency.records.tables import (
    AccountDaily,
    BudgetLine,
    BudgetRequest,
    MonthPlan,
    Person,
    PlanTarget,
    PlanTask,
    Project,
    Publication,
    VideoSnapshot,
)
from tasks.month.calling import call_month
from tests.tasks.counter import Counter
from tests.tasks.launched import account, found_launched

MEETING_DAY = datetime(2026, 11, 25, 2, tzinfo=UTC)
DECEMBER = window_of("2026-12")
CODE = "BREEZE/2026-12"
OPERATOR, LEAD, BUSINESS, CLIENT = "吴敏(运营)", "卜部(部门负责人)", "叶务(业务负责人)", "贾方(甲方)"
PEOPLE = "\n".join(f"S{number} | 林晓" for number in range(1, 14))
PLAN = {
    "targets": "BREEZE-DY | 播放量 | 40万\nBREEZE-DY | 净增粉 | 2,000 | 不低于 | 必达\n整个项目 | 完播率 | 30%",
    "tasks": "拍齐六条冬日热饮 | 佘光 | 2026-12-11 | 6 条素材移交\n发布六条 | 吴敏 | 2026-12-31 | 准时率 95%",
    "budget": "场地 | 茶馆半天 | 1 | 800\n道具 | 玻璃杯 | 12 | 15.5 | 只",
    "budget_total": "986",
    "people": PEOPLE,
    "needed": "提供新品样品 | 2026-12-04",
    "risks": "元旦前快递慢,提前一周寄样。",
}


def found_month(session: Session) -> Project:
    """Put the small agency on record at work, and return its project."""
    found_launched(session)
    return session.scalars(select(Project)).one()


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def november_plan(session: Session, **targets: float) -> MonthPlan:
    """Put a confirmed plan of November on record, with targets of the account and one task nobody has done."""
    project = session.scalars(select(Project)).one()
    plan = MonthPlan(
        project_id=project.id,
        month="2026-11",
        status=MonthPlanStatus.LOCKED,
        locked_at=datetime(2026, 10, 28, tzinfo=UTC),
        targets=[
            PlanTarget(account_id=account(session).id, metric=Metric(metric), value=value)
            for metric, value in targets.items()
        ],
        tasks=[PlanTask(task="屋顶补拍", owner_id=person(session, "SHE").id, due_on=date(2026, 11, 20))],
    )
    session.add(plan)
    session.flush()
    return plan


def work(session: Session, title: str, published: datetime, *looks: tuple[datetime, int]) -> Publication:
    """Put a work with what was seen of its plays on record."""
    made = Publication(
        account_id=account(session).id, title=title, published_at=published, status=PublicationStatus.LIVE
    )
    session.add(made)
    session.flush()
    session.add_all(
        VideoSnapshot(publication_id=made.id, observed_at=moment, source=Source.EXPORT, plays=plays)
        for moment, plays in looks
    )
    session.flush()
    return made


def fans(session: Session, *new: int, first: date = date(2026, 11, 1)) -> None:
    """Put net new fans of days one after the other on record."""
    session.add_all(
        AccountDaily(
            account_id=account(session).id, day=first + timedelta(days=step), source=Source.EXPORT, new_fans=count
        )
        for step, count in enumerate(new)
    )
    session.flush()


def approved_budget(session: Session, approved_fen: int | None = None) -> None:
    """Put a request of 986 yuan for December on record, approved as a whole or in part."""
    session.add(
        BudgetRequest(
            code="BREEZE-B009",
            project_id=session.scalars(select(Project)).one().id,
            month="2026-12",
            purpose="冬日热饮(虚构)",
            requested_by_id=person(session, "WU").id,
            status=BudgetStatus.APPROVED,
            total_fen=98_600,
            approved_fen=98_600 if approved_fen is None else approved_fen,
            lines=[
                BudgetLine(position=1, category=BudgetCategory.VENUE, item="茶馆半天", quantity=1,
                           unit_price_fen=80_000, amount_fen=80_000),
                BudgetLine(position=2, category=BudgetCategory.PROPS, item="玻璃杯", quantity=12, unit="只",
                           unit_price_fen=1_550, amount_fen=18_600),
            ],
        )
    )  # fmt: skip
    session.flush()


def called(session: Session) -> MonthPlan:
    """Call the meeting about December."""
    return call_month(session, session.scalars(select(Project)).one(), DECEMBER)


def submitted(counter: Counter, **other: str) -> Counter:
    """Hand the plan in as the operator."""
    return counter.answer(person=OPERATOR, **PLAN | other)


def agreed(counter: Counter) -> Counter:
    """Let the department lead and then the client say yes."""
    for who in (LEAD, CLIENT):
        counter.answer(person=who, decision="通过", comment="")
    return counter
