"""The three hooks as the sandbox plays them: what their public contracts ask of a caller, asked without any client of ours."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import hook_path
from agency.sandbox.description import SandboxAgency, SandboxBot, read_agency, write_agency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving

FIRST = "t-1"
NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
FEISHU, DINGTALK, WECOM = ChatChannel.FEISHU, ChatChannel.DINGTALK, ChatChannel.WECOM
TEXTS: dict[ChatChannel, dict[str, Any]] = {
    FEISHU: {"msg_type": "text", "content": {"text": "您好"}},
    DINGTALK: {"msgtype": "text", "text": {"content": "您好"}},
    WECOM: {"msgtype": "text", "text": {"content": "您好"}},
}
EVERY_CHANNEL = pytest.mark.parametrize("channel", list(TEXTS))


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    bots = tuple(SandboxBot(channel=channel, token="t-1") for channel in TEXTS)
    with serving(SandboxAgency(accounts=(), bots=bots), stands_at=NOON) as remote:
        yield remote


def call(
    sandbox: Remote, channel: ChatChannel, body: dict[str, Any], token: str = FIRST, **query: str
) -> requests.Response:
    return requests.post(sandbox.base_url + hook_path(channel, token), params=query, json=body, timeout=10)


def code(answer: requests.Response) -> int:
    told = answer.json()
    return int(told["code"] if "code" in told else told["errcode"])


def digest(key: str, words: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()


@EVERY_CHANNEL
def test_a_described_bot_takes_a_text_and_tells_when(sandbox: Remote, channel: ChatChannel) -> None:
    answer = call(sandbox, channel, TEXTS[channel])

    assert (answer.status_code, code(answer)) == (200, 0)
    (heard,) = sandbox.messages()
    assert (heard.channel, heard.token, heard.text, heard.mentions, heard.at) == (channel, "t-1", "您好", (), NOON)


@EVERY_CHANNEL
def test_a_bot_nobody_described_is_refused_with_a_good_status(sandbox: Remote, channel: ChatChannel) -> None:
    answer = call(sandbox, channel, TEXTS[channel], token="t-2")

    assert answer.status_code == 200
    assert code(answer) == {FEISHU: 19001, DINGTALK: 300001, WECOM: 93000}[channel]


@EVERY_CHANNEL
@pytest.mark.parametrize(
    "body", [{}, {"msgtype": "text", "text": 7}, {"msg_type": "text", "content": "x"}, {"card": []}]
)
def test_a_body_of_another_shape_is_refused(sandbox: Remote, channel: ChatChannel, body: dict[str, Any]) -> None:
    assert code(call(sandbox, channel, body)) != 0
    assert sandbox.messages() == []


@EVERY_CHANNEL
def test_what_is_no_json_is_refused(sandbox: Remote, channel: ChatChannel) -> None:
    answer = requests.post(sandbox.base_url + hook_path(channel, "t-1"), data=b"{", timeout=10)

    assert code(answer) != 0


@pytest.mark.parametrize(("shift", "expected"), [(0, 0), (3599, 0), (-3599, 0), (3700, 19021), (-3700, 19021)])
def test_feishus_signature_has_the_words_as_its_key_and_lives_an_hour(
    sandbox: Remote, shift: int, expected: int
) -> None:
    sandbox.bot(FEISHU, "t-1", secret="SEC-1")
    moment = str(int((NOON + timedelta(seconds=shift)).timestamp()))
    signed = {"timestamp": moment, "sign": digest(f"{moment}\nSEC-1", "")}

    assert code(call(sandbox, FEISHU, TEXTS[FEISHU] | signed)) == expected


def test_dingtalks_signature_comes_in_the_query_spelled_once(sandbox: Remote) -> None:
    sandbox.bot(DINGTALK, "t-1", secret="SEC-1")
    moment = str(int(NOON.timestamp() * 1000))
    sign = digest("SEC-1", f"{moment}\nSEC-1")

    assert code(call(sandbox, DINGTALK, TEXTS[DINGTALK], timestamp=moment, sign=sign)) == 0
    spelled_twice = call(sandbox, DINGTALK, TEXTS[DINGTALK], timestamp=moment, sign=sign.replace("=", "%3D"))
    assert "sign not match" in spelled_twice.json()["errmsg"]
    too_old = call(sandbox, DINGTALK, TEXTS[DINGTALK], timestamp="1", sign=sign)
    assert "invalid timestamp" in too_old.json()["errmsg"]


@pytest.mark.parametrize(
    ("channel", "body", "expected"),
    [
        (FEISHU, {"msg_type": "text", "content": {"text": "长" * 6_700}}, 19036),
        (DINGTALK, {"msgtype": "text", "text": {"content": "长" * 6_700}}, 460101),
        (WECOM, {"msgtype": "text", "text": {"content": "长" * 683}}, 40058),
        (WECOM, {"msgtype": "text", "text": {"content": "长" * 682}}, 0),
        (WECOM, {"msgtype": "markdown", "markdown": {"content": "长" * 1366}}, 40058),
        (WECOM, {"msgtype": "markdown", "markdown": {"content": "长" * 1365}}, 0),
        (WECOM, {"msgtype": "text", "text": {"content": ""}}, 44004),
        (WECOM, {"msgtype": "voice"}, 40008),
    ],
)
def test_sizes_are_counted_in_bytes(sandbox: Remote, channel: ChatChannel, body: dict[str, Any], expected: int) -> None:
    sent = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    answer = requests.post(sandbox.base_url + hook_path(channel, "t-1"), data=sent, headers=headers, timeout=10)

    assert code(answer) == expected


def test_feishu_takes_five_a_second_and_a_hundred_a_minute(sandbox: Remote) -> None:
    codes = []
    for _second in range(21):
        codes += [code(call(sandbox, FEISHU, TEXTS[FEISHU])) for _number in range(5)]
        assert code(call(sandbox, FEISHU, TEXTS[FEISHU])) == 11232
        sandbox.forward(seconds=1)

    assert codes == [0] * 100 + [11232] * 5


def test_wecom_takes_twenty_a_minute_and_is_well_again_after_it(sandbox: Remote) -> None:
    codes = [code(call(sandbox, WECOM, TEXTS[WECOM])) for _number in range(21)]
    sandbox.forward(seconds=60)

    assert codes == [0] * 20 + [45009]
    assert code(call(sandbox, WECOM, TEXTS[WECOM])) == 0


@pytest.mark.parametrize(
    ("channel", "body", "rung"),
    [
        (FEISHU, {"msg_type": "text", "content": {"text": '<at user_id="all">所有人</at>'}}, ("@all",)),
        (DINGTALK, {"msgtype": "text", "text": {"content": "您好"}, "at": {"isAtAll": True}}, ("@all",)),
        (DINGTALK, {"msgtype": "text", "text": {"content": "您好"}, "at": {"atMobiles": ["138"]}}, ()),
        (DINGTALK, {"msgtype": "text", "text": {"content": "@138"}, "at": {"atMobiles": ["138"]}}, ("138",)),
        (WECOM, {"msgtype": "text", "text": {"content": "您好", "mentioned_list": ["@all"]}}, ("@all",)),
        (WECOM, {"msgtype": "markdown", "markdown": {"content": "<@lin>"}}, ("lin",)),
    ],
)
def test_whose_telephone_rings_is_kept(
    sandbox: Remote, channel: ChatChannel, body: dict[str, Any], rung: tuple[str, ...]
) -> None:
    assert code(call(sandbox, channel, body)) == 0
    assert sandbox.messages()[0].mentions == rung


@EVERY_CHANNEL
def test_a_bot_that_was_taken_away_is_gone_and_one_put_back_hears_again(sandbox: Remote, channel: ChatChannel) -> None:
    sandbox.bot(channel, "t-1", dead=True)
    assert code(call(sandbox, channel, TEXTS[channel])) != 0

    sandbox.bot(channel, "t-1")
    assert code(call(sandbox, channel, TEXTS[channel])) == 0


def test_a_proxys_page_lets_nothing_through_and_a_cut_line_does(sandbox: Remote) -> None:
    sandbox.trouble(hook_path(DINGTALK, "t-1"), Trouble.BAD_GATEWAY)
    assert call(sandbox, DINGTALK, TEXTS[DINGTALK]).status_code == 502
    sandbox.trouble(hook_path(DINGTALK, "t-1"), Trouble.CUT_OFF)
    with pytest.raises(requests.RequestException):
        call(sandbox, DINGTALK, TEXTS[DINGTALK])

    assert len(sandbox.messages()) == 1
    sandbox.forget_messages()
    assert sandbox.messages() == []


def test_bots_are_part_of_a_description(tmp_path: Any) -> None:
    told = SandboxAgency(accounts=(), bots=(SandboxBot(channel=FEISHU, token="t-1", keyword="提醒"),))
    write_agency(told, tmp_path / "told.json")

    assert read_agency(tmp_path / "told.json") == told
