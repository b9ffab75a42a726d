"""Telling readers and closing calls may be killed at any moment: done again, everything is there once (I4, C3)."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agency.records.tables import EngagementCall, NegativeCase, Notification, ScriptSync
from tasks.engagement.closing import close_calls
from tasks.opening import records
from tasks.scripts.readers import tell_new_readers
from tests.creator_centre import rows_of
from tests.tasks import told
from tests.tasks.told import called, recast, sent, synced

KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from tasks.engagement.closing import close_over_calls
from tasks.scripts.readers import tell_readers

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

what, moment = sys.argv[1:]

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    if moment in statement:
        kill()

if moment == "COMMIT":
    event.listen(Engine, "commit", kill)
{"close": close_over_calls, "tell": tell_readers}[what].fn()
"""
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)
        told.item(session).planned_shoot_on = (NOW + timedelta(days=9)).date()


def killed(what: str, moment: str) -> int:
    """Do it in a process of its own that is killed at a statement, and return how it ended."""
    return subprocess.run([sys.executable, "-c", KILLED, what, moment], env=dict(os.environ), check=False).returncode


def closed() -> list[bool]:
    with records() as session:
        return [moment is not None for moment in session.scalars(select(EngagementCall.closed_at))]


@pytest.mark.parametrize("moment", ["INTO negative_cases", "INTO notifications", "UPDATE engagement_calls", "COMMIT"])
def test_a_close_that_is_killed_is_done_again_whole_and_once(moment: str):
    called(NOW - timedelta(days=3))
    sent(NOW - timedelta(days=3))
    before = rows_of(NegativeCase, Notification)

    assert killed("close", moment) == -signal.SIGKILL
    assert (rows_of(NegativeCase, Notification), closed()) == (before, [False, False])

    with records() as session:
        close_calls(session, NOW)
    with records() as session:
        close_calls(session, NOW)
    assert (rows_of(NegativeCase, Notification), closed()) == ([before[0] + 1, before[1] + 1], [True, True])


@pytest.mark.parametrize("moment", ["INTO notifications", "INTO script_syncs", "COMMIT"])
def test_a_reader_is_told_once_whenever_the_telling_was_killed(moment: str):
    synced(at=NOW)
    recast("talent", "YUN")
    before = rows_of(ScriptSync, Notification)

    assert killed("tell", moment) == -signal.SIGKILL
    assert rows_of(ScriptSync, Notification) == before

    for expected in (1, 0):
        with records() as session:
            assert tell_new_readers(session, NOW) == expected
    assert rows_of(ScriptSync, Notification) == [before[0] + 1, before[1] + 1]
