"""An account whose figures are whole lacks nothing; every other one is told what to do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agency.domain.provenance import Provenance, lacks
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")


def crane(**changed: Any) -> Provenance:
    whole = {
        "account": "CRANE",
        "name": "纸鹤",
        "platform": Platform.DOUYIN,
        "works": 12,
        "grant": GrantState.ACTIVE,
        "pulled_at": NOW - HOUR,
        "knows_retention": True,
        "last_day": date(2026, 11, 24),
    }
    return Provenance(**whole | changed)


def told(**changed: Any) -> list[str]:
    return list(lacks(crane(**changed), NOW))


def test_an_account_whose_figures_are_whole_lacks_nothing():
    assert told() == []


def test_an_account_that_lives_by_exports_alone_lacks_nothing_while_they_are_fresh():
    assert told(grant=None, pulled_at=None, imported_at=NOW - DAY) == []


def test_nobody_has_authorised_it_and_nobody_has_imported_anything():
    (sentence,) = told(grant=None, pulled_at=None, works=0, knows_retention=None, last_day=None)

    assert "authorise-account" in sentence
    assert "import" in sentence


def test_a_platform_without_an_interface_asks_for_its_export_and_for_no_authorisation():
    (sentence,) = told(platform=Platform.CHANNELS, grant=None, pulled_at=None, knows_retention=None, last_day=None)

    assert "no interface" in sentence


@pytest.mark.parametrize("state", [GrantState.EXPIRED, GrantState.REVOKED])
def test_an_authorisation_that_has_ended_is_told(state: GrantState):
    assert "authorisation has ended" in told(grant=state)[0]


def test_what_kept_the_last_look_from_bringing_anything_comes_first():
    assert told(trouble="Douyin asks for patience.", grant=GrantState.EXPIRED)[0] == "Douyin asks for patience."


@pytest.mark.parametrize(("age", "is_told"), [(36 * HOUR, False), (37 * HOUR, True)])
def test_figures_of_the_interface_are_old_when_a_daily_pull_was_missed(age: timedelta, *, is_told: bool):
    assert bool(told(pulled_at=NOW - age)) is is_told


@pytest.mark.parametrize(("age", "is_told"), [(7 * DAY, False), (8 * DAY, True)])
def test_figures_of_an_export_may_be_a_week_old(age: timedelta, *, is_told: bool):
    assert bool(told(grant=None, pulled_at=None, imported_at=NOW - age)) is is_told


@pytest.mark.parametrize(("day", "is_told"), [(date(2026, 11, 22), False), (date(2026, 11, 21), True)])
def test_days_that_end_long_ago_are_told(day: date, *, is_told: bool):
    assert bool(told(last_day=day)) is is_told


def test_an_account_of_which_nobody_knows_how_long_it_is_watched_is_sent_to_the_exports():
    assert "export" in told(knows_retention=False)[0]
    assert told(knows_retention=None) == []
