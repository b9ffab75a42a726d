"""The tables and the review read what really reached people, not what was put on its way (C3, C4, I4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.records.syncs import last_delivery
from agency.records.tabled import items
from agency.records.tables import Project
from tasks.opening import records
from tests.tasks import told
from tests.tasks.told import APPROVED, HOUSE, LIVE, PARTNER, called, sent, synced

pytestmark = pytest.mark.usefixtures("on_record")

LATER = timedelta(hours=3)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def test_a_script_reached_two_of_three_until_the_last_bot_has_delivered():
    script_id = synced()
    sent(APPROVED, chat=HOUSE)
    with records() as session:
        project_id = session.scalars(select(Project.id)).one()
        assert [tuple(row) for row in items.deliveries(session, project_id)] == [(script_id, 3, 2, APPROVED)]
        assert last_delivery(session, told.item(session).id) is None

    sent(APPROVED + LATER, chat=PARTNER)
    with records() as session:
        assert [tuple(row) for row in items.deliveries(session, None)] == [(script_id, 3, 3, APPROVED + LATER)]
        assert last_delivery(session, told.item(session).id) == APPROVED + LATER


def test_the_notice_of_a_work_has_the_time_at_which_the_first_bot_delivered_it():
    publication_id = called()
    with records() as session:
        project_id = session.scalars(select(Project.id)).one()
        assert [tuple(row) for row in items.calls(session, project_id)] == [(publication_id, None)]

    sent(LIVE + LATER, chat=PARTNER)
    sent(LIVE + 2 * LATER, chat=HOUSE)
    with records() as session:
        assert [tuple(row) for row in items.calls(session, None)] == [(publication_id, LIVE + LATER)]
