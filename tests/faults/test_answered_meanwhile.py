"""A database is away while a person answers, or while a leg reports what it did: nothing is lost, and nothing is done twice."""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx import HTTPError

from agency.domain.calendar import beijing_day
from shortvideo.house.carrying_on import CARRIED_ON
from tests.faults.conftest import Place
from tests.faults.house import LOOK_EVERY_S, PATIENCE_S
from tests.faults.works import counted, held, wait_until_held
from tests.stages.video import CLIENT

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(3600)]

AWAY_S = 10
YES = {"person": CLIENT, "decision": "通过", "comment": ""}
REPORTS = "operations_reports"


def way_of(place: Place, run: UUID) -> list[str]:
    """Return the names of the states that a run went through."""
    return [str(state.name) for state in place.house.prefect.read_flow_run_states(run)]


def when_reached(call: Callable[[], object]) -> object:
    """Do something again until the server can do it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with suppress(HTTPError):
            return call()
        time.sleep(LOOK_EVERY_S)
    pytest.fail("the server never came back")


def test_an_answer_to_a_house_without_its_databases_is_refused_whole_and_passes_when_they_are_back(place: Place):
    day = place.day()
    run = day.prepare()
    stood = way_of(place, run)
    place.database.kill()
    with place.own_database_away(), pytest.raises(HTTPError):
        place.house.prefect.resume_flow_run(run, run_input=YES)
    place.database.start()

    assert when_reached(lambda: way_of(place, run)) == stood
    assert day.voices() == []
    assert place.house.prefect.resume_flow_run(run, run_input=YES).status == "ACCEPT"
    assert place.house.settled(run).state_name == "Suspended"
    assert day.voices() == [("P1", "贾方")]


def test_an_answer_while_the_records_are_away_is_in_the_ledger_once_when_they_are_back(place: Place):
    day = place.day()
    run = day.prepare()
    place.database.kill()
    assert place.house.prefect.resume_flow_run(run, run_input=YES).status == "ACCEPT"
    time.sleep(AWAY_S)
    place.database.start()

    assert place.house.settled(run).state_name == "Suspended"
    assert day.voices() == [("P1", "贾方")]


def test_a_leg_that_reports_to_a_server_without_its_database_waits_and_ends_well(place: Place):
    before, day = counted()[REPORTS], beijing_day(datetime.now(UTC)) - timedelta(days=40)
    with ExitStack() as away:
        with held(place.engine, REPORTS):
            run = place.house.start("report-operations", project="BREEZE", key=day.isoformat())
            wait_until_held(place.engine, REPORTS)
            away.enter_context(place.own_database_away())
        time.sleep(AWAY_S)

    assert place.house.settled(run).state_name == "Completed"
    assert {"Crashed", "Failed", CARRIED_ON} & set(way_of(place, run)) == set()
    assert counted()[REPORTS] == before + 1
