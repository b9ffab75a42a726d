from datetime import date, timedelta

from agency.domain.calendar import Calendar
from agency.domain.finding import Findings
from agency.domain.sharing import Share, sharing_findings
from agency.domain.terms.sharing import ShareKind
from config.policy import Policy
from tests.domain.findings import broken

MONDAY = date(2026, 11, 16)
EVERY_DAY = [Share("Mei", ShareKind.EDITING, MONDAY + timedelta(days=step)) for step in range(5)]


def findings(shares: list[Share], monday: date = MONDAY, policy: Policy | None = None) -> Findings:
    return sharing_findings(shares, ["Mei"], monday, Calendar(), policy or Policy())


def test_an_idea_every_working_day_is_enough() -> None:
    assert findings(EVERY_DAY) == ()


def test_a_day_without_an_idea_is_named() -> None:
    [finding] = findings([share for share in EVERY_DAY if share.shared_on.day != 18])

    assert (finding.rule, finding.severity) == ("C5-quiet-day", "warns")
    assert "2026-11-18" in finding.message


def test_a_weekend_needs_no_idea_but_a_make_up_saturday_does() -> None:
    october = date(2026, 10, 5)
    two_days = [Share("Mei", ShareKind.BGM, date(2026, 10, day)) for day in (8, 9)]

    assert broken(findings(two_days, october)) == ["C5-quiet-day?"]
    assert findings([*two_days, Share("Lin", ShareKind.STORY, date(2026, 10, 10))], october) == ()


def test_an_editor_who_only_tells_stories_has_shown_no_technique() -> None:
    stories = [Share("Mei", ShareKind.STORY, share.shared_on) for share in EVERY_DAY]

    assert broken(findings(stories)) == ["C6-silent-editor?"]


def test_what_an_editor_showed_last_week_does_not_count_for_this_one() -> None:
    others = [Share("Lin", ShareKind.EDITING, share.shared_on) for share in EVERY_DAY]

    assert broken(findings([*others, Share("Mei", ShareKind.SOUND, MONDAY - timedelta(days=1))])) == [
        "C6-silent-editor?"
    ]


def test_the_week_of_the_spring_festival_asks_nothing() -> None:
    assert findings([], date(2026, 2, 16)) == ()


def test_an_agency_may_ask_for_nothing() -> None:
    assert findings([], policy=Policy(shares_per_working_day=0, editor_shares_per_week=0)) == ()
