"""A lead sets a rule aside: by name, with a reason, until a day; the sweep is silent as long as it stands (gates.md 10)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.errors import AlreadyDecided, NotOnRecord, RuleBroken
from agency.records.tables import Notification, Person, Waiver
from tasks.deadlines.page import page_of
from tasks.deadlines.sweep import sweep
from tasks.gate.waiving import WaiverWish, drafted, waive
from tasks.opening import records
from tasks.owed import plans, sources
from tests import small_agency
from tests.owing import beijing, person

NOW = beijing(11, 10)
HOLIDAY = "甲方整体放假(虚构)"


@pytest.fixture(autouse=True)
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Owe the plan of the project, due on 9 November, and nothing else."""
    monkeypatch.setattr(sources, "SOURCES", (plans.owed,))
    with records() as session:
        small_agency.found(session)


def waived(
    subject: str = "BREEZE", rule: str = "C2", until: str = "2026-11-20", reason: str = HOLIDAY, at: datetime = NOW
) -> None:
    with records() as session:
        draft = drafted(session, WaiverWish(rule, subject, until, reason), at)
        waive(session, draft, person(session, "BU"), at, None)


def swept_open(at: datetime) -> int:
    with records() as session:
        return len(sweep(session, at).open)


def test_a_waived_plan_is_owed_by_nobody_until_the_waiver_has_run_out():
    waived()

    assert (swept_open(NOW), swept_open(beijing(11, 20))) == (0, 0)
    with records() as session:
        assert session.scalars(select(Notification)).all() == []
    assert swept_open(beijing(11, 23)) == 1


def test_the_page_shows_who_set_it_aside_and_why():
    waived()

    with records() as session:
        page = page_of(sweep(session, NOW))

    assert "| 【清风夏日】项目方案和时间表 | C2 | 卜部 | 甲方整体放假(虚构) | 2026-11-20 |" in page


def test_only_leads_are_offered():
    with records() as session:
        draft = drafted(session, WaiverWish("C2", "BREEZE", "", HOLIDAY), NOW)

    assert set(draft.leads) == {"云总(运营负责人)", "卜部(部门负责人)", "叶务(业务负责人)"}


def test_a_second_waiver_is_told_who_was_first_and_one_that_ran_out_may_be_followed():
    waived()

    with pytest.raises(AlreadyDecided, match="卜部 已为 BREEZE 豁免 C2,至 2026-11-20"):
        waived(until="2026-12-20")
    waived(until="2026-12-20", at=beijing(11, 21))
    with records() as session:
        assert sorted(str(one.expires_on) for one in session.scalars(select(Waiver))) == ["2026-11-20", "2026-12-20"]
    assert swept_open(beijing(11, 23)) == 0


def test_two_leads_at_once_make_one_waiver():
    together = Barrier(2)

    def one(_number: int) -> str:
        together.wait()
        try:
            waived(until="")
        except AlreadyDecided:
            return "too late"
        return "written"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["too late", "written"]


def test_a_waiver_without_a_reason_or_of_nothing_on_record_is_refused():
    with pytest.raises(RuleBroken, match="必须写明理由"):
        waived(reason=" ")
    with pytest.raises(NotOnRecord):
        waived(subject="NO-SUCH")


def test_an_editor_on_leave_is_not_expected_to_share_and_no_lead_excepts_himself():
    with records() as session:
        draft = drafted(session, WaiverWish("C6", "JIAN", "", "年假(虚构)"), NOW)
        own = drafted(session, WaiverWish("C6", "BU", "", "年假(虚构)"), NOW)
        assert draft.subject_id == session.scalars(select(Person.id).where(Person.code == "JIAN")).one()

    assert "卜部(部门负责人)" in draft.leads
    assert "卜部(部门负责人)" not in own.leads
    assert draft.until is None
