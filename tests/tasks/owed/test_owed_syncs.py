"""What is owed around a script is measured by what really arrived, and waived when something newer overtakes it (I4)."""

from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.obligations import Obligation
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleState
from agency.records import ledger
from agency.records.ledger import GateKey
from tasks.opening import records
from tasks.owed.syncs import owed
from tasks.scripts.readers import tell_new_readers
from tasks.scripts.reading import acknowledge as acknowledged
from tasks.scripts.reading import reading_step, version_called
from tests.tasks import told
from tests.tasks.told import APPROVED, HOUSE, ICE, PARTNER, TEA, names, recast, sent, synced

pytestmark = pytest.mark.usefixtures("on_record")

DUE = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
"""The end, in Beijing, of the third day before the shoot on Friday the 11th."""
KNOWN_BY = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def all_owed(at: datetime = APPROVED) -> list[Obligation]:
    with records() as session:
        return list(owed(session, at))


def of_rule(rule: str, at: datetime = APPROVED) -> list[Obligation]:
    return [one for one in all_owed(at) if one.rule == rule]


def states(rule: str, at: datetime = DUE) -> list[RuleState]:
    return [one.state(at) for one in of_rule(rule, at)]


def knows(code: str, version: int = 1, at: datetime = APPROVED + A_DAY) -> None:
    """Let somebody say to know a version."""
    with records() as session:
        item, script = version_called(session, f"BREEZE-001/{version}")
        acknowledged(session, item, script, told.person(session, code), "", at)


def test_nothing_is_owed_of_a_script_that_nobody_was_told_of():
    assert all_owed() == []


def test_the_director_owes_the_sync_by_the_end_of_the_third_day_before():
    synced()

    (sync,) = of_rule("I4")
    assert names(sync.owners) == ["LIN"]
    assert sync.due_at == DUE
    assert sync.is_open


def test_it_is_done_when_the_last_of_the_three_has_it():
    synced()
    sent(APPROVED, chat=HOUSE)
    assert [one.done_at for one in of_rule("I4")] == [None]

    sent(APPROVED + A_DAY, chat=PARTNER)
    assert [one.done_at for one in of_rule("I4")] == [APPROVED + A_DAY]
    assert states("I4") == [RuleState.MET]


def test_a_dead_bot_makes_a_breach_of_what_was_told_in_time_and_later_a_late_one():
    synced()
    sent(APPROVED, chat=HOUSE)
    assert states("I4", DUE) == [RuleState.BREACHED]

    sent(DUE + timedelta(minutes=1), chat=PARTNER)
    assert states("I4", DUE + A_DAY) == [RuleState.MET_LATE]


def test_an_exception_by_name_waives_it():
    synced(at=DUE + timedelta(minutes=1))
    with records() as session:
        key = GateKey(SubjectKind.CONTENT, told.item(session).id, "I4")
        ledger.waive(session, key, reason="达人只有这一天", granted_by=told.person(session, "YUN"), flow_run_id=None)

    assert states("I4", DUE + A_DAY) == [RuleState.WAIVED]


def test_each_reader_owes_to_know_it_by_the_end_of_the_working_day_before_and_is_reminded_twice():
    synced()
    sent(APPROVED)

    reading = of_rule("I4-read")
    assert sorted(names([owner for one in reading for owner in one.owners])) == ["DA", "JIAN", "SHE"]
    assert {(one.due_at, tuple(one.remind_days)) for one in reading} == {(KNOWN_BY, (1, 0))}
    assert all(names(one.chain[:1]) == ["LIN"] for one in reading)


def test_a_reader_whom_it_has_not_reached_owes_nothing_yet():
    synced()
    sent(APPROVED, chat=HOUSE)

    assert sorted(names([owner for one in of_rule("I4-read") for owner in one.owners])) == ["JIAN", "SHE"]


def test_who_knows_it_owes_it_no_more():
    synced()
    sent(APPROVED)
    knows("DA")

    done = [one for one in of_rule("I4-read") if one.done_at is not None]
    assert [names(one.owners) for one in done] == [["DA"]]
    assert done[0].done_at == APPROVED + A_DAY


def test_a_new_version_waives_what_was_open_of_the_old_one_and_keeps_what_was_done():
    synced()
    sent(APPROVED)
    knows("DA")
    synced((TEA, "达达举杯"), APPROVED + A_DAY)
    sent(APPROVED + A_DAY)

    old_and_new = states("I4-read", APPROVED + A_DAY)
    assert sorted(old_and_new) == sorted([RuleState.MET, *[RuleState.WAIVED] * 2, *[RuleState.PENDING] * 3])
    assert sorted(states("I4", APPROVED + A_DAY)) == [RuleState.MET, RuleState.MET]


def test_a_version_that_was_overtaken_before_it_arrived_is_waived():
    synced()
    synced((TEA, ICE, "片尾"), APPROVED + A_DAY)

    assert sorted(states("I4", DUE)) == sorted([RuleState.WAIVED, RuleState.BREACHED])


def test_a_reader_who_left_owes_nothing_and_the_new_one_does():
    synced()
    sent(APPROVED)
    recast("talent", "YUN")
    with records() as session:
        tell_new_readers(session, APPROVED + A_DAY)
    sent(APPROVED + A_DAY)

    owing = {names(one.owners)[0]: one.state(APPROVED + A_DAY) for one in of_rule("I4-read")}
    assert owing["DA"] is RuleState.WAIVED
    assert owing["YUN"] is RuleState.PENDING


def test_who_left_without_having_got_it_keeps_no_script_from_being_synced():
    synced()
    sent(APPROVED, chat=HOUSE)
    recast("talent", None)

    assert [one.done_at for one in of_rule("I4")] == [APPROVED]


def test_a_shoot_that_is_moved_moves_both_days():
    synced()
    sent(APPROVED)
    with records() as session:
        told.item(session).planned_shoot_on = datetime(2026, 12, 14, tzinfo=UTC).date()

    assert [one.due_at for one in of_rule("I4")] == [datetime(2026, 12, 11, 16, 0, tzinfo=UTC)]
    assert {one.due_at for one in of_rule("I4-read")} == {datetime(2026, 12, 11, 16, 0, tzinfo=UTC)}


def test_a_script_is_spoken_of_for_six_weeks_after_its_shoot():
    synced()

    assert of_rule("I4", APPROVED + timedelta(days=53))
    assert not of_rule("I4", APPROVED + timedelta(days=54))


def test_a_reminder_leads_to_the_form_of_its_version():
    synced()
    sent(APPROVED)
    with records() as session:
        reading_step(session, "BREEZE-001/1", None, "11111111-2222-3333-4444-555555555555", APPROVED)

    links = {one.link for one in of_rule("I4-read")}
    assert len(links) == 1
    assert all(link is None or link.endswith("11111111-2222-3333-4444-555555555555") for link in links)
