"""What the leads, the page and the doctor say of the backups."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms.messages import MessageKind, Urgency
from agency.records.tables import Notification, TakenBackup
from config.settings import settings
from shortvideo.checkups.backups import backup_findings
from tasks.backups.alarms import told
from tasks.backups.page import page_of
from tasks.opening import looking, records
from tests.tasks import outbox
from tests.tasks.outbox import NOON

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with time_machine.travel(NOON - timedelta(days=60)):
        outbox.found()


def take(days_ago: float, *, proven: bool = False, failed: str | None = None) -> None:
    """Put a backup on record."""
    at = NOON - timedelta(days=days_ago)
    with records() as session:
        session.add(
            TakenBackup(
                place=f"/invented/shortvideo-{at:%Y%m%d}.zip",
                taken_at=at,
                ended_at=at,
                bytes=3_000_000,
                sha256="ab" * 32,
                rows=1200,
                prefect_rows=300,
                files=7,
                faults=0,
                proven_at=at if proven else None,
                tried_at=at if proven or failed else None,
                failed=failed,
            )
        )


def tell_at(later: timedelta = timedelta()) -> int:
    with records() as session:
        return told(session, settings(), NOON + later)


def alarms() -> list[Notification]:
    with looking() as session:
        return list(session.scalars(select(Notification).where(Notification.about.startswith("backups-"))))


def rules() -> set[str]:
    with looking() as session:
        return {finding.rule for finding in backup_findings(session, settings(), NOON)}


def page() -> str:
    with looking() as session:
        return page_of(session, settings(), NOON)


def test_backups_in_order_alarm_nobody():
    take(0.3)
    take(1.3, proven=True)

    assert tell_at() == 0
    assert rules() <= {"backup-beside"}


def test_no_backup_at_all_is_told_to_the_leads_once_a_week():
    assert tell_at() > 0
    assert tell_at() == tell_at(timedelta(days=1)) == 0
    assert tell_at(WEEK) > 0
    assert {one.kind for one in alarms()} == {MessageKind.ALARM}
    assert rules() == {"backup-overdue"}


def test_a_trial_that_failed_is_told_at_once_with_its_reason():
    take(0.3, failed="第 3 行不一致(虚构)")

    assert tell_at() > 0
    (alarm, *_others) = alarms()
    assert alarm.urgency is Urgency.AT_ONCE
    assert "第 3 行不一致" in alarm.body
    assert "backup-failed" in rules()


def test_backups_that_were_never_proven_are_told_of_after_two_weeks():
    take(0.3)
    take(13)
    assert tell_at() == 0

    take(15)

    assert tell_at() > 0
    assert "backup-unproven" in rules()


def test_the_page_says_what_is_wrong_before_it_lists_what_there_is():
    take(3, proven=True)
    take(10, failed="坏了(虚构)")

    told_page = page()

    assert told_page.index("没有新的备份") < told_page.index("shortvideo-20261123.zip") < told_page.index("坏了")
    assert "1,500" in told_page
    assert "| 备份时间 | 试恢复 |" in told_page


def test_a_page_without_backups_says_so():
    assert page().startswith("**还没有备份:请运行流程 back-up。**")


def test_backups_on_another_disk_are_not_pointed_out(monkeypatch: pytest.MonkeyPatch):
    if (shm := Path("/dev/shm")).stat().st_dev == settings().home.stat().st_dev:  # noqa: S108
        pytest.skip("this machine has one disk only")
    monkeypatch.setenv("SHORTVIDEO_BACKUPS_DIRECTORY", str(shm / "nothing-is-written-here"))
    settings.cache_clear()
    take(0.3)

    assert "backup-beside" not in rules()
