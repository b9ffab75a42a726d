"""A gate on a real server: the code travels in the run's input, is judged by when the server took it, and counts once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
from sqlalchemy import select

from agency.domain.terms.gates import Identity
from agency.records.tables import Decision, RefusedAnswer
from flows.request_budget import request_budget
from tasks.identity.enrolling import begin_enrolling, confirm
from tasks.identity.login import logged_in, refuses_strangers
from tasks.opening import records
from tests import legs
from tests.tasks.launched import found_launched

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

LEAD = "卜部(部门负责人)"
MONEY = {"project": "BREEZE", "requester": "WU", "lines": "道具|玻璃壶|3|45.50|个", "total": "136.50"}


def asked(purpose: str) -> legs.Run:
    """Return a new request for money, suspended before the department lead."""
    return legs.start(request_budget, purpose=f"{purpose}(虚构)", **MONEY).leg()


def enrolled(person: str) -> pyotp.TOTP:
    """Enrol somebody an hour ago, so that the code of this moment is still to be used."""
    enrolling, an_hour_ago = begin_enrolling(person, again=False), datetime.now(UTC) - timedelta(hours=1)
    app = pyotp.TOTP(enrolling.secret)
    assert confirm(enrolling, app.at(an_hour_ago), an_hour_ago)
    return app


def test_one_code_passes_one_gate_and_is_put_back_at_the_next_without_being_kept():
    with records() as session:
        found_launched(session)
    app = enrolled("BU")
    first, second = asked("第一次拍摄"), asked("第二次拍摄")

    code = app.now()
    for run in (first, second):  # the server takes both at once; the legs may come as late as they like
        assert run.resume(person=LEAD, decision="通过", code=code).status == "ACCEPT"
    first.leg()
    second.leg()

    assert first.state.is_completed()
    assert "这个验证码已经用过" in second.question.shown
    assert "code" in second.question.fields
    with records() as session:
        assert [one.identity for one in session.scalars(select(Decision))] == [Identity.ONE_TIME_CODE]
        assert [code in str(refused.answer) for refused in session.scalars(select(RefusedAnswer))] == [False]


def test_a_server_that_lets_everybody_in_makes_nobody_known_by_a_login():
    assert not refuses_strangers(str(PREFECT_API_URL.value()))
    with temporary_settings({PREFECT_API_AUTH_STRING: "agency:invented-password-1"}):
        assert not logged_in()
