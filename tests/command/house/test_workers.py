"""Workers and the queues they serve: names that tell them apart, and places that the night's work never takes."""

from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from prefect.settings import PREFECT_API_URL

from agency.errors import Misconfigured
from config.settings import Settings
from shortvideo.api import create_pool
from shortvideo.house.queues import BACKGROUND, MESSAGES, PEOPLE, queues, set_up_queues
from shortvideo.house.workers import name_of_worker, with_workers, worker_command
from shortvideo.up import demand_own_server
from shortvideo.working import await_server


@given(st.integers(min_value=3, max_value=100))
def test_from_three_places_on_one_is_always_left_for_what_people_wait_for(limit: int):
    taken = {queue.name: queue.places for queue in queues(limit)}

    assert taken[PEOPLE] is None
    assert (taken[MESSAGES] or limit) + (taken[BACKGROUND] or limit) < limit


@given(st.integers(min_value=1, max_value=100))
def test_no_queue_is_without_a_place_and_people_are_served_first(limit: int):
    of_pool = queues(limit)

    assert all(queue.places is None or queue.places >= 1 for queue in of_pool)
    assert min(of_pool, key=lambda queue: queue.rank).name == PEOPLE
    assert max(of_pool, key=lambda queue: queue.rank).name == BACKGROUND


def test_every_worker_of_a_machine_has_a_name_of_its_own():
    assert [name_of_worker(number) for number in (1, 2, 3)] == ["worker", "worker-2", "worker-3"]
    assert worker_command("worker-2")[-1].endswith("-worker-2")


def test_the_command_line_stands_above_the_settings():
    assert with_workers(Settings(workers=3), None).workers == 3
    assert with_workers(Settings(workers=3), 5).workers == 5


def test_a_machine_whose_server_is_elsewhere_opens_no_house_of_its_own():
    with pytest.raises(Misconfigured, match=r"http://prefect\.example:4200.*run\.py work"):
        demand_own_server(Settings(prefect_address="http://prefect.example:4200"))

    demand_own_server(Settings())


def test_a_worker_that_finds_no_server_says_where_it_looked():
    with pytest.raises(Misconfigured, match=r"http://127\.0\.0\.1:9"):
        await_server(Settings(prefect_address="http://127.0.0.1:9"), seconds=0)


@pytest.mark.server
@pytest.mark.usefixtures("prefect_server")
def test_queues_are_set_up_once_and_set_anew_when_the_house_opens_again():
    api = str(PREFECT_API_URL.value())
    create_pool(api, "studio-of-queues", at_once=4)

    for limit in (4, 10):
        set_up_queues(Settings(prefect_port=urlsplit(api).port or 0, worker_limit=limit), "studio-of-queues")

    found = requests.post(f"{api}/work_pools/studio-of-queues/queues/filter", json={}, timeout=30).json()
    by_rank = sorted(found, key=lambda queue: queue["priority"])
    assert [queue["name"] for queue in by_rank] == [queue.name for queue in queues(10)]
    assert [queue["concurrency_limit"] for queue in by_rank] == [queue.places for queue in queues(10)]
