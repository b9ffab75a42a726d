"""Kill -9 of a worker, of Prefect's server and of the database in the middle of five pieces of work (issue 6).

The house is not touched after the blow but for the database, which whoever keeps it starts again. What is on record in
the end is what an undisturbed day leaves.
"""

import time
from collections.abc import Callable

import pytest

from agency.domain.terms.sharing import DeliveryStatus
from tests.faults.conftest import Place
from tests.faults.house import SERVER, WORKER
from tests.faults.works import HELD, counted, held, wait_until_held

pytestmark = [pytest.mark.server, pytest.mark.timeout(3600)]

AWAY_S = 8
LEFT = {  # rows more than before: what an undisturbed day leaves
    "gate_rounds": 0,
    "decisions": 1,
    "pulls": 1,
    "video_snapshots": 4,
    "publications": 2,
    "import_batches": 1,
    "operations_reports": 1,
}


def nothing(_place: Place) -> None:
    """Strike nobody."""


def worker(place: Place) -> None:
    """Kill a worker with every process that works on a run for it."""
    place.house.kill(WORKER)


def server(place: Place) -> None:
    """Kill Prefect's server."""
    place.house.kill(SERVER)


def database(place: Place) -> None:
    """Kill the databases of the records and of Prefect, and start them again after a while."""
    place.database.kill()
    with place.own_database_away():
        time.sleep(AWAY_S)
    place.database.start()


@pytest.mark.parametrize(
    "blow", [server, *(pytest.param(each, marks=pytest.mark.soak) for each in (nothing, worker, database))]
)
def test_a_day_on_which_something_is_killed_leaves_what_an_undisturbed_one_leaves(
    blow: Callable[[Place], None], place: Place
):
    day = place.day()
    waiting = day.prepare()
    before = counted()

    with held(place.engine, *HELD):
        runs = day.start(waiting)
        wait_until_held(place.engine, *HELD)
        blow(place)
    ends = [place.house.settled(run).state_name for run in runs]

    assert ends == ["Suspended", *["Completed"] * 4]
    assert {name: count - before[name] for name, count in counted().items()} == LEFT
    assert day.voices() == [("P1", "贾方")]
    assert day.told() == (1, [DeliveryStatus.SENT])
