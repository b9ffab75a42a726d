"""What a lead may set aside: a closed list, and never a confirmation by the client or the talent (gates.md 10)."""

from datetime import date

import pytest

from agency.domain.terms.people import Role
from agency.domain.waiving import WAIVABLE, last_day, waivable
from agency.errors import BadInput
from config.standard import standard

TODAY = date(2026, 11, 25)
OUTSIDE = {Role.CLIENT.value, Role.TALENT.value}


def test_no_gate_at_which_the_client_or_the_talent_confirms_can_be_set_aside():
    judged = {
        (gate.code, gate.scope): {role for step in gate.agree for role in step.roles}
        for gate in standard().gates.values()
    }

    assert not [rule for rule, kind in WAIVABLE.items() if judged.get((rule, kind.value), set()) & OUTSIDE]


def test_a_rule_that_comes_round_is_set_aside_for_one_time_by_its_key():
    assert waivable("I2", "BREEZE-DY/2026-W48").kept_as == "I2/2026-W48"
    assert waivable("I2", " BREEZE-DY ").kept_as == "I2"


@pytest.mark.parametrize("rule", ["P1", "S8", "S10", "C3", "S13", "gibberish", ""])
def test_any_other_rule_is_refused_with_those_that_can_be(rule: str):
    with pytest.raises(BadInput, match="C1、C2、C6"):
        waivable(rule, "BREEZE")


def test_a_rule_that_does_not_come_round_has_no_slot():
    with pytest.raises(BadInput, match="不是周期性"):
        waivable("C2", "BREEZE/2026-W48")


def test_a_waiver_lasts_until_a_day_to_come_or_for_good():
    assert last_day("", TODAY) is None
    assert last_day("2026-11-25", TODAY) == TODAY
    with pytest.raises(BadInput, match="已经过去"):
        last_day("2026-11-24", TODAY)
    with pytest.raises(BadInput, match="下周二"):
        last_day("下周二", TODAY)
