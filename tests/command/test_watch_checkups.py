"""What the doctor says of clocks, keys, runs and pulls, and in which order whoever is on duty reads it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agency.domain.finding import Finding, warning
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform, PullPart
from agency.domain.terms.performance import Light
from agency.domain.terms.watching import Attention, Part
from agency.records.named import by_code
from agency.records.tables import Account, PlatformGrant, Pull
from config.settings import Settings
from shortvideo.checkups.clocks import apart_findings, behind_of_records, behind_of_server, zone_findings
from shortvideo.checkups.keys import key_findings
from shortvideo.checkups.known import attention_for, light_of, part_of, worst_first
from shortvideo.checkups.pulls import STALE_AFTER, pull_findings
from shortvideo.checkups.running import counted_runs, run_findings
from shortvideo.doctor import line_of
from tasks.opening import looking, records
from tests import small_agency
from tests.web.house import serving

UNKNOWN = ["time-zone-unknown"]
MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


@pytest.mark.parametrize(("seconds", "found"), [(9, []), (-9, []), (11, ["clock-apart"]), (-3600, ["clock-apart"])])
def test_clocks_that_are_more_than_ten_seconds_apart_are_pointed_out_whichever_is_behind(
    seconds: int, found: list[str]
):
    assert rules(apart_findings("数据库", timedelta(seconds=seconds))) == found


def test_a_clock_that_can_not_be_asked_gives_no_cause(tmp_path: Path):
    chosen = Settings(home=tmp_path, records_url="postgresql+psycopg://nobody@127.0.0.1:1/records")

    assert behind_of_records(chosen) is None
    assert behind_of_server("http://127.0.0.1:1/api") is None
    assert rules(apart_findings("数据库", None)) == []


def test_a_server_tells_its_time_with_every_answer():
    async def empty(_scope: object, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"true"})  # type: ignore[operator]

    with serving(lambda _address: empty) as address:  # type: ignore[arg-type]
        behind = behind_of_server(f"{address}/api")

    assert behind is not None
    assert abs(behind) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("Asia/Shanghai", []),
        ("Asia/Taipei", []),
        ("Europe/Berlin", ["time-zone-unknown"]),
        ("Mars/Olympus", ["time-zone-unknown"]),
    ],
)
def test_days_are_counted_by_beijing_time_or_it_is_pointed_out(zone: str, found: list[str]):
    assert rules(zone_findings(zone, MORNING)) == found


def test_a_key_that_others_can_read_is_named_and_one_for_its_user_alone_is_not(tmp_path: Path):
    for name, mode in (("sealing.key", 0o600), ("links.key", 0o640), ("records.db", 0o644)):
        (tmp_path / name).write_text("虚构", "utf-8")
        (tmp_path / name).chmod(mode)

    (found,) = key_findings(tmp_path)

    assert "links.key" in found.message
    assert "chmod 600" in found.message


def test_runs_that_are_late_or_failed_are_counted_and_those_at_work_are_no_trouble():
    assert rules(run_findings({"running": 4, "suspended": 9000, "late": 0, "failed": 0, "crashed": 0})) == []
    assert rules(run_findings({"late": 2})) == ["runs-late"]
    (found,) = run_findings({"failed": 2, "crashed": 1})
    assert "3" in found.message


def test_a_server_that_goes_away_while_it_is_asked_gives_no_count():
    assert counted_runs("http://127.0.0.1:1/api") == {}


def look(account: Account, observed_at: datetime, trouble: str | None = None) -> Pull:
    return Pull(account_id=account.id, observed_at=observed_at, parts=[PullPart.WORKS], trouble=trouble)


@pytest.mark.parametrize(
    ("hours", "found"),
    [(STALE_AFTER.total_seconds() / 3600 - 1, []), (STALE_AFTER.total_seconds() / 3600 + 1, ["pulls-stale"])],
)
def test_a_platform_that_brought_nothing_for_a_day_and_a_half_is_named(on_record: str, hours: float, found: list[str]):
    with records() as session:
        small_agency.found(session)
        session.flush()
        account = by_code(session, Account, "BREEZE-DY")
        sealed = {"open_id": "xuni", "access_token_sealed": "-", "access_expires_at": MORNING, "authorised_at": MORNING}
        session.add(PlatformGrant(account_id=account.id, platform=Platform.DOUYIN, state=GrantState.ACTIVE, **sealed))
        session.add(look(account, MORNING - timedelta(hours=hours)))
        session.add(look(account, MORNING - timedelta(hours=1), trouble="没有答复(虚构)"))

    with looking() as session:
        assert rules(pull_findings(session, MORNING)) == found


def test_what_must_be_seen_to_at_once_comes_first_and_equals_keep_their_order():
    found = [
        warning("role-vacant", "甲"),
        warning("group-broken", "乙"),
        warning("no-worker", "丙"),
        warning("runs-late", "丁"),
    ]

    assert [one.message for one in worst_first(found)] == ["丙", "乙", "丁", "甲"]
    assert light_of(found) is Light.RED
    assert light_of(found[:2]) is Light.AMBER
    assert light_of([]) is Light.GREEN


def test_a_finding_that_nobody_has_put_into_the_table_is_shown_all_the_same():
    forgotten = Finding("new-and-forgotten", "忘了登记")

    assert (part_of(forgotten), attention_for(forgotten)) == (Part.RUNNING, Attention.TONIGHT)


def test_a_line_of_the_doctor_ends_with_the_name_that_operations_explains():
    assert line_of(warning("runs-late", "到点没有开始")) == "[提醒] 到点没有开始 (runs-late)"
