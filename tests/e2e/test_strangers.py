"""Strangers before the house: without the password nobody comes in, and no page of theirs in a reader's browser does."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
import requests
from playwright.sync_api import Page, expect
from requests.adapters import HTTPAdapter
from sqlalchemy import make_url, select
from urllib3.util import Retry

from agency.domain.terms.gates import Identity
from agency.records import identity
from agency.records.named import by_code
from agency.records.sealing import seals_of
from agency.records.tables import Decision, GateRound, Person
from config.settings import PASSWORD, Settings
from shortvideo.api import answers
from shortvideo.checkups.running import house_findings
from shortvideo.house.environment import children_environment
from shortvideo.house.places import api, prepare_home, ui
from shortvideo.processes import Processes
from tests.e2e.house import House, free_port
from tests.e2e.pages import CHROMIUM, Desk, browsing

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]

INVENTED = "invented-password-1"
RIGHT, WRONG = f"agency:{INVENTED}", "agency:invented-password-2"
ELSEWHERE = {"Origin": "http://elsewhere.example"}
PATIENCE_S = 300
LEAD = "卜部(部门负责人)"
MONEY = {"project": "BREEZE", "requester": "WU", "purpose": "门口的灯(虚构)", "lines": "道具|灯|1|30|个", "total": "30"}


@pytest.fixture(scope="module")
def chromium() -> None:
    if not CHROMIUM.exists():
        assert os.environ.get("CI") != "true", f"{CHROMIUM} is missing, and CI has to see the pages"
        pytest.skip(f"{CHROMIUM} is missing: install Debian's chromium to see the pages")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start Prefect's server alone, as a house with a password starts it; return the address of its pages."""
    chosen = Settings(home=tmp_path_factory.mktemp("guarded"), database="sqlite", prefect_port=free_port())
    prepare_home(chosen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSWORD, INVENTED)
        running = Processes(chosen.logs, children_environment(chosen))
    try:
        server = running.start("prefect-server", sys.executable, "-m", "prefect", "server", "start")
        running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE_S)
        yield ui(chosen)
    finally:
        for one in running.started:
            one.process.terminate()
            one.process.wait()


def asked(url: str, login: str | None = None, **options: object) -> int:
    """Return how the server answers somebody who asks for its runs."""
    auth = None if login is None else tuple(login.split(":"))
    return requests.post(f"{url}/api/flow_runs/filter", json={}, auth=auth, timeout=60, **options).status_code  # type: ignore[arg-type]


def test_without_the_password_nobody_is_told_anything_but_that_the_house_is_there(guarded: str):
    assert requests.get(f"{guarded}/api/health", timeout=60).status_code == 200
    assert (asked(guarded), asked(guarded, WRONG), asked(guarded, RIGHT)) == (401, 401, 200)


def test_the_doctor_says_that_it_is_not_let_in_and_nothing_of_what_it_cannot_see(guarded: str, tmp_path: Path):
    found = tuple(house_findings(Settings(home=tmp_path, prefect_address=guarded)))

    assert [one.rule for one in found] == ["password-refused"]
    assert PASSWORD in found[0].message


def test_a_wrong_password_is_refused_in_the_pages_and_the_right_one_sees_the_runs(chromium: None, guarded: str):
    flow = told(guarded, "flows", name="invented-flow")
    told(guarded, "flow_runs", name="待 林晓(虚构)", flow_id=flow)

    with browsing(guarded) as desk:
        page = desk.page
        page.goto(f"{guarded}/runs")
        typed(page, WRONG)
        expect(page.get_by_text("Authentication failed.").first).to_be_visible()
        expect(page).to_have_url(f"{guarded}/login?redirect=/runs")

        typed(page, RIGHT)
        expect(page).to_have_url(f"{guarded}/runs")
        expect(page.get_by_text("待 林晓(虚构)").first).to_be_visible()


def told(url: str, kind: str, **facts: str) -> str:
    """Let the server know of something and return its id; while its SQLite is locked it is asked again, as Prefect does."""
    patient = HTTPAdapter(max_retries=Retry(10, backoff_factor=0.5, status_forcelist=[503], allowed_methods=None))
    with requests.Session() as line:
        line.mount(url, patient)
        answer = line.post(f"{url}/api/{kind}/", json=facts, auth=("agency", INVENTED), timeout=60)
    answer.raise_for_status()
    return str(answer.json()["id"])


def typed(page: Page, login: str) -> None:
    """Type into the login and send it."""
    page.locator("input[type=password]").fill(login)
    page.get_by_role("button", name="Login").click()


def test_a_strangers_page_gets_no_answer_from_the_server_and_sends_no_blind_request_either(house: House, guarded: str):
    wishes = {**ELSEWHERE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for url in (guarded, house.url):
        preflight = requests.options(f"{url}/api/flow_runs/filter", headers=wishes, timeout=60)
        assert "Access-Control-Allow-Origin" not in preflight.headers
    blind = requests.post(f"{house.url}/api/flow_runs/filter", data=b"{}", headers=ELSEWHERE, timeout=60)

    assert (blind.status_code, "CSRF" in blind.text) == (403, True)
    assert asked(guarded, headers=ELSEWHERE) == 401


def test_a_gate_about_money_is_passed_in_the_pages_with_the_code_of_the_leads_app(chromium: None, house: House):
    home = Path(make_url(house.records_url).database or "").parent
    app = pyotp.TOTP(pyotp.random_base32())
    with house.records() as session:
        lead = by_code(session, Person, "BU").id
        identity.enrol(session, lead, seals_of(home / "sealing.key").seal(app.secret))
    run = house.start("request-budget", **MONEY)
    house.question(run, "S4", "卜部")

    with browsing(house.url) as desk:
        answered(desk, app)

    house.finished(run)
    with house.records() as session:
        query = select(Decision).join(GateRound, GateRound.id == Decision.round_id)
        [one] = session.scalars(query.where(GateRound.flow_run_id == str(run)))
        assert (one.identity, one.person_id) == (Identity.ONE_TIME_CODE, lead)
        identity.enrol(session, lead, None)


def answered(desk: Desk, app: pyotp.TOTP) -> None:
    """Fill in the form, the code last, as of the moment it is sent."""
    form = desk.open("S4", "卜部", tag="S4").resume().fill(LEAD, {"决定": "通过"})
    form.fill_one(form.field("一次性验证码"), app.at(datetime.now(UTC)))
    form.submit()
