"""A clock that jumps a day ahead and an hour back: nothing is told twice, nothing stands still, no order is turned."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms.sharing import DeliveryStatus
from agency.records import ledger
from agency.records.tables import Decision, GateRound
from tasks.messages.sending import send_due
from tasks.opening import records
from tests import bots as local_bots
from tests.bots import Bots
from tests.stages import video
from tests.stages.video import BUSINESS_LEAD, CLIENT
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


def send(at: datetime) -> None:
    send_due(at, sleep=lambda _seconds: None)


def test_after_the_clock_was_set_back_an_hour_the_next_message_goes_out_at_once(bots: Bots):
    put("IN", message("先说的", urgent=True))
    send(NOON)
    put("IN", message("后说的", urgent=True), at=NOON - AN_HOUR)

    send(NOON - AN_HOUR)

    assert [bots.count(title) for title in ("先说的", "后说的")] == [1, 1]


def test_a_bot_that_failed_in_a_future_that_is_over_is_called_again(bots: Bots):
    bots.answer("in", {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"})
    put("IN", message("没送到的", urgent=True))
    send(NOON + A_DAY)
    assert statuses()["没送到的"] is DeliveryStatus.WAITING

    send(NOON)

    assert statuses()["没送到的"] is DeliveryStatus.SENT


def test_a_day_forward_and_back_again_tells_nothing_twice(bots: Bots):
    put("IN", message("甲件", urgent=True), message("乙件"))

    for at in (NOON, NOON + A_DAY, NOON, NOON - AN_HOUR, NOON + A_DAY):
        send(at)

    assert [bots.count(title) for title in ("甲件", "乙件")] == [1, 1]


@pytest.mark.usefixtures("on_record")
def test_decisions_stand_in_the_order_in_which_they_were_made_whatever_the_clock_said():
    with time_machine.travel(NOON):
        walk = video.copied(video.begun()).agree(CLIENT)
    with time_machine.travel(NOON - AN_HOUR):
        walk.agree(BUSINESS_LEAD)

    with records() as session:
        (round_,) = session.scalars(select(GateRound).where(GateRound.gate == "P1"))
        made = ledger.decisions(session, round_.id)
    assert [answer.seat for answer in made] == [0, 1]
    assert made[0].decided_at > made[1].decided_at
    assert made[0].id > made[1].id  # an id tells the clock, and no rule reads it


@pytest.mark.usefixtures("on_record")
def test_a_round_that_is_handed_in_by_a_clock_that_was_set_back_is_the_last_one_all_the_same():
    with time_machine.travel(NOON):
        walk = video.copied(video.begun()).answer(person=CLIENT, decision="退回修改", comment="换个说法")
    with time_machine.travel(NOON - A_DAY):
        video.copied(walk, title="夏日第二版").agree(CLIENT).agree(BUSINESS_LEAD)

    assert walk.gate == "S7"
    with records() as session:
        numbers = session.scalars(select(GateRound.number).where(GateRound.gate == "P1").order_by(GateRound.number))
        assert list(numbers) == [1, 2]
        assert len(session.scalars(select(Decision.id)).all()) == 3
