"""An invented report of a noodle shop, as plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from agency.domain.terms.figures import Metric, Platform
from agency.domain.terms.performance import Counter, Light
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.domain.terms.reports import PublishOutcome
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import window_of
from agency.reports.operations.values import (
    AccountLine,
    CounterLine,
    DaysLine,
    Gap,
    GateLine,
    PeriodReport,
    PublishLine,
    TargetLine,
)

WEEK = window_of("2026-W47")
MONDAY_NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NO_DAYS = DaysLine(
    days=7,
    told=0,
    followers=None,
    followers_on=None,
    net_fans=None,
    net_fans_before=None,
    plays=None,
    plays_before=None,
)


def account(number: int, plays: int | None = 1_000, days: DaysLine = NO_DAYS) -> AccountLine:
    """An account whose works gained so many plays, after 800 the week before."""
    known = plays is not None
    lines = [
        CounterLine(counter=each, gained=None, before=None, works=0, left_out=int(known))
        if each is not Counter.PLAYS
        else CounterLine(counter=each, gained=plays, before=800, works=int(known), left_out=0)
        for each in Counter
    ]
    return AccountLine(
        code=f"NOODLES-{number}",
        name=f"云端面馆{number}号(虚构)",
        platform=Platform.DOUYIN,
        days=days,
        counters=tuple(lines),
        rates=(),
        published=1,
    )


def target(metric: Metric, light: Light | None, **more: Any) -> TargetLine:
    """A target of the first account."""
    values: dict[str, Any] = {
        "account": "NOODLES-1",
        "level": TargetLevel.MUST_REACH,
        "direction": TargetDirection.AT_LEAST,
        "is_confirmed": True,
        "target": 9_000,
        "actual": 4_000,
        "rate": 4 / 9,
    }
    return TargetLine(metric=metric, light=light, **values | more)


def gate(number: int, days: int) -> GateLine:
    """A gate that is overdue."""
    return GateLine(headline=f"S7 脚本细化 第{number}碗面", due_on=date(2026, 11, 20), days=days, awaited=("林晓",))


def missed(title: str) -> PublishLine:
    """A publication that did not come out."""
    return PublishLine(
        account="NOODLES-1",
        code="N-1",
        title=title,
        planned_at=MONDAY_NOON,
        published_at=None,
        outcome=PublishOutcome.MISSED,
        link=None,
    )


def gap(number: int, *lacks: str) -> Gap:
    """What an account lacks."""
    return Gap(account=f"NOODLES-{number}", name=f"云端面馆{number}号", lacks=lacks, why=("请重新授权",))


def report(*accounts: AccountLine, **more: Any) -> PeriodReport:
    """A week's report of these accounts in which nothing went wrong, but for what is said."""
    quiet = PeriodReport(
        project="NOODLES",
        project_name="云端面馆",
        period=ReportPeriod.WEEK,
        window=WEEK,
        month=window_of("2026-11"),
        due_at=MONDAY_NOON,
        as_of=MONDAY_NOON,
        seen_until=None,
        accounts=accounts,
        targets=(),
        publishing=(),
        unplanned=0,
        overdue=(),
        late_answers=(),
        comments={},
        cases=(),
        gaps=(),
    )
    return replace(quiet, **more)
