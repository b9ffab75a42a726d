"""The sweep: what is owed is kept on record, and everybody is told once, however often and by however many it is swept."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation, end_of
from agency.domain.terms.governance import RuleState
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.tables import Notification, Reminder, RuleCheck
from tasks.deadlines.sweep import Swept, sweep, sweep_hours
from tasks.opening import records, records_engine
from tasks.owed import sources
from tests import small_agency
from tests.owing import WEDNESDAY, add_groups, beijing, owing, person, project

SUNDAY_BEFORE = beijing(11, 22)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)
        add_groups(session)


@pytest.fixture
def owed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let nothing be owed but what the test says."""
    monkeypatch.setattr(sources, "SOURCES", ())
    return monkeypatch


def swept_at(*moments: datetime) -> Swept:
    """Sweep at some moments; what a sweep says is read at once."""
    for moment in moments:
        swept = unread_sweep(moment)
        read_all()
    return swept


def read_all() -> None:
    with records() as session:
        session.execute(update(Notification).values(status=DeliveryStatus.SENT))


def unread_sweep(moment: datetime) -> Swept:
    """Sweep, and let what is said lie in the outbox."""
    with records() as session:
        return sweep(session, moment)


def messages() -> list[Notification]:
    with records() as session:
        return list(session.scalars(select(Notification).order_by(Notification.created_at, Notification.id)))


def steps() -> list[tuple[str, int]]:
    with records() as session:
        kept = session.scalars(select(Reminder).order_by(Reminder.told_at, Reminder.id))
        return [(one.step.value, one.number) for one in kept]


def checks() -> list[RuleCheck]:
    with records() as session:
        return list(session.scalars(select(RuleCheck).order_by(RuleCheck.subject_id)))


def test_a_reader_gets_one_message_with_everything_in_it_the_worst_first(owed: pytest.MonkeyPatch):
    late, today, soon = owing(1, due_on=date(2026, 11, 24)), owing(2), owing(3, due_on=date(2026, 11, 26))
    owed.setattr(sources, "SOURCES", (soon, today, late))

    swept = swept_at(beijing(11, 25))

    (told,) = messages()
    assert swept.messages == 1
    assert (told.kind, told.urgency, told.channel) == (MessageKind.OVERDUE, Urgency.IN_HOURS, ChatChannel.FEISHU)
    assert told.title == "到期事项 · 已逾期 1 · 今天到期 1 · 即将到期 1"
    order = [told.body.index(words) for words in ("已逾期", "第 1 杯", "今天到期", "第 2 杯", "即将到期", "第 3 杯")]
    assert order == sorted(order)
    assert "[《第 1 杯茶》(虚构)初剪](http://127.0.0.1:4200/runs/1) · 2026-11-24 前 · 简洁" in told.body
    with records() as session:
        assert told.mentions == [person(session, "JIAN")]


def test_a_second_sweep_at_the_same_moment_says_and_writes_nothing(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1), owing(2, due_on=date(2026, 11, 20))))
    swept_at(beijing(11, 25))
    before = (len(messages()), steps(), [one.rev for one in checks()])

    again = swept_at(beijing(11, 25))

    assert (len(messages()), steps(), [one.rev for one in checks()]) == before
    assert again.messages == 0


def test_what_stays_undone_goes_to_the_lead_and_then_to_the_one_above(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1),))

    swept_at(*(beijing(11, day, hour) for day in (20, 24, 25, 26, 27, 30) for hour in (9, 10, 18)))

    with records() as session:
        names = {person(session, code): code for code in ("JIAN", "YUN", "BU")}
    assert [(told.kind, [names[one] for one in told.mentions]) for told in messages()] == [
        (MessageKind.REMINDER, ["JIAN"]),
        (MessageKind.REMINDER, ["JIAN"]),
        (MessageKind.REMINDER, ["JIAN"]),
        (MessageKind.OVERDUE, ["JIAN"]),
        (MessageKind.ESCALATION, ["YUN"]),
        (MessageKind.ESCALATION, ["BU"]),
    ]
    assert "逾期上报" in messages()[4].body
    assert "→ 云总" in messages()[4].body


def test_a_group_that_heard_nothing_for_days_hears_once_how_things_are(owed: pytest.MonkeyPatch):
    done = owing(2, done_at=beijing(11, 24))
    owed.setattr(sources, "SOURCES", (owing(1), owing(2), owing(3, due_on=date(2026, 11, 30))))
    unread_sweep(beijing(11, 20))
    owed.setattr(sources, "SOURCES", (owing(1), done, owing(3, due_on=date(2026, 11, 30))))

    for day in (24, 25, 26, 27):
        unread_sweep(beijing(11, day))

    *overtaken, told = messages()
    assert {one.status for one in overtaken} == {DeliveryStatus.WITHDRAWN}
    assert told.status is DeliveryStatus.WAITING
    assert told.title == "到期事项 · 逾期上报 1 · 即将到期 1"
    assert told.body.count("第 1 杯") == 1
    assert "第 2 杯" not in told.body
    with records() as session:
        assert set(told.mentions) == {person(session, "JIAN"), person(session, "YUN")}


def test_a_message_that_has_begun_to_go_out_is_not_overtaken(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1),))
    unread_sweep(beijing(11, 20))
    with records() as session:
        session.scalars(select(Notification)).one().parts_sent = 1

    unread_sweep(beijing(11, 24))

    assert [one.status for one in messages()] == [DeliveryStatus.WAITING, DeliveryStatus.WAITING]


def test_in_a_group_everybody_reads_one_message_in_which_each_thing_stands_once(owed: pytest.MonkeyPatch):
    with records() as session:
        both = (person(session, "LIN"), person(session, "WU"))
    owed.setattr(sources, "SOURCES", (owing(1, owners=both), owing(2, owner="WU"), owing(3, owner="SHE")))

    swept_at(beijing(11, 25))

    (told,) = messages()
    assert [told.body.count(f"第 {number} 杯") for number in (1, 2, 3)] == [1, 1, 1]
    assert len(told.mentions) == 3


def test_between_the_full_hours_only_things_of_hours_are_looked_at_and_the_others_stay_on_record(
    owed: pytest.MonkeyPatch,
):
    owed.setattr(sources, "SOURCES", (owing(1), owing(2)))
    swept_at(beijing(11, 24))
    case = owing(9, rule="C3-case", due_at=beijing(11, 24, 9, 10), patience=timedelta(hours=1))
    owed.setattr(sources, "OF_HOURS", (case,))

    with records() as session:
        swept = sweep_hours(session, beijing(11, 24, 9, 15))

    assert [one.rule for one in swept.open] == ["C3-case"]
    assert sorted(one.state for one in checks()) == [RuleState.BREACHED, RuleState.PENDING, RuleState.PENDING]
    assert "第 9 杯" in messages()[-1].body


def test_people_who_owe_the_same_in_one_group_share_a_message(owed: pytest.MonkeyPatch):
    with records() as session:
        both = (person(session, "LIN"), person(session, "WU"))
    owed.setattr(sources, "SOURCES", (owing(1, owners=both),))

    swept_at(beijing(11, 25))

    (told,) = messages()
    assert set(told.mentions) == set(both)


def test_the_client_is_asked_kindly_in_the_partner_group_and_never_told_what_the_house_is_late_with(
    owed: pytest.MonkeyPatch,
):
    with records() as session:
        client = person(session, "JIA")
    theirs = owing(1, owner="JIA", due_on=date(2026, 11, 24), what="《夏日新品》(虚构)成片确认")
    ours = owing(2, due_on=date(2026, 11, 24), chain=(client,))
    owed.setattr(sources, "SOURCES", (theirs, ours))

    swept_at(beijing(11, 25), beijing(11, 26), beijing(11, 27), beijing(11, 30))

    to_client = [told for told in messages() if client in told.mentions]
    assert [told.title for told in to_client] == ["温馨提醒:有 1 项内容等您确认"]
    assert to_client[0].body.startswith("- 《夏日新品》(虚构)成片确认:原定 2026-11-24 前确认,期待您的回复。")
    assert "逾期" not in to_client[0].title + to_client[0].body
    assert "127.0.0.1" not in to_client[0].body


def test_a_day_off_is_kept_free_but_for_things_of_hours(owed: pytest.MonkeyPatch):
    case = owing(2, due_at=beijing(11, 22, 8), patience=timedelta(hours=2), at_any_hour=True, what="负评待处理(虚构)")
    owed.setattr(sources, "SOURCES", (owing(1, due_on=date(2026, 11, 20)), case))

    swept = swept_at(SUNDAY_BEFORE)

    (told,) = messages()
    assert swept.is_day_off
    assert "负评待处理" in told.body
    assert "杯茶" not in told.body
    assert told.urgency is Urgency.AT_ONCE


def test_on_the_day_of_installation_the_lead_gets_one_summary(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", tuple(owing(number, due_on=date(2026, 9, 1)) for number in range(1, 101)))

    swept_at(beijing(11, 25), beijing(11, 26), beijing(11, 27))

    (told,) = messages()
    with records() as session:
        assert told.mentions == [person(session, "YUN")]
    assert told.title == "到期事项 · 入库时早已逾期 100"
    assert "另有 70 项" in told.body


def test_every_obligation_has_its_record_and_the_record_is_closed(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1), owing(2), owing(3), owing(4)))
    swept_at(beijing(11, 23))
    in_time, too_late = beijing(11, 24), beijing(11, 26, 12)
    owed.setattr(
        sources, "SOURCES", (owing(1, done_at=in_time), owing(2, done_at=too_late), owing(3), owing(4, is_waived=True))
    )

    swept_at(beijing(11, 26, 13))

    kept = checks()
    assert [one.state for one in kept] == [RuleState.MET, RuleState.MET_LATE, RuleState.BREACHED, RuleState.WAIVED]
    assert [one.measured for one in kept[:2]] == ["2026-11-24 09:00", "2026-11-26 12:00"]
    assert kept[1].done_at == too_late
    assert kept[2].evidence == "http://127.0.0.1:4200/runs/3"


def test_what_no_source_speaks_of_any_more_is_no_longer_owed_unless_it_was_late(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1, due_on=date(2026, 11, 24)), owing(2)))
    swept_at(beijing(11, 25))
    owed.setattr(sources, "SOURCES", ())

    swept_at(beijing(11, 25, 10))

    assert [(one.state, one.evidence) for one in checks()] == [
        (RuleState.BREACHED, "http://127.0.0.1:4200/runs/1"),
        (RuleState.WAIVED, "不再需要"),
    ]


def test_what_is_spoken_of_again_after_months_goes_on_with_its_old_record(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1, done_at=beijing(5, 4), due_on=date(2026, 5, 5)),))
    swept_at(beijing(5, 4))
    owed.setattr(sources, "SOURCES", (owing(1),))

    swept_at(beijing(11, 25))

    assert [one.state for one in checks()] == [RuleState.PENDING]
    assert steps() == [("ahead", 0)]


def test_a_waiver_ends_the_reminders_until_its_last_day(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1, rule="S7", due_on=date(2026, 11, 24)),))
    with records() as session:
        key = GateKey(ledger.SubjectKind.CONTENT, f"{1:026}", "S7")
        lead = person(session, "YUN")
        ledger.waive(session, key, reason="甲方改档期(虚构)", granted_by=lead, flow_run_id=None, until=WEDNESDAY)

    during = swept_at(beijing(11, 25))
    state_during = [(one.state, one.evidence) for one in checks()]
    swept_at(beijing(11, 26))

    assert during.open == []
    assert [(one.by, one.reason) for one in during.waived.values()] == [("云总", "甲方改档期(虚构)")]
    assert state_during == [(RuleState.WAIVED, "云总: 甲方改档期(虚构)")]
    assert [one.state for one in checks()] == [RuleState.BREACHED]
    assert steps() == [("overdue", 0)]


def test_readers_of_two_projects_without_a_house_group_are_told_in_each_project_s_group(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1), owing(2, project_id=None)))

    swept_at(beijing(11, 25))

    assert sorted(told.channel.value for told in messages()) == ["feishu", "manual"]


def test_two_sweeps_at_once_tell_everybody_once(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", tuple(owing(number) for number in range(1, 21)))
    together = Barrier(2)

    def one(_number: int) -> int:
        together.wait()
        return swept_at(beijing(11, 25)).messages

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [0, 1]
    assert len(messages()) == 1
    assert len(steps()) == 20


SWEEP = """
import os, signal, sys
from sqlalchemy import Engine, event
from tasks.deadlines.sweep import sweep
from tasks.opening import records
from tasks.owed import sources
from tests.owing import beijing, owing

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "before_cursor_execute")
def before(connection, cursor, statement, *_):
    if sys.argv[1] in statement:
        kill()

if sys.argv[1] == "COMMIT":
    event.listens_for(Engine, "commit")(kill)

sources.SOURCES = (owing(1), owing(2))
with records() as session:
    sweep(session, beijing(11, 25))
"""


@pytest.mark.parametrize("moment", ["INTO rule_checks", "INTO reminders", "INTO notifications", "COMMIT"])
def test_a_sweep_that_is_killed_leaves_nothing_and_done_again_tells_everybody_once(
    moment: str, owed: pytest.MonkeyPatch
):
    killed = subprocess.run([sys.executable, "-c", SWEEP, moment], env=dict(os.environ), check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (checks(), steps(), messages()) == ([], [], [])
    owed.setattr(sources, "SOURCES", (owing(1), owing(2)))
    swept_at(beijing(11, 25), beijing(11, 25))
    assert steps() == [("ahead", 0), ("ahead", 0)]
    assert len(messages()) == 1


def test_a_step_that_was_taken_can_neither_be_changed_nor_taken_back(owed: pytest.MonkeyPatch):
    owed.setattr(sources, "SOURCES", (owing(1),))
    swept_at(beijing(11, 25))

    with pytest.raises(DBAPIError), records() as session:
        session.delete(session.scalars(select(Reminder)).one())


def many(count: int, owner: str) -> sources.Source:
    """Return a source of many things that are owed, all told at once."""

    def owed(session: Session, at: object) -> Iterator[Obligation]:
        one, of = person(session, owner), project(session)
        for number in range(count):
            yield Obligation(
                rule="S10",
                subject_kind="content_items",
                subject_id=f"{number:026}",
                what=f"第 {number} 杯茶(虚构)",
                owners=(one,),
                due_at=end_of(WEDNESDAY),
                project_id=of,
            )

    return owed


def statements_of(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sources, "SOURCES", (many(count, "JIAN"),))
    said: list[str] = []
    engine = records_engine(os.environ["SHORTVIDEO_RECORDS_URL"])
    for day in (20, 24, 26):
        event.listen(engine, "before_cursor_execute", listener := lambda *told: said.append(told[2]))
        unread_sweep(beijing(11, day))
        event.remove(engine, "before_cursor_execute", listener)
        read_all()
    with records() as session:
        assert len(list(session.scalars(select(RuleCheck.id)))) == count
    return len(said)


@pytest.mark.parametrize("count", [100, 1000])
def test_a_thousand_obligations_take_no_more_statements_than_a_hundred(count: int, owed: pytest.MonkeyPatch):
    assert statements_of(count, owed) <= 70
