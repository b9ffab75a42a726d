from datetime import time

import pytest
from pydantic import ValidationError

from config.policy import Policy


def refusal(table: dict[str, object]) -> str:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate(table)
    return str(refused.value.errors()[0]["msg"])


def test_an_agency_that_says_nothing_keeps_the_numbers_of_the_standard() -> None:
    policy = Policy.model_validate({})

    assert (policy.title_max, policy.script_sync_days, policy.copy_working_days, policy.plan_days) == (20, 3, 3, 7)
    assert (policy.month_meeting_day, policy.copy_anchor) == (25, "script_sync")


def test_a_table_as_toml_gives_it_is_read() -> None:
    policy = Policy.model_validate({"reminder_days": [5, 1], "day_report_at": time(9, 30), "hit_ratio": 3})

    assert (policy.reminder_days, policy.day_report_at, policy.hit_ratio) == ((5, 1), time(9, 30), 3.0)


def test_a_number_out_of_bounds_is_refused_with_key_bounds_and_unit() -> None:
    assert "title_max must be from 1 to 100, and is 900: characters of a title, at most (P2)" in refusal(
        {"title_max": 900}
    )


def test_an_unknown_key_is_refused_with_the_one_that_was_meant() -> None:
    assert "title_maximum is no number of the policy, perhaps title_max was meant" in refusal({"title_maximum": 20})


def test_a_key_like_no_other_is_refused_without_a_guess() -> None:
    assert refusal({"umbrella": 1}).endswith("umbrella is no number of the policy")


@pytest.mark.parametrize(
    "table",
    [
        {"title_max": "20"},
        {"title_max": True},
        {"title_max": 20.5},
        {"copy_anchor": "kickoff"},
        {"shot_duration_tolerance": 1.5},
        {"shot_duration_tolerance": float("nan")},
        {"reminder_days": [3, -1]},
        {"reminder_days": "321"},
        {"snapshot_ages": []},
        {"day_report_at": "10:00"},
    ],
    ids=lambda table: str(next(iter(table.items()))),
)
def test_a_wrong_value_is_refused_by_the_name_of_its_key(table: dict[str, object]) -> None:
    [key] = table

    assert f"{key} must be" in refusal(table)


def test_two_wrong_keys_are_told_at_once() -> None:
    sentence = refusal({"title_max": 0, "plan_days": 0})

    assert "title_max" in sentence
    assert "plan_days" in sentence


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"topic_go": 11}, "topic_drop (11 points) must be below topic_go (11 points)"),
        ({"pace_red": 0.95}, "pace_red (0.95) must not be above pace_amber (0.9)"),
        ({"hit_ratio": 6}, "hit_ratio (6.0) must not be above big_hit_ratio (5.0)"),
        ({"footage_pattern": "{project}_{content}_C{shot}"}, "footage_pattern leaves out take"),
        ({"footage_pattern": "{client}_{content}_C{shot}T{take}"}, "footage_pattern names client"),
        ({"footage_pattern": "{content}_{C{shot}T{take}"}, "footage_pattern may hold Latin letters"),
        ({"footage_pattern": "{content} {shot}/{take}"}, "footage_pattern may hold Latin letters"),
    ],
)
def test_numbers_that_contradict_one_another_are_refused(table: dict[str, object], sentence: str) -> None:
    assert sentence in refusal(table)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValidationError, match="valid dictionary"):
        Policy.model_validate(["title_max"])


def test_every_number_says_its_unit_or_meaning_and_the_clause_it_serves() -> None:
    for key, field in Policy.model_fields.items():
        assert (field.description or "").endswith(")"), key


def test_a_policy_cannot_be_changed_while_the_agency_works() -> None:
    with pytest.raises(ValidationError):
        Policy().title_max = 30  # type: ignore[misc]
