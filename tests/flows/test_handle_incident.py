"""The flow of incidents on a real Prefect server: filed once, resolved by its form, and shown on its page (I11)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.domain.calendar import BEIJING
from agency.records.tables import Incident, Notification
from config.settings import settings
from flows.handle_incident import handle_incident
from tasks.opening import records
from tests import legs
from tests.tasks.incident_agency import COORDINATOR, PHOTOGRAPHER, SHOOT, found

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

ASKED = {"project": "BREEZE", "reporter": "林晓", "what": "主灯摔坏了", "touches": SHOOT}


@pytest.fixture
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
    settings.cache_clear()
    with records() as session:
        found(session)


def shown() -> str:
    """Return the newest page of incidents."""
    with get_client(sync_client=True) as client:
        pages = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["incidents"])))
    return str(max(pages, key=lambda page: page.created).data)


def the_incident() -> dict[str, Any]:
    with records() as session:
        found_ = session.scalars(select(Incident)).one()
        return {"code": found_.code, "learnt": found_.learnt, "resolution": found_.resolution}


def test_an_incident_goes_from_its_report_through_the_owner_and_the_coordinator_to_its_end():
    run = legs.start(handle_incident, **ASKED).leg()

    assert run.question.choices("person") == [PHOTOGRAPHER, COORDINATOR]
    assert "BREEZE-E001" in run.question.headline
    assert "I11" in run.question.tags
    assert "主灯摔坏了" in shown()
    with records() as session:
        before = len(session.scalars(select(Notification)).all())

    run.answer(
        person=PHOTOGRAPHER, outcome="这里解决不了,请协调人", report="全城借不到", met_at="", met_with=[], learnt=""
    )
    assert run.question.choices("person") == [COORDINATOR]
    assert "全城借不到" in run.question.shown

    met = f"{datetime.now(UTC).astimezone(BEIJING):%Y-%m-%d %H:%M}"
    decided = {"decision": "通过", "comment": "周四补拍", "met_with": [PHOTOGRAPHER], "learnt": "带备用灯"}
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        run.answer(person=COORDINATOR, met_at=later(met), **decided)

    assert run.state.is_completed()
    assert the_incident() == {"code": "BREEZE-E001", "learnt": "带备用灯", "resolution": "周四补拍"}
    assert "带备用灯" in shown()
    with records() as session:
        assert len(session.scalars(select(Notification)).all()) > before


def later(moment: str) -> str:
    """Return a Beijing minute one minute later: the form knows no seconds, and the incident has some."""
    return f"{datetime.fromisoformat(moment) + timedelta(minutes=1):%Y-%m-%d %H:%M}"


def test_what_cannot_be_filed_ends_the_run_with_its_sentence():
    run = legs.start(handle_incident, **ASKED | {"reporter": "没有这个人"}).leg()

    assert run.state.name == "填写有误"
    assert "没有这个人" in (run.state.message or "")
