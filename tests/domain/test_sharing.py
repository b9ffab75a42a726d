from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.calendar import Calendar
from agency.domain.finding import Findings
from agency.domain.sharing import (
    Share,
    first_working_day,
    read_link,
    same_link,
    shared_enough_at,
    shares_due,
    sharing_findings,
)
from agency.domain.terms.sharing import ShareKind
from agency.domain.windows import window_of
from agency.errors import BadInput
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


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        ("", None),
        ("  ", None),
        ("https://v.douyin.com/iXuGou/", "https://v.douyin.com/iXuGou/"),
        ("3.87 复制打开抖音,看看【虚构】 https://v.douyin.com/iXuGou/ 04/11", "https://v.douyin.com/iXuGou/"),
        ("看这个https://b23.example/av1。很好", "https://b23.example/av1"),
        ("【虚构】https://xhs.example/a?b=1,复制后打开", "https://xhs.example/a?b=1"),
    ],
)
def test_a_link_is_found_in_what_the_share_button_gives(pasted: str, link: str | None) -> None:
    assert read_link(pasted) == link


@pytest.mark.parametrize("words", ["抖音搜一下", "ftp://files.example/a", "javascript:alert(1)"])
def test_words_without_a_link_of_the_web_are_said_to_be_none(words: str) -> None:
    with pytest.raises(BadInput, match="没有链接"):
        read_link(words)


def test_who_shared_a_link_and_from_where_makes_it_no_other_link() -> None:
    links = [
        "https://www.video.example/watch/?v=7",
        "https://video.example/watch?utm_source=app&v=7",
        "http://VIDEO.example/watch?v=7&share_token=abc#top",
    ]

    assert len({same_link(link) for link in links}) == 1
    assert same_link("https://video.example/watch?v=8") != same_link(links[0])
    assert same_link("https://video.example/Watch?v=7") != same_link(links[0])


@pytest.mark.parametrize(
    ("week", "first", "due"),
    [
        ("2026-W47", date(2026, 11, 16), datetime(2026, 11, 20, 16, tzinfo=UTC)),
        ("2026-W40", date(2026, 9, 28), datetime(2026, 9, 30, 16, tzinfo=UTC)),
        ("2026-W41", date(2026, 10, 8), datetime(2026, 10, 10, 16, tzinfo=UTC)),
        ("2026-W08", None, None),
    ],
)
def test_a_weeks_share_is_due_at_the_end_of_its_last_working_day(
    week: str, first: date | None, due: datetime | None
) -> None:
    assert first_working_day(window_of(week), Calendar()) == first
    assert shares_due(window_of(week), Calendar()) == due


def test_enough_is_shared_with_the_last_one_that_is_asked_for() -> None:
    moments = [datetime(2026, 11, day, tzinfo=UTC) for day in (19, 17, 18)]

    assert shared_enough_at(moments, Policy(editor_shares_per_week=2)) == datetime(2026, 11, 18, tzinfo=UTC)
    assert shared_enough_at(moments, Policy(editor_shares_per_week=4)) is None
    assert shared_enough_at(moments, Policy(editor_shares_per_week=0)) is None
