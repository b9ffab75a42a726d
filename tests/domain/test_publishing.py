from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from agency.domain.publishing import (
    ALWAYS_APPLY,
    Checked,
    Package,
    Proof,
    checklist_findings,
    package_findings,
    proof_findings,
)
from agency.domain.terms.figures import Platform
from agency.domain.terms.publishing import CheckResult, PublishCheckItem
from config.lexicon import link_hosts
from tests.domain.findings import broken

ALL_PASSED = [Checked(item=item, result=CheckResult.PASSED, checked_by="Lu") for item in PublishCheckItem]
NOW = datetime(2026, 12, 7, 10, 5, tzinfo=UTC)
HOSTS = ("douyin.com", "iesdouyin.com")
PROOF = Proof(published_at=NOW, link="https://www.douyin.com/video/7000000000000000001")
PACKAGE = Package(
    cut_hash="c0ffee",
    account="CRANE-DY",
    title="纸鹤与红伞",
    caption="An umbrella goes round the town.",
    cover="covers/umbrella.jpg",
    tags=("rain", "umbrella"),
    publish_at=NOW,
)


def look(item: PublishCheckItem, result: CheckResult, checked_by: str = "Lu") -> Checked:
    return Checked(item=item, result=result, checked_by=checked_by)


def test_a_list_gone_through_by_somebody_lets_a_work_go_live() -> None:
    assert checklist_findings(ALL_PASSED) == ()


def test_an_item_without_the_person_who_looked_was_not_checked() -> None:
    nobody = look(PublishCheckItem.COVER, CheckResult.PASSED, checked_by=" ")

    assert broken(checklist_findings([*(c for c in ALL_PASSED if c.item is not nobody.item), nobody])) == [
        "C3-not-checked"
    ]


def test_one_failed_item_holds_the_work() -> None:
    assert broken(checklist_findings([*ALL_PASSED, look(PublishCheckItem.SUBTITLES, CheckResult.FAILED)])) == [
        "C3-failed"
    ]


def test_the_last_look_at_an_item_counts() -> None:
    mended = look(PublishCheckItem.SUBTITLES, CheckResult.FAILED)

    assert checklist_findings([mended, *ALL_PASSED]) == ()


@pytest.mark.parametrize("item", list(PublishCheckItem))
def test_only_what_may_be_absent_may_not_apply(item: PublishCheckItem) -> None:
    expected = ["C3-always-applies"] if item in ALWAYS_APPLY else []

    assert broken(checklist_findings([*ALL_PASSED, look(item, CheckResult.NOT_APPLICABLE)])) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"cut_hash": "decade"},
        {"account": "RAIN-KS"},
        {"title": "红伞与纸鹤"},
        {"caption": "It comes back."},
        {"cover": "covers/crane.jpg"},
        {"tags": ("umbrella", "rain")},
        {"publish_at": NOW + timedelta(minutes=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_changes_in_a_package_must_be_confirmed_again(change: dict[str, Any]) -> None:
    assert broken(package_findings(replace(PACKAGE, **change), PACKAGE.hash)) == ["C3-changed"]


def test_the_same_moment_in_another_zone_is_the_same_package() -> None:
    in_beijing = replace(PACKAGE, publish_at=NOW.astimezone(timezone(timedelta(hours=8))))

    assert package_findings(in_beijing, PACKAGE.hash) == ()


def test_a_package_nobody_confirmed_is_not_published() -> None:
    assert broken(package_findings(PACKAGE, None)) == ["C3-not-confirmed"]


def test_a_package_without_a_zone_cannot_be_bound() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        _ = replace(PACKAGE, publish_at=NOW.replace(tzinfo=None)).hash


def test_a_link_of_the_platform_or_a_screenshot_is_a_proof() -> None:
    assert proof_findings(PROOF, HOSTS, NOW) == ()
    assert proof_findings(replace(PROOF, link="", screenshot="shots/live.png"), HOSTS, NOW) == ()


def test_nothing_to_show_is_no_proof() -> None:
    assert broken(proof_findings(replace(PROOF, link=" "), HOSTS, NOW)) == ["S11-no-proof"]


@pytest.mark.parametrize(
    "link",
    [
        "http://www.douyin.com/video/1",
        "https://www.douyin.com/",
        "https://www.douyin.com.example.org/video/1",
        "https://notdouyin.com/video/1",
        "https://example.org/?u=https://www.douyin.com/video/1",
        "https://www.douyin.com@example.org/video/1",
        "https://[www.douyin.com/video/1",
        "www.douyin.com/video/1",
        "look: https://v.douyin.com/x1/",
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(link: str) -> None:
    assert broken(proof_findings(replace(PROOF, link=link), HOSTS, NOW)) == ["S11-link"]


def test_a_platform_without_known_hosts_takes_any_page() -> None:
    assert proof_findings(replace(PROOF, link="https://example.org/works/1"), (), NOW) == ()


def test_a_work_cannot_have_gone_live_tomorrow() -> None:
    assert broken(proof_findings(PROOF, HOSTS, NOW - timedelta(seconds=1))) == ["S11-future"]


def test_the_hosts_are_listed_for_platforms_that_exist() -> None:
    assert set(link_hosts().hosts) < set(Platform)
