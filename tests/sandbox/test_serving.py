"""A sandbox can be started from the command line, steered, and refuses what no client should send."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from agency.sandbox.description import write_agency
from agency.sandbox.faults import Fault, Faults, Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.paper_crane import CRANE, NOON, agency, standing_token, work

WORKS = "/api/douyin/v1/video/video_list/"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


def ask(sandbox: Remote, path: str = WORKS, **query: str) -> dict[str, Any]:
    asked = {"open_id": CRANE, "count": 5, "cursor": 0, **query}
    headers = {"access-token": standing_token(sandbox)}
    return requests.get(f"{sandbox.base_url}{path}", params=asked, headers=headers, timeout=10).json()


def test_the_command_serves_a_file_until_it_is_interrupted(tmp_path: Path) -> None:
    write_agency(agency(), tmp_path / "cranes.json")
    command = [sys.executable, "-m", "agency.sandbox", "--port", "0", "--data", str(tmp_path / "cranes.json")]
    with subprocess.Popen([*command, "--now", NOON.isoformat()], stderr=subprocess.PIPE, text=True) as process:
        address = next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        answer = ask(Remote(address))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)

    assert answer["data"]["list"][-1]["item_id"] == work(4).item_id
    assert process.returncode in (0, 130, -signal.SIGINT)


def test_a_parameter_outside_the_contract_is_refused_as_a_token_in_the_address_is(sandbox: Remote) -> None:
    assert ask(sandbox, access_token="act.old-habit")["data"]["error_code"] == 28001007


def test_an_unknown_uri_is_refused_by_the_gateway(sandbox: Remote) -> None:
    assert ask(sandbox, "/video/like/") == {
        "err_no": 28001017,
        "err_msg": "请求的接口不存在",
        "log_id": "202603200400000000005A5A5A5A5A5A",
        "data": None,
    }


@pytest.mark.parametrize("path", ["/item/comment/reply/", "/item/comment/top/", "/api/apps/v1/item/reply_comment/"])
def test_nothing_can_be_said_or_pinned_here(sandbox: Remote, path: str) -> None:
    answer = requests.post(f"{sandbox.base_url}{path}", json={"content": "赞"}, timeout=10)

    assert answer.json()["err_no"] == 28001017


def test_nobody_unknown_can_agree(sandbox: Remote) -> None:
    with pytest.raises(requests.HTTPError, match="404"):
        sandbox.code("nobody")


def test_a_misspelled_trouble_is_not_taken(sandbox: Remote) -> None:
    answer = requests.post(f"{sandbox.base_url}/_sandbox/faults", json={"path": WORKS, "trubble": "html"}, timeout=10)

    assert answer.status_code == 422


def test_troubles_come_in_their_order_and_only_on_their_path() -> None:
    faults = Faults()
    faults.add(Fault(path=WORKS, trouble=Trouble.HTML, times=2))
    faults.add(Fault(path=WORKS, trouble=Trouble.CUT_OFF))

    assert faults.next_for("/elsewhere/") is None
    assert [fault and fault.trouble for fault in (faults.next_for(WORKS) for _ in range(4))] == [
        Trouble.HTML,
        Trouble.HTML,
        Trouble.CUT_OFF,
        None,
    ]


def test_a_trouble_without_an_end_stays_until_it_is_lifted() -> None:
    faults = Faults()
    faults.add(Fault(path=WORKS, trouble=Trouble.HTML, times=None))

    assert all(faults.next_for(WORKS) for _ in range(100))
    faults.lift()
    assert faults.next_for(WORKS) is None


def test_the_clock_stands_where_it_is_set_and_moves_when_it_is_moved(sandbox: Remote) -> None:
    sandbox.set_clock(NOON)
    sandbox.forward(hours=36)

    assert sandbox.now() == NOON + timedelta(hours=36)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(sandbox: Remote, body: bytes) -> None:
    url = f"{sandbox.base_url}/api/douyin/v1/video/video_data/?open_id={CRANE}"
    headers = {"access-token": standing_token(sandbox), "Content-Type": "application/json"}

    assert requests.post(url, data=body, headers=headers, timeout=10).json()["data"]["error_code"] == 28001007
