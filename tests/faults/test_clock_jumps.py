"""A clock that jumps a day ahead and an hour back: nothing is told twice, nothing stands still, no order is turned."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.sharing import DeliveryStatus
from agency.records import identity, ledger
from agency.records.tables import Decision, GateRound, Notification, Person
from agency.sandbox.remote import Remote
from tasks.deadlines.sweep import sweep
from tasks.messages.sending import send_due
from tasks.metrics.authorisation import opened, usable_grant
from tasks.metrics.pulling import Wish, pull
from tasks.opening import records
from tasks.owed import sources
from tests import bots as local_bots
from tests import paper_agency, small_agency
from tests.bots import Bots
from tests.owing import WEDNESDAY, add_groups, beijing, owing
from tests.paper_agency import CRANES, THRUSHES, grant_of
from tests.stages import video
from tests.stages.video import BUSINESS_LEAD, CLIENT
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
TOKENS = "/v2/oauth/token/"


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


@pytest.fixture
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)
        add_groups(session)


def sweep_at(*moments: datetime) -> None:
    for moment in moments:
        with time_machine.travel(moment), records() as session:
            sweep(session, moment)


def headlines() -> list[str]:
    """Return what was said of the deadlines, in the order in which it was said."""
    with records() as session:
        return list(session.scalars(select(Notification.title).order_by(Notification.created_at, Notification.id)))


@pytest.mark.usefixtures("agency")
def test_a_sweep_in_a_future_that_is_over_is_not_said_again_when_that_day_comes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "SOURCES", (owing(1),))
    today, tomorrow = beijing(11, 25), beijing(11, 26)

    sweep_at(today, tomorrow)
    said = headlines()
    sweep_at(today, today + AN_HOUR, tomorrow, tomorrow + AN_HOUR)

    assert len(said) == 2
    assert headlines() == said


@pytest.mark.usefixtures("agency")
def test_what_falls_due_after_the_clock_was_set_back_is_said_in_its_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "SOURCES", (owing(1),))
    sweep_at(beijing(11, 26))
    monkeypatch.setattr(sources, "SOURCES", (owing(1), owing(2)))

    sweep_at(beijing(11, 25))

    assert headlines()[0] == "到期事项 · 今天到期 2"


@pytest.mark.usefixtures("agency")
def test_a_new_day_for_what_was_reminded_of_in_a_future_that_is_over_is_told_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "SOURCES", (owing(1),))
    sweep_at(beijing(11, 26))
    monkeypatch.setattr(sources, "SOURCES", (owing(1, due_on=WEDNESDAY + 7 * A_DAY),))

    sweep_at(beijing(11, 25))
    said = headlines()
    sweep_at(beijing(11, 25, 10), beijing(11, 25, 11))

    assert len(said) == 2
    assert headlines() == said


@pytest.mark.usefixtures("on_record")
def test_codes_that_were_taken_away_stay_so_and_the_latest_ones_count_though_the_clock_was_set_back():
    with records() as session:
        small_agency.found(session)
    with time_machine.travel(NOON):
        enrol("甲手机(虚构)")
    with time_machine.travel(NOON - AN_HOUR):
        enrol("乙手机(虚构)")
    assert codes_now() == "乙手机(虚构)"

    with time_machine.travel(NOON - A_DAY):
        enrol(None)
    assert codes_now() is None


def enrol(secret: str | None) -> None:
    with records() as session:
        identity.enrol(session, lead(session), secret)


def codes_now() -> str | None:
    with records() as session:
        found = identity.enrolment_of(session, lead(session))
        return found and found.secret_sealed


def lead(session: Session) -> str:
    return session.scalars(select(Person.id).where(Person.code == "BU")).one()


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


def test_a_pair_of_tokens_that_rotated_in_a_future_that_is_over_is_kept_and_used_and_rotated_once(remote: Remote):
    with records() as session:
        thrushes = paper_agency.found_thrushes(session)
        paper_agency.authorise(session, remote, THRUSHES)
    first, now = opened(grant_of(THRUSHES)), paper_agency.NOW
    before = remote.calls()[TOKENS]

    for moment in (now + 2 * A_DAY, now - AN_HOUR, now + AN_HOUR, now + 2 * A_DAY):
        with time_machine.travel(moment):
            used = usable_grant(thrushes)

    assert remote.calls()[TOKENS] - before == 1
    assert used == opened(grant_of(THRUSHES))
    assert used.refresh_token != first.refresh_token
    with time_machine.travel(now + 4 * A_DAY):  # the kept refresh token is the one that still works
        assert usable_grant(thrushes).access_token != used.access_token


def test_a_look_of_a_future_that_is_over_spares_no_other_one(remote: Remote):
    now = paper_agency.NOW
    with time_machine.travel(now + AN_HOUR):
        assert not pull(CRANES, Wish(since=now + AN_HOUR)).was_seen

    with time_machine.travel(now):
        looked, again = (pull(CRANES, Wish(since=now)) for _time in range(2))

    assert (looked.was_seen, again.was_seen) == (False, True)
