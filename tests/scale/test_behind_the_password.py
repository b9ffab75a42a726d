"""Several processes of the API behind one password: none lets a stranger in, and whom one lets in every other knows."""

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from config.settings import PASSWORD, Settings
from shortvideo.api import answers
from shortvideo.house.environment import children_environment
from shortvideo.house.places import api, prepare_home
from shortvideo.house.server import server_command
from shortvideo.processes import Processes
from tests.e2e.pages import CHROMIUM, browsing
from tests.scale.house import LOGIN, PATIENCE_S, House, api_processes, free_port, wait_until
from tests.scale.lines import LET_IN, csrf_token, line_to, posted

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(1500)]

RUNS = "/api/flow_runs/filter"


@pytest.fixture(scope="module")
def unguarded(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Two more processes of the API on the same tables and Redis, as a house without a password starts them."""
    chosen = Settings(
        home=tmp_path_factory.mktemp("unguarded"),
        prefect_port=free_port(),
        records_url=house.records_url,
        prefect_database_url=house.prefect_database_url,
        redis_url=house.redis_url,
        server_processes=2,
    )
    prepare_home(chosen)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(PASSWORD, raising=False)
        running = Processes(chosen.logs, children_environment(chosen))
    server = running.start("prefect-server", *server_command(chosen))
    try:
        running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE_S)
        wait_until(lambda: len(api_processes(server.process.pid, api(chosen))) == 2, "the second process")
        yield api(chosen), api_processes(server.process.pid, api(chosen))
    finally:
        server.process.terminate()
        server.process.wait()


def test_every_process_asks_for_the_password_and_knows_it(house: House):
    for process in house.api_processes():
        with closing(line_to(process, house.api)) as line:
            assert posted(line, RUNS, {}, {}) == HTTPStatus.UNAUTHORIZED
            assert posted(line, RUNS, {}, {"Authorization": "Basic aW52ZW50ZWQ="}) == HTTPStatus.UNAUTHORIZED
            assert posted(line, RUNS, {}, LET_IN) == HTTPStatus.OK


def test_a_token_that_one_process_gave_is_taken_by_the_other_and_nothing_goes_without(
    unguarded: tuple[str, list[psutil.Process]],
):
    address, processes = unguarded
    for giver, taker in (processes, processes[::-1]):
        with closing(line_to(giver, address)) as line:
            token = csrf_token(line)
        with closing(line_to(taker, address)) as line:
            assert posted(line, RUNS, {}, {}) == HTTPStatus.FORBIDDEN
            assert posted(line, RUNS, {}, token) == HTTPStatus.OK


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Debian's chromium sees the pages")
def test_who_has_logged_in_once_sees_the_runs_whichever_process_is_asked(house: House):
    film = house.start("film")
    wait_until(lambda: house.state(film) == "COMPLETED", "the film")
    pages = house.api.removesuffix("/api")

    with browsing(pages) as desk:
        desk.page.goto(f"{pages}/runs")
        typed(desk.page, f"{LOGIN}-slip")
        expect(desk.page.get_by_text("Authentication failed.").first).to_be_visible()
        typed(desk.page, LOGIN)
        for _look in range(6):
            expect(desk.page.get_by_text("film").first).to_be_visible()
            desk.page.reload()
        expect(desk.page).to_have_url(f"{pages}/runs")


def typed(page: Page, login: str) -> None:
    """Type into the login and send it."""
    page.locator("input[type=password]").fill(login)
    page.get_by_role("button", name="Login").click()
