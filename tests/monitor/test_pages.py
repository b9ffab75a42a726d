"""The pages of the watch: the worst first, for people and for programs, and nothing that runs or is loaded from elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from agency.errors import Misconfigured
from config.settings import PASSWORD, Settings
from shortvideo.monitor.app import application, wants_json
from shortvideo.monitor.door import guarded_by, login_for_others
from tests.monitor.seen import CLOSED, Lookout
from tests.web.house import get, serving

LINKS = {"运行": "http://127.0.0.1:4200/runs"}
Ask = Callable[..., requests.Response]
LOGIN = ("agency", "kaimen-xuni-2026")


@contextmanager
def watched(lookout: Lookout, login: str | None = None) -> Iterator[Ask]:
    """Serve the watch on 127.0.0.1, and lend what asks it for a path."""
    served = application(lookout, LINKS)  # type: ignore[arg-type]  # it is asked for nothing else
    with serving(lambda _address: guarded_by(login, served)) as address:
        yield lambda path, **options: get(f"{address}{path}", **options)


@pytest.fixture(scope="module")
def trouble() -> Iterator[Ask]:
    with watched(Lookout()) as ask:
        yield ask


@pytest.fixture(scope="module")
def closed() -> Iterator[Ask]:
    """A house whose records and whose Prefect nobody reaches."""
    with watched(Lookout(CLOSED, ())) as ask:
        yield ask


@pytest.fixture(scope="module")
def text(trouble: Ask) -> str:
    """The page of the house in trouble."""
    return trouble("/health", headers={"Accept": "text/html"}).text


def test_the_page_begins_with_how_many_things_must_be_seen_to_at_once(text: str):
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["有 1 件事要立刻处理"]
    assert "2026-11-27 03:12" in text


def test_what_is_worst_stands_first_whatever_order_it_was_found_in(text: str):
    heads = [text.index(f"<h2>{head}</h2>") for head in ("立刻处理", "今晚看一眼", "早上再说", "各个部分", "几个数字")]

    assert heads == sorted(heads)
    assert heads[0] < text.index("no-worker") < heads[1] < text.index("QF-OPS") < heads[2] < text.index("role-vacant")


def test_a_house_in_order_says_so_and_asks_for_nothing(closed: Ask):
    text = closed("/health").text

    assert "<h1>一切正常</h1>" in text
    assert "立刻处理" not in text
    assert text.count('class="green"') == 8


def test_every_part_has_its_light_and_the_same_in_words(text: str):
    told = dict(re.findall(r'<li class="(?:\w+)"><span>(.*?)</span> <span class="state">(.*?)</span>', text))

    assert told == {
        "业务数据": "正常",
        "运行": "1 件事",
        "机器": "正常",
        "安全": "正常",
        "备份": "正常",
        "消息": "2 件事",
        "取数": "正常",
        "人员和日历": "1 件事",
    }


def test_the_numbers_are_those_that_were_seen_and_what_is_unknown_is_never_nothing(text: str, closed: Ask):
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text))
    unknown = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", closed("/health").text))

    assert told["等人答复"] == "15 件,其中逾期 2 件"
    assert told["待发的消息"] == "4 条,另有 4 条要人处理"
    assert told["最近取到的抖音数据"] == "2026-11-27 01:12,9 个账号里 2 个取不到"
    assert told["最近取到的B站数据"] == "还没有取到过"
    assert told["运行"] == "2 个在跑,1520 个等人,3 个没按时开始"
    assert unknown == {"运行": "—", "执行进程": "—", "磁盘剩余": "2.8 GB", "业务数据库大小": "—"}


def test_nothing_typed_becomes_part_of_the_page_and_nothing_is_loaded_from_elsewhere(trouble: Ask):
    answer = trouble("/health")

    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert not re.findall(r"(?:src|srcset)=|@import|url\(", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_program_gets_the_same_as_json(trouble: Ask):
    told = trouble("/health", headers={"Accept": "application/json"}).json()

    assert (told["light"], told["ready"]) == ("red", True)
    assert told["parts"]["messages"] == "amber"
    assert [one["rule"] for one in told["findings"]] == ["no-worker", "group-broken", "group-broken", "role-vacant"]
    assert told["findings"][0]["attention"] == "at_once"


@pytest.mark.parametrize(
    ("accept", "is_program"),
    [("application/json", True), ("text/html,application/json;q=0.9", False), ("*/*", False), ("", False)],
)
def test_a_browser_gets_the_page(accept: str, is_program: bool):
    assert wants_json(accept) is is_program


def test_a_house_whose_records_are_closed_is_alive_and_not_ready(trouble: Ask, closed: Ask):
    assert closed("/live").status_code == 200
    assert closed("/ready").status_code == 503
    assert trouble("/ready").status_code == 200


@pytest.mark.parametrize("path", ["/health", "/metrics", "/live", "/ready"])
def test_nothing_can_be_changed_here(trouble: Ask, path: str):
    assert requests.post(trouble(path).url, timeout=20).status_code == 405


def test_to_other_machines_the_page_opens_with_the_houses_login_alone():
    with watched(Lookout(), ":".join(LOGIN)) as ask:
        assert ask("/health").status_code == 401
        assert ask("/metrics", auth=("agency", "falsch")).status_code == 401
        assert ask("/health", auth=LOGIN).status_code == 200
        assert ask("/live").status_code == 200


def test_the_watch_refuses_to_open_to_others_without_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD, raising=False)
    outside = Settings(home=tmp_path, monitor_host="0.0.0.0")  # noqa: S104 - that is what is refused

    assert login_for_others(Settings(home=tmp_path)) is None
    with pytest.raises(Misconfigured, match=r"0\.0\.0\.0"):
        login_for_others(outside)
    monkeypatch.setenv(PASSWORD, LOGIN[1])
    assert login_for_others(outside) == ":".join(LOGIN)
