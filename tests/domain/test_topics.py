from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agency.domain.terms.content import TopicStatus
from agency.domain.terms.people import Role
from agency.domain.terms.rules import TopicAdvice
from agency.domain.topics import Scores, TopicDecision, decision_findings, has_expired, topic_advice
from config.policy import Policy
from tests.domain.findings import broken

POLICY = Policy()
TODAY = date(2026, 11, 23)
UMBRELLA = TopicDecision(
    title="One umbrella, eight owners",
    status=TopicStatus.PASSED,
    owner="Lin",
    planned_on=date(2026, 11, 27),
    host_roles=frozenset({Role.DIRECTOR}),
)


@pytest.mark.parametrize(
    ("scores", "advice"),
    [
        ((5, 4, 3, 3, 3), TopicAdvice.GO),
        ((5, 4, 3, 3, 2), TopicAdvice.REWORK),
        ((3, 3, 2, 2, 2), TopicAdvice.REWORK),
        ((3, 3, 2, 2, 1), TopicAdvice.DROP),
    ],
    ids=["18 points", "17 points", "12 points", "11 points"],
)
def test_points_suggest_what_to_do(scores: tuple[int, ...], advice: TopicAdvice) -> None:
    resonance, reach, business, cost, reuse = scores
    told = Scores(resonance=resonance, reach=reach, business=business, cost=cost, reuse=reuse)

    assert topic_advice(told, POLICY) is advice


def test_a_topic_not_fully_scored_gets_no_advice() -> None:
    assert topic_advice(Scores(resonance=5, reach=5, business=5, cost=5), POLICY) is None


def test_a_topic_scored_nothing_at_all_has_points_none_and_one_of_zeros_has_none_to_lose() -> None:
    assert Scores().points is None
    assert Scores(resonance=0, reach=0, business=0, cost=0, reuse=0).points == 0


def test_a_hot_topic_is_fresh_on_its_last_day() -> None:
    assert not has_expired(TODAY, TODAY)
    assert has_expired(date(2026, 11, 22), TODAY)
    assert not has_expired(None, TODAY)


def test_a_topic_passed_with_owner_and_day_is_decided() -> None:
    assert decision_findings(UMBRELLA, TODAY) == ()
    assert decision_findings(replace(UMBRELLA, planned_on=TODAY), TODAY) == ()


def test_the_director_may_pass_what_the_points_would_drop() -> None:
    assert decision_findings(replace(UMBRELLA, reason="the client's own story"), TODAY) == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"host_roles": frozenset({Role.OPERATOR})}, "I2-host"),
        ({"status": TopicStatus.TO_JUDGE}, "S6-undecided"),
        ({"status": TopicStatus.DROPPED}, "S6-reason"),
        ({"status": TopicStatus.REWORK, "reason": " "}, "S6-reason"),
        ({"owner": ""}, "S6-owner"),
        ({"planned_on": None}, "S6-date?"),
        ({"planned_on": date(2026, 11, 22)}, "S6-past"),
        ({"expires_on": date(2026, 11, 26)}, "S6-stale"),
    ],
)
def test_a_decision_that_leaves_something_open_says_what(change: dict[str, Any], rule: str) -> None:
    assert broken(decision_findings(replace(UMBRELLA, **change), TODAY)) == [rule]
