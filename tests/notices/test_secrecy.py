"""Whatever happens on the way, no key, token, signature or address is in an error, a log or a ``repr``."""

import logging
import re
from collections.abc import Iterator
from types import TracebackType
from urllib.parse import quote

import pytest

from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput, MessageError
from agency.notices.hooks import bot_for, checked_address
from agency.sandbox.bots import hook_path
from tests.notices.answering import answering, http
from tests.notices.speaking import CHANNELS, KEY, TOKEN, hook, notice, say

EVERY_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)


ANSWERS = {
    "hung up": None,
    "no http": b"hello\r\n\r\n",
    "half an answer": http(b'{"code"', length=100),
    "a page that names the address": http(b"<h1>ASKED</h1>", "502 Bad Gateway"),
    "a refusal that names the address": http(b'{"code": 7, "msg": "ASKED", "errcode": 7, "errmsg": "ASKED"}'),
    "broken security that names it": http(b'{"code": 19021, "errcode": 310000, "errmsg": "ASKED"}'),
    "another place": http(b"", "302 Found\r\nLocation: https://evil.invalid/ASKED"),
    "a page in the body": http(b'{"code": "ASKED", "errcode": "ASKED"}'),
}


@EVERY_CHANNEL
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_no_failure_tells_a_secret(
    channel: ChatChannel, answer: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG), answering(answer) as base, pytest.raises(MessageError) as raised:
        say(bot_for(channel, hook(base + hook_path(channel, TOKEN), KEY)), notice())

    told = everything_in(raised.value) + caplog.text
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    for secret in (TOKEN, KEY, quote(KEY), base):
        assert secret not in told
    assert not re.search(r"sign=[^…]", told)


@EVERY_CHANNEL
def test_no_unanswered_call_tells_a_secret(channel: ChatChannel, caplog: pytest.LogCaptureFixture) -> None:
    address = f"http://127.0.0.1:9{hook_path(channel, TOKEN)}"
    with caplog.at_level(logging.DEBUG), pytest.raises(MessageError) as raised:
        say(bot_for(channel, hook(address, KEY)), notice())

    assert raised.value.__context__ is None
    assert TOKEN not in everything_in(raised.value) + caplog.text


def everything_in(error: BaseException) -> str:
    """Return an error's words, and what the frames of ours that it passed through know."""
    return "\n".join([str(error), repr(error), *known(error.__traceback__)])


def known(place: TracebackType | None) -> Iterator[str]:
    while place is not None:
        if "agency/notices" in place.tb_frame.f_code.co_filename:
            yield repr(place.tb_frame.f_locals)
        place = place.tb_next


@EVERY_CHANNEL
def test_a_bot_and_its_hook_show_no_secret(channel: ChatChannel) -> None:
    ours = hook(f"https://127.0.0.1{hook_path(channel, TOKEN)}", KEY)

    assert TOKEN not in repr(ours) + repr(bot_for(channel, ours))
    assert KEY not in repr(ours)


@EVERY_CHANNEL
@pytest.mark.parametrize("base", ["https://open.example", "http://open.feishu.cn", "ftp://127.0.0.1", "", "不是地址"])
def test_an_address_that_is_refused_is_not_repeated(channel: ChatChannel, base: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_address(channel, f"{base}{hook_path(channel, TOKEN)}")
    assert TOKEN not in str(refused.value)
