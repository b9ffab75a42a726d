"""A script is put before its readers at one moment; what counts is when it really reached them (I4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.records import syncs
from agency.records.named import by_code
from agency.records.tables import GroupChat, KeptFile, Notification, Person, Script, ScriptSync
from tasks.files.downloads import path_of
from tasks.opening import records
from tasks.scripts.delivery import deliver, standing_of_sync
from tasks.scripts.readers import tell_new_readers
from tests.tasks import told
from tests.tasks.told import APPROVED, HOUSE, ICE, PARTNER, SHOOT, TEA, messages, names, recast, sent, synced

pytestmark = pytest.mark.usefixtures("on_record")

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def findings(script_id: str) -> list[str]:
    with records() as session:
        script = session.get_one(Script, script_id)
        return [one.rule for one in standing_of_sync(session, told.item(session), script, SHOOT)]


def readers_told() -> list[list[str]]:
    """Return whom each message about a script speaks to."""
    return sorted(names([*one.mentions, one.person_id or ""]) for one in messages("script-"))


def test_all_three_are_told_in_one_moment_and_the_talent_never_in_the_group_of_the_house():
    synced()

    assert readers_told() == [["DA"], ["JIAN", "SHE"]]
    with records() as session:
        assert {one.told_at for one in session.scalars(select(ScriptSync))} == {APPROVED}


def test_the_message_leads_to_a_page_of_the_script_that_needs_no_login():
    synced()

    with records() as session:
        (kept,) = session.scalars(select(KeptFile))
        page = path_of(kept).read_text(encoding="utf-8")
    assert all(f"/files/{kept.id}." in (one.link or "") for one in messages("script-"))
    assert TEA in page
    assert ICE in page
    assert "2026-12-11" in page


def test_what_is_written_in_a_script_cannot_become_code_on_its_page():
    synced(("<script>alert(1)</script>", ICE))

    with records() as session:
        page = path_of(session.scalars(select(KeptFile)).one()).read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'href="javascript:' not in page
    assert 'href="https://example.com/tea"' in page


def test_a_second_delivery_of_the_same_version_tells_nobody():
    script_id = synced()

    with records() as session:
        assert deliver(session, session.get_one(Script, script_id), APPROVED + MINUTE) == []
    assert len(messages("script-")) == 2


def test_a_script_on_its_way_has_reached_nobody_until_the_bot_says_so():
    script_id = synced()
    assert "I4-on-its-way" in findings(script_id)

    sent(APPROVED + MINUTE)
    assert findings(script_id) == ["I4-unread"]
    with records() as session:
        assert syncs.last_delivery(session, told.item(session).id) == APPROVED + MINUTE


def test_sixty_one_minutes_between_two_groups_is_not_at_the_same_time():
    script_id = synced()
    sent(APPROVED, chat=HOUSE)
    sent(APPROVED + 61 * MINUTE, chat=PARTNER)

    assert findings(script_id) == ["I4-not-together", "I4-unread"]


def test_sixty_minutes_between_two_groups_still_is():
    script_id = synced()
    sent(APPROVED, chat=HOUSE)
    sent(APPROVED + 60 * MINUTE, chat=PARTNER)

    assert findings(script_id) == ["I4-unread"]


def test_one_dead_bot_keeps_the_script_from_one_reader_and_is_told_of_that_one_alone():
    script_id = synced()
    sent(APPROVED, chat=HOUSE)

    with records() as session:
        standing = standing_of_sync(session, told.item(session), session.get_one(Script, script_id), SHOOT)
        assert syncs.last_delivery(session, told.item(session).id) is None
    (stuck,) = [one for one in standing if one.rule == "I4-on-its-way"]
    assert "达达" in stuck.message
    assert "佘光" not in stuck.message


def test_what_arrives_after_its_day_is_late_however_early_it_was_approved():
    script_id = synced()
    sent(APPROVED, chat=HOUSE)
    sent(APPROVED + timedelta(days=6), chat=PARTNER)

    assert "I4-late" in findings(script_id)


def test_a_reader_without_any_channel_is_reached_when_the_note_is_made():
    with records() as session:
        session.delete(by_code(session, GroupChat, HOUSE))
    script_id = synced()
    sent(APPROVED, chat=PARTNER)

    assert findings(script_id) == ["I4-unread"]


def test_somebody_who_left_the_agency_is_told_nothing_and_has_not_got_the_script():
    with records() as session:
        session.get_one(Person, told.person(session, "SHE")).active = False
    script_id = synced()
    sent(APPROVED)

    assert readers_told() == [["DA"], ["JIAN"]]
    assert "I4-on-its-way" in findings(script_id)


def test_a_new_version_is_put_before_all_three_again_with_what_changed():
    synced()
    synced((TEA, "达达举杯", "夜色里的茶园"), APPROVED + timedelta(days=1))

    again = [one for one in messages("script-") if "第 2 版" in one.title]
    assert sorted(names([*one.mentions, one.person_id or ""]) for one in again) == [["DA"], ["JIAN", "SHE"]]
    assert all("镜号 2 有改动:画面" in one.body and "镜号 3 新增:夜色里的茶园" in one.body for one in again)
    assert all("镜号 1" not in one.body for one in again)
    assert all("不再有效" in one.body for one in again)


def test_a_first_version_tells_of_no_change():
    synced()

    assert all("改动" not in one.body for one in messages("script-"))


def test_a_talent_replaced_two_days_before_is_told_alone_and_the_rest_not_again():
    synced()
    sent(APPROVED)
    recast("talent", "YUN")

    with records() as session:
        assert tell_new_readers(session, APPROVED + timedelta(days=6)) == 1
    assert readers_told() == [["DA"], ["JIAN", "SHE"], ["YUN"]]
    with records() as session:
        assert tell_new_readers(session, APPROVED + timedelta(days=6, minutes=1)) == 0


def test_the_new_talents_late_delivery_makes_the_script_late():
    script_id = synced()
    sent(APPROVED)
    recast("talent", "YUN")
    with records() as session:
        tell_new_readers(session, APPROVED + timedelta(days=6))
    sent(APPROVED + timedelta(days=6))

    assert "I4-late" in findings(script_id)


@pytest.mark.parametrize(("day", "told_now"), [(8, 1), (9, 0)])
def test_after_the_shoot_nobody_new_is_told(day: int, told_now: int):
    synced()
    recast("talent", "YUN")

    with records() as session:
        assert tell_new_readers(session, APPROVED + timedelta(days=day)) == told_now


def test_a_script_that_nobody_was_told_of_is_not_put_before_anybody_by_the_sweep():
    with records() as session:
        told.written(session)

    with records() as session:
        assert tell_new_readers(session, APPROVED) == 0


def test_note_and_message_are_kept_together_or_neither_is():
    class Killed(Exception):
        pass

    def until_killed() -> None:
        with records() as session:
            deliver(session, told.written(session), APPROVED)
            raise Killed

    with pytest.raises(Killed):
        until_killed()
    with records() as session:
        assert session.scalars(select(ScriptSync)).all() == []
        assert session.scalars(select(Notification)).all() == []

    synced()
    assert readers_told() == [["DA"], ["JIAN", "SHE"]]
