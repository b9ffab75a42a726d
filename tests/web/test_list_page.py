"""The page that lists every file, in a real browser: grouped, the newest first, readable on a phone, each link fresh."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.e2e.pages import CHROMIUM, QUIET
from tests.web.house import WEEK, House, get

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 10, 31, 16, tzinfo=UTC)  # the first of November in Beijing


@pytest.fixture
def page() -> Iterator[Page]:
    """A browser far from Beijing: what it shows is Beijing's time all the same."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=PHONE, locale="en-US", timezone_id="America/Los_Angeles")
        yield page
        browser.close()


def stock(house: House) -> None:
    """Put material of two projects and of the agency on the shelf, not in its order."""
    for number in range(5):
        made_at = MIDNIGHT + timedelta(days=number)
        house.put(f"糖水铺(虚构)第{number + 1}次复盘", b"deck" * 100_000, kind="复盘演示稿", made_at=made_at)
    house.put("糖水铺(虚构)数据", kind="复盘数据表", made_at=NOON)
    house.put("纸伞坊(虚构)十二月计划", kind="月度会演示稿", project="纸伞坊(虚构) · UMBRELLA", made_at=MIDNIGHT)
    house.put("六张表 2026-11-01", kind="六张表", project=None, made_at=MIDNIGHT - timedelta(days=9))


@pytest.mark.browser
def test_the_page_shows_groups_with_the_newest_first_and_folds_the_old_ones(house: House, page: Page):
    stock(house)

    page.goto(house.list_link())

    assert page.locator("h2").all_inner_texts() == ["公司整体", "糖水铺(虚构) · SUGAR", "纸伞坊(虚构) · UMBRELLA"]
    assert page.locator("h3").all_inner_texts() == ["六张表", "复盘数据表", "复盘演示稿", "月度会演示稿"]
    seen = page.locator("li a:visible").all_inner_texts()
    assert seen[2:5] == ["糖水铺(虚构)第5次复盘", "糖水铺(虚构)第4次复盘", "糖水铺(虚构)第3次复盘"]
    assert "糖水铺(虚构)第1次复盘" not in seen
    page.get_by_text("更早的 2 份").click()
    assert page.get_by_text("糖水铺(虚构)第1次复盘").is_visible()
    assert page.get_by_text("2026-11-01 00:00 · 391 KB").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_runs_over_the_edge(house: House, page: Page, view):
    house.put("非常非常长的标题" * 20 + "x" * 200, project="一个名字特别特别长的项目(虚构)" * 6)
    stock(house)
    page.set_viewport_size(view)

    page.goto(house.list_link())

    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]
    assert all(box["height"] >= 40 for box in (row.bounding_box() for row in page.locator("li:visible").all()))


@pytest.mark.browser
def test_a_click_saves_the_file_under_its_chinese_name(house: House, page: Page):
    stock(house)
    page.goto(house.list_link())

    with page.expect_download() as download:
        page.get_by_text("糖水铺(虚构)第5次复盘").click()

    assert download.value.suggested_filename == "糖水铺(虚构)第5次复盘.pptx"
    assert download.value.path().read_bytes() == b"deck" * 100_000


@pytest.mark.browser
def test_a_title_with_markup_is_shown_as_it_stands(house: House, page: Page):
    house.put('<img src=x onerror="document.title=1"><script>document.title=2</script>{{ 7*7 }}')

    page.goto(house.list_link())

    assert page.title() == "材料清单"
    assert page.locator("li a").inner_text().startswith("<img src=x")
    assert "{{ 7*7 }}" in page.locator("li a").inner_text()


def test_the_links_of_the_page_live_longer_than_the_page(house: House):
    file = house.put("糖水铺(虚构)复盘")

    listed = get(house.list_link(age=WEEK - timedelta(minutes=1)))
    (link,) = (part.split('"')[0] for part in listed.text.split('href="')[1:])

    until = int(link.split("/")[4].split(".")[1])
    assert link.startswith(house.links.address)
    assert abs(until - (datetime.now(UTC) + WEEK).timestamp()) < 60
    assert get(link).content == file.path.read_bytes()


def test_an_empty_shelf_is_said(house: House):
    answer = get(house.list_link())

    assert answer.status_code == 200
    assert "还没有生成过材料" in answer.text


def test_thousands_of_files_stay_a_page(house: House):
    file = house.put("糖水铺(虚构)复盘")
    house.offered.update({f"{number:026}": file for number in range(5000)})

    answer = get(house.list_link())

    assert answer.status_code == 200
    assert answer.text.count("<li>") == 5001
