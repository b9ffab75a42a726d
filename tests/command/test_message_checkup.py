"""The doctor on the outbox: what waits for a person, what waits too long, and bots that are broken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.domain.terms.sharing import DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import GroupChat, Notification
from shortvideo.checkups.messages import message_findings
from tasks.opening import looking, records
from tests.tasks import outbox
from tests.tasks.outbox import NOON, message, put


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    outbox.found()


def found() -> dict[str, str]:
    with looking() as session:
        return {finding.rule: finding.message for finding in message_findings(session, NOON)}


def test_an_outbox_in_order_says_nothing():
    put("IN", message("刚放进来的"), at=NOON - timedelta(hours=3))

    assert found() == {}


def test_a_message_that_waits_since_yesterday_is_named_with_its_group():
    put("IN", message("等很久了"), at=NOON - timedelta(hours=25))

    (told,) = found().values()
    assert "清风内部群(虚构)" in told
    assert "2026-11-25 11:00" in told


def test_what_waits_for_a_person_and_a_broken_bot_are_pointed_out():
    put("OUT", message("不知下落"))
    with records() as session:
        session.scalars(select(Notification)).one().status = DeliveryStatus.UNCLEAR
        by_code(session, GroupChat, "LEADS").healthy = False

    assert set(found()) == {"messages-for-a-person", "group-broken"}
    assert "“不知下落”" in found()["messages-for-a-person"]
    assert "LEADS" in found()["group-broken"]
