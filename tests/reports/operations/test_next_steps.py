"""What a report asks for next: the most urgent first, each with the one who should do it."""

from datetime import UTC, datetime

from agency.domain.terms.engagement import CaseKind, Severity
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.domain.terms.reports import StepKind
from agency.reports.operations.next_steps import MOST_STEPS, next_steps
from agency.reports.operations.values import CaseLine
from tests.reports.operations.telling import account, gap, gate, missed, report, target


def case(severity: Severity, closed_at: datetime | None = None) -> CaseLine:
    return CaseLine(
        account="NOODLES-1",
        kind=CaseKind.NEGATIVE_COMMENT,
        severity=severity,
        what="面里有头发",
        owner="吴敏",
        found_at=datetime(2026, 11, 20, 4, tzinfo=UTC),
        closed_at=closed_at,
    )


def test_the_most_urgent_comes_first_whatever_the_order_it_was_found_in():
    told = report(
        account(1),
        targets=(target(Metric.PLAYS, Light.AMBER), target(Metric.LIKES, Light.RED, needed=625)),
        cases=(case(Severity.LIGHT), case(Severity.GRAVE)),
        gaps=(gap(1, "本期没有任何数据"),),
        publishing=(missed("凉面"),),
        overdue=(gate(1, 9), gate(2, 3)),
    )

    steps = next_steps(told)

    assert [step.kind for step in steps] == [
        StepKind.GRAVE_CASE,
        StepKind.OVERDUE_GATE,
        StepKind.OVERDUE_GATE,
        StepKind.MISSED_PUBLICATION,
        StepKind.TARGET_FAR_BEHIND,
        StepKind.MISSING_FIGURES,
        StepKind.OPEN_CASE,
        StepKind.TARGET_BEHIND,
    ]
    assert steps[0].what == "吴敏:处理“面里有头发”(重)"
    assert steps[1].what == "林晓:办理“S7 脚本细化 第1碗面”,已逾期 9 天"
    assert steps[4].what == "云端面馆1号(虚构):点赞量 4,000 / 9,000,余下每天需 625"


def test_the_list_is_short_even_where_everything_is_overdue():
    assert len(next_steps(report(overdue=tuple(gate(number, 5) for number in range(50))))) == MOST_STEPS


def test_what_is_closed_reached_or_only_not_out_yet_asks_for_nothing():
    waiting = gap(1, "当日账号数据还没出")
    told = report(
        cases=(case(Severity.GRAVE, datetime(2026, 11, 21, tzinfo=UTC)),),
        targets=(target(Metric.PLAYS, Light.RED, is_reached=False), target(Metric.LIKES, Light.GREEN)),
        gaps=(type(waiting)(**vars(waiting) | {"why": ()}),),
    )

    assert next_steps(told) == []


def test_accounts_that_lack_figures_for_the_same_reason_are_one_step():
    (step,) = next_steps(report(gaps=tuple(gap(number, "本期没有任何数据") for number in range(1, 41))))

    assert step.what == "云端面馆1号、云端面馆2号、云端面馆3号等 40 个:请重新授权"
