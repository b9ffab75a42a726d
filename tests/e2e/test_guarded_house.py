"""A whole house behind a password: its worker, its deployments and its flows come in, and a decision says that its person did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import make_url, select

from agency.domain.terms.gates import Identity
from agency.records.tables import Decision, GateRound
from tests.e2e.house import House, opened

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(1800)]

INVENTED = "invented-password-1"
LEAD = "卜部(部门负责人)"
MONEY = {"project": "BREEZE", "requester": "WU", "purpose": "门口的灯(虚构)", "lines": "道具|灯|1|30|个", "total": "30"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("guarded"), password=INVENTED) as house:
        yield house


def test_a_run_is_worked_on_behind_the_password_and_its_decision_is_known_by_the_login(guarded: House):
    assert requests.post(f"{guarded.url}/api/flow_runs/filter", json={}, timeout=60).status_code == 401
    run = guarded.start("request-budget", **MONEY)
    guarded.question(run, "S4", "卜部")

    assert guarded.resume(run, person=LEAD, decision="通过").status == "ACCEPT"

    assert guarded.finished(run).state.is_completed()
    with guarded.records() as session:
        query = select(Decision).join(GateRound, GateRound.id == Decision.round_id)
        [one] = session.scalars(query.where(GateRound.flow_run_id == str(run)))
        assert one.identity is Identity.HOUSE_LOGIN


def test_the_password_is_in_no_log_of_the_house(guarded: House):
    logs = list(Path(make_url(guarded.records_url).database or "").parent.glob("logs/*.log"))

    assert logs
    assert [log.name for log in logs if INVENTED in log.read_text(errors="replace")] == []
