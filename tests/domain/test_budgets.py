from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.budgets import BudgetLine, budget_findings, budget_total, yuan
from agency.domain.terms.plans import BudgetCategory
from tests.domain.findings import broken

ROOF = BudgetLine(
    category=BudgetCategory.VENUE, item="roof terrace", quantity=1.5, unit_price_fen=80_000, amount_fen=120_000
)
UMBRELLAS = BudgetLine(
    category=BudgetCategory.PROPS, item="red umbrellas", quantity=12, unit_price_fen=2_999, amount_fen=35_988
)
LINES = [ROOF, UMBRELLAS]


def test_a_budget_whose_lines_add_up_is_taken() -> None:
    assert budget_findings("Rain shoot", LINES, 155_988) == ()


def test_a_total_a_fen_off_is_refused_with_both_amounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    [finding] = budget_findings("Rain shoot", LINES, 155_987)

    assert finding.message == "The lines add up to 1,559.88 yuan, and the total says 1,559.87 yuan."


def test_a_line_must_be_quantity_times_price_to_the_nearest_fen() -> None:
    third = replace(ROOF, quantity=1 / 3, unit_price_fen=10_000, amount_fen=3_333)

    assert budget_findings("Rain shoot", [third], 3_333) == ()
    assert broken(budget_findings("Rain shoot", [replace(third, amount_fen=3_334)], 3_334)) == ["S4-amount"]


@pytest.mark.parametrize("wrong", [{"quantity": 0.0}, {"quantity": -1.0}, {"unit_price_fen": -1}])
def test_a_line_asks_for_something(wrong: dict[str, Any]) -> None:
    assert broken(budget_findings("Rain shoot", [replace(ROOF, **wrong)], ROOF.amount_fen)) == ["S4-quantity"]


def test_a_gift_may_cost_nothing() -> None:
    assert budget_findings("Rain shoot", [replace(ROOF, unit_price_fen=0, amount_fen=0)], 0) == ()


def test_half_a_fen_may_be_rounded_either_way() -> None:
    half = replace(ROOF, quantity=0.5, unit_price_fen=3)

    for amount in (1, 2):
        assert budget_findings("Rain shoot", [replace(half, amount_fen=amount)], amount) == ()


def test_a_line_for_a_venue_speaks_for_itself() -> None:
    assert budget_findings("Rain shoot", [replace(ROOF, item="")], ROOF.amount_fen) == ()


def test_something_else_must_be_said_what_it_is() -> None:
    other = replace(ROOF, category=BudgetCategory.OTHER, item=" ")

    assert broken(budget_findings("Rain shoot", [other], ROOF.amount_fen)) == ["S4-other"]


def test_a_budget_for_nothing_without_lines_is_refused() -> None:
    assert broken(budget_findings(" ", [], 0)) == ["S4-purpose", "S4-no-lines"]


@given(st.lists(st.integers(0, 10**9)))
def test_the_total_is_the_sum_whatever_the_order(amounts: list[int]) -> None:
    lines = [replace(ROOF, amount_fen=amount) for amount in amounts]

    assert budget_total(lines) == budget_total(lines[::-1]) == sum(amounts)


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (128_050, "1,280.50"), (-5, "-0.05"), (-250, "-2.50")]
)
def test_an_amount_is_written_in_yuan(fen: int, text: str) -> None:
    assert yuan(fen) == text
