"""Files over real HTTP: what was kept is handed out whole, and nothing else is, whatever is asked for."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from agency.web.shelf import Offered
from tests.web.house import LIST_ADDRESS, WEEK, House, get, raw

NOTHING = "这个地址没有内容"
MATTERS = {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}


def token_of(link: str) -> str:
    return link.split("/")[4]


def test_a_file_comes_whole_and_under_its_chinese_name(house: House):
    answer = get(house.link(house.put("糖水铺 11月上半月复盘", b"sugar" * 1000)))

    assert (answer.status_code, answer.content) == (200, b"sugar" * 1000)
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''%E7%B3%96%E6%B0%B4%E9%93%BA%2011%E6%9C%88%E4%B8%8A%E5%8D%8A%E6%9C%88"
        "%E5%A4%8D%E7%9B%98.pptx"
    )
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats-officedocument.presentationml")
    assert {name: answer.headers[name] for name in MATTERS} == MATTERS


@pytest.mark.parametrize(
    ("place", "kind", "way"),
    [
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("a.pdf", "application/pdf", "inline"),
        ("a.PDF", "application/pdf", "inline"),
        ("a.html", "text/html; charset=utf-8", "inline"),
        ("a.svg", "image/svg+xml", "attachment"),
        ("a.strange", "application/octet-stream", "attachment"),
    ],
)
def test_a_pdf_and_a_page_are_shown_and_everything_else_saved(house: House, place: str, kind: str, way: str):
    answer = get(house.link(house.put("桂花糕", place=place)))

    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith(f"{way};")


def test_a_page_is_shown_where_it_can_run_load_and_send_nothing(house: House):
    page = get(house.link(house.put("杨枝甘露分镜", b"<script>alert(1)</script>", place="script.html")))

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_part_of_a_file_comes_as_a_part(house: House):
    answer = get(house.link(house.put("绿豆汤", b"0123456789")), headers={"Range": "bytes=3-5"})

    assert (answer.status_code, answer.content) == (206, b"345")
    assert answer.headers["content-range"] == "bytes 3-5/10"


@pytest.mark.parametrize(("part", "status"), [("bytes=10-", 416), ("bytes=x", 400)])
def test_a_part_that_there_is_not_is_refused_and_guarded_too(house: House, part: str, status: int):
    answer = get(house.link(house.put("绿豆汤", b"0123456789")), headers={"Range": part})

    assert answer.status_code == status
    assert {name: answer.headers[name] for name in MATTERS} == MATTERS


def test_a_download_that_broke_off_goes_on_only_with_the_same_content(house: House):
    file = house.put("绿豆汤", b"0123456789")
    same, other = f'"{file.sha256}"', '"another"'

    parts = [get(house.link(file), headers={"Range": "bytes=8-", "If-Range": etag}) for etag in (same, other)]

    assert [(part.status_code, part.content) for part in parts] == [(206, b"89"), (200, b"0123456789")]


def test_head_tells_the_size_and_sends_nothing(house: House):
    link = house.link(house.put("绿豆汤", b"0123456789"))

    status, body = raw(house.links.address, link.removeprefix(house.links.address), "HEAD")
    told = requests.head(link, timeout=20, proxies={"http": ""})

    assert (status, body) == (200, "")
    assert told.headers["content-length"] == "10"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(house: House, method: str):
    file = house.put("绿豆汤")

    status, body = raw(house.links.address, house.link(file).removeprefix(house.links.address), method)

    assert status == 404
    assert NOTHING in body
    assert file.path.read_bytes() == b"dumplings"


def test_what_is_wrong_with_an_address_makes_no_difference_to_the_answer(house: House):
    good = house.link(house.put("桂花糕"))
    other = house.link(house.put("绿豆汤"))
    address, token, name = house.links.address, token_of(good), good.rsplit("/", 1)[1]
    wrong = [
        address,
        f"{address}/",
        f"{address}/files",
        f"{address}/files/{token}",
        f"{address}/files/{token}/",
        f"{address}/files/{token[:-1]}/{name}",
        f"{address}/files/{token}x/{name}",
        f"{address}/files/{token}/{name[:-5]}",
        f"{address}/files/{token}/{other.rsplit('/', 1)[1]}",
        f"{address}/files/{token_of(other)}/{name}",
        f"{address}/list/{token}",
        f"{address}/list",
        f"{address}/docs",
        f"{address}/openapi.json",
        f"{address}/files/{'A' * 4000}/{name}",
    ]

    answers = [get(url) for url in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert NOTHING in answers[0].text


def test_a_forged_token_is_refused_without_a_look_at_the_shelf(house: House):
    link = house.link(house.put("桂花糕"))

    assert get(link.replace(token_of(link), token_of(link)[:-1] + "_")).status_code == 404
    assert house.looked_up == []


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fetc%2fpasswd",
        "..%5c..%5cboot.ini",
        "%00",
        "%e6%a1%82.pptx%00",
        "../../../../etc/passwd",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        ".%2e/.%2e/links.key",
        "%ff%fe",
        "%ed%a0%80",
        "%",
    ],
)
def test_no_trick_with_a_path_leads_anywhere(house: House, name: str):
    token = token_of(house.link(house.put("桂花糕")))

    status, body = raw(house.links.address, f"/files/{token}/{name}")

    assert status == 404
    assert NOTHING in body


def test_a_token_as_long_as_a_book_is_refused_and_the_house_stays_open(house: House):
    status, body = raw(house.links.address, f"/files/{'A' * 50_000}/x")
    with suppress(ConnectionError):  # it hangs up in the middle of more
        raw(house.links.address, f"/files/{'A' * 2_000_000}/x")

    assert status == 404
    assert NOTHING in body
    assert get(f"{house.links.address}/health").json() == {"status": "ok"}


def test_an_expired_link_says_so_and_where_a_new_one_is(house: House):
    file = house.put("桂花糕")

    answers = [get(house.link(file, age=WEEK)), get(house.list_link(age=WEEK))]

    for answer in answers:
        assert answer.status_code == 410
        assert "链接已过期" in answer.text
        assert "show-files" in answer.text
        assert LIST_ADDRESS in answer.text
        assert "桂花糕" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_expired_link_under_another_name_is_forged_and_not_expired(house: House):
    link = house.link(house.put("桂花糕"), age=WEEK)

    assert get(link.rsplit("/", 1)[0] + "/x.pptx").status_code == 404


def test_a_file_that_is_on_no_shelf_any_more_is_not_there(house: House):
    link = house.link(house.put("桂花糕"))
    house.offered.clear()

    assert get(link).status_code == 404


def changed(file: Offered, _elsewhere: Path) -> None:
    seen = file.path.stat()
    file.path.write_bytes(b"DUMPLINGS")
    os.utime(file.path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def deleted(file: Offered, _elsewhere: Path) -> None:
    file.path.unlink()


def led_out(file: Offered, elsewhere: Path) -> None:
    (elsewhere / "same.pptx").write_bytes(file.path.read_bytes())
    file.path.unlink()
    file.path.symlink_to(elsewhere / "same.pptx")


def led_to_itself(file: Offered, _elsewhere: Path) -> None:
    file.path.unlink()
    file.path.symlink_to(file.path)


def made_a_folder(file: Offered, _elsewhere: Path) -> None:
    file.path.unlink()
    file.path.mkdir()


def made_a_pipe(file: Offered, _elsewhere: Path) -> None:
    file.path.unlink()
    os.mkfifo(file.path)


@pytest.mark.parametrize("change", [changed, deleted, led_out, led_to_itself, made_a_folder, made_a_pipe])
def test_a_file_that_is_no_longer_what_it_was_is_not_handed_out(house: House, tmp_path: Path, change) -> None:
    file = house.put("桂花糕 <b>复盘</b>")
    first = get(house.link(file))

    change(file, tmp_path)
    answer = get(house.link(file))

    assert first.status_code == 200
    assert answer.status_code == 410
    assert "文件已变动" in answer.text
    assert "“桂花糕 &lt;b&gt;复盘&lt;/b&gt;”在 2026-11-16 09:30 生成后" in answer.text


def test_a_file_that_was_restored_is_handed_out_again(house: House):
    file = house.put("桂花糕")
    file.path.unlink()
    assert get(house.link(file)).status_code == 410

    file.path.write_bytes(b"dumplings")

    assert get(house.link(file)).content == b"dumplings"


def test_a_link_inside_the_folder_is_followed(house: House):
    file = house.put("桂花糕")
    file.path.rename(house.folder / "moved.pptx")
    file.path.symlink_to(house.folder / "moved.pptx")

    assert get(house.link(file)).content == b"dumplings"


def test_a_shelf_that_cannot_be_read_is_one_sentence_and_no_trace(house: House):
    link = house.link(house.put("桂花糕"))
    house.find = lambda _file_id: 1 / 0

    answer = get(link)

    assert answer.status_code == 503
    assert "暂时打不开" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert {name: answer.headers[name] for name in MATTERS} == MATTERS
    del house.find
    assert get(link).status_code == 200


def test_many_readers_at_once_each_have_the_whole_file(house: House):
    content = os.urandom(3_000_000)
    link = house.link(house.put("桂花糕", content))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _number: get(link).content, range(32)))

    assert all(answer == content for answer in answers)


def test_a_link_that_is_kept_for_days_is_no_longer_than_a_chat_takes(house: House):
    assert len(house.link(house.put("糖" * 200))) < 1000


def test_a_link_made_almost_a_week_ago_still_opens(house: House):
    assert get(house.link(house.put("桂花糕"), age=WEEK - timedelta(hours=1))).status_code == 200


@pytest.mark.parametrize("path", ["/files/../0/", "/list/x/", "/health/"])
def test_a_slash_too_many_sends_nobody_to_an_address_of_the_askers_own_choice(house: House, path: str) -> None:
    status, body = raw(house.links.address, path)

    assert status == 404
    assert "location" not in body.lower()
