"""A sender may be killed at any moment: nothing is lost, nothing is told twice, and of what nobody knows a person is asked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agency.domain.outgoing import Limits
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import DeliveryAttempt
from tasks.messages.sending import send_due
from tasks.opening import records
from tests import bots as local_bots
from tests.bots import Bots
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

SEND = """
import os, signal, sys
from datetime import datetime
from sqlalchemy import Engine, event
from tasks.messages import delivering
from tasks.messages.sending import send_due

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    if sys.argv[2] in statement:
        kill()

called = delivering.result_of

def result_of(call):
    if sys.argv[2] == "before the call":
        kill()
    result = called(call)
    if sys.argv[2] == "after the call":
        kill()
    return result

delivering.result_of = result_of
send_due(datetime.fromisoformat(sys.argv[1]))
"""
SENT, UNCLEAR, SENDING = DeliveryStatus.SENT, DeliveryStatus.UNCLEAR, DeliveryStatus.SENDING
TITLES = ["甲急", "乙急", "丙急"]


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


def sender(moment: str = "never", at: datetime = NOON) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", SEND, at.isoformat(), moment], env=dict(os.environ))


def killed(moment: str) -> None:
    assert sender(moment).wait() == -signal.SIGKILL


def send(minutes: int) -> None:
    send_due(NOON + timedelta(minutes=minutes), sleep=lambda _seconds: None)


def put_three() -> None:
    put("IN", *(message(title, urgent=True) for title in TITLES))


def test_what_was_not_yet_claimed_goes_out_as_if_nothing_had_been(bots: Bots):
    put_three()

    killed("INTO delivery_attempts")
    send(minutes=0)

    assert set(statuses().values()) == {SENT}
    assert [bots.count(title) for title in TITLES] == [1, 1, 1]


@pytest.mark.parametrize(("moment", "arrived"), [("before the call", 0), ("after the call", 1)])
def test_of_a_message_whose_sender_was_killed_around_its_call_a_person_is_asked(bots: Bots, moment: str, arrived: int):
    put_three()

    killed(moment)
    send(minutes=5)
    assert sorted(statuses().values()) == sorted([SENDING, SENT, SENT])
    for minutes in (15, 120, 6000):
        send(minutes)

    (unclear,) = [title for title, state in statuses().items() if state is UNCLEAR]
    assert bots.count(unclear) == arrived
    assert [bots.count(title) for title in TITLES if title != unclear] == [1, 1]
    assert {state for title, state in statuses().items() if title != unclear} == {SENT}


def test_a_sender_killed_while_the_bot_takes_its_time_leaves_that_one_message_unclear(bots: Bots):
    put_three()
    bots.slow["in"] = 3.0
    process = sender()
    while not bots.calls:
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    bots.slow.clear()

    send(minutes=15)
    send(minutes=30)

    assert sorted(statuses().values()) == sorted([UNCLEAR, SENT, SENT])
    assert [bots.count(title) for title in TITLES] == [1, 1, 1]


def test_a_sender_killed_between_two_parts_is_followed_by_one_that_sends_the_next(bots: Bots):
    long = "\n\n".join(f"第{number}段 " + "长" * 400 for number in range(6))
    put("OUT", message("长文", urgent=True, body=long))
    bots.slow["out"] = 0.5
    process = sender()
    while not first_part_is_written():
        time.sleep(0.01)
    process.kill()
    process.wait()
    bots.slow.clear()
    send(minutes=15)
    send(minutes=30)

    texts = bots.texts("out")
    state = statuses()["长文"]
    arrived = [part for part in range(1, 5) if any(f"({part}/" in text for text in texts)]
    assert all(sum(f"第{number}段" in text for text in texts) <= 1 for number in range(6))
    assert state is UNCLEAR or arrived == list(range(1, len(texts) + 1))
    assert len(texts) >= 2 or state is UNCLEAR


def first_part_is_written() -> bool:
    with records() as session:
        return session.scalar(select(DeliveryAttempt.id).where(DeliveryAttempt.ended_at.is_not(None))) is not None


def test_two_senders_at_once_send_each_message_once_and_keep_the_pace_together(bots: Bots):
    now = datetime.now(UTC)
    put("OUT", *(message(f"急{number:02}", urgent=True) for number in range(30)), at=now)
    put("IN", *(message(f"提醒{number:02}", urgent=True) for number in range(6)), at=now)

    for process in [sender(at=now), sender(at=now)]:
        assert process.wait() == 0

    limits = Limits(per_minute=20, per_second=20)
    assert len(bots.texts("out")) == limits.at_most
    assert all(bots.count(title) == (1 if state is SENT else 0) for title, state in statuses().items())
    assert len(bots.texts("in")) == 6
