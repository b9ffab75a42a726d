"""The three bots against hooks that check signature, keyword, size and pace, and say no with a good status."""

from datetime import timedelta

import pytest

from agency.domain.terms.sharing import ChatChannel
from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused, MessageUnclear
from agency.notices.hooks import bot_for
from agency.notices.notice import Mention
from agency.sandbox.bots import hook_path
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.notices.answering import answering, http
from tests.notices.speaking import CHANNELS, GROUP, KEY, LIN, NOBODY_KNOWS, NOON, TOKEN, WU, bot, hook, notice, say

EVERY_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)
FEISHU, DINGTALK, WECOM = CHANNELS


@EVERY_CHANNEL
def test_a_signed_message_arrives_with_its_title_and_its_words(sandbox: Remote, channel: ChatChannel) -> None:
    say(bot(sandbox, channel, secret=KEY), notice(link="https://files.example/s/1"))

    (heard,) = sandbox.messages()
    assert (heard.channel, heard.token, heard.at) == (channel, TOKEN, NOON)
    assert heard.title == "脚本已定稿"
    assert "请看 **《夏日新品》** 的脚本" in heard.text
    assert "](https://files.example/s/1)" in heard.text


@pytest.mark.parametrize("channel", [FEISHU, DINGTALK])
def test_a_bot_that_does_not_sign_is_not_made_to(sandbox: Remote, channel: ChatChannel) -> None:
    assert say(bot(sandbox, channel), notice()) == 1


@pytest.mark.parametrize("channel", [FEISHU, DINGTALK])
@pytest.mark.parametrize("off", [timedelta(minutes=61), -timedelta(minutes=61)])
def test_a_clock_that_is_an_hour_wrong_breaks_the_channel(
    sandbox: Remote, channel: ChatChannel, off: timedelta
) -> None:
    with pytest.raises(ChannelBroken, match=r"时间|时钟"):
        say(bot(sandbox, channel, secret=KEY, at=NOON + off), notice())


@pytest.mark.parametrize("channel", [FEISHU, DINGTALK])
def test_a_wrong_key_breaks_the_channel_and_names_the_group(sandbox: Remote, channel: ChatChannel) -> None:
    address = sandbox.bot(channel, TOKEN, secret=KEY)

    with pytest.raises(ChannelBroken, match="签名") as broken:
        say(bot_for(channel, hook(address, "SEC-of-another-bot")), notice())
    assert GROUP in str(broken.value)
    assert sandbox.messages() == []


@pytest.mark.parametrize("channel", [FEISHU, DINGTALK])
def test_a_missing_keyword_breaks_the_channel_and_a_spoken_one_does_not(sandbox: Remote, channel: ChatChannel) -> None:
    with pytest.raises(ChannelBroken, match="关键词"):
        say(bot(sandbox, channel, keyword="短视频"), notice())
    assert say(bot(sandbox, channel, keyword="短视频"), notice(title="短视频:脚本已定稿")) == 1


@EVERY_CHANNEL
def test_a_bot_that_was_removed_breaks_the_channel(sandbox: Remote, channel: ChatChannel) -> None:
    address = sandbox.bot(channel, TOKEN, dead=True)

    with pytest.raises(ChannelBroken, match="重新"):
        say(bot_for(channel, hook(address)), notice())


@pytest.mark.parametrize(("channel", "allowed", "wait"), [(FEISHU, 5, None), (DINGTALK, 20, 600.0), (WECOM, 20, 60.0)])
def test_one_message_too_many_is_delayed_as_long_as_the_channel_says(
    sandbox: Remote, channel: ChatChannel, allowed: int, wait: float | None
) -> None:
    sender = bot(sandbox, channel)
    for _number in range(allowed):
        say(sender, notice())

    with pytest.raises(MessageDelayed) as delayed:
        say(sender, notice())
    assert delayed.value.wait == wait
    assert len(sandbox.messages()) == allowed


def test_dingtalk_hears_nothing_for_ten_minutes_after_one_too_many(sandbox: Remote) -> None:
    sender = bot(sandbox, DINGTALK)
    for _number in range(20):
        say(sender, notice())
    with pytest.raises(MessageDelayed):
        say(sender, notice())

    sandbox.forward(seconds=9 * 60)
    with pytest.raises(MessageDelayed):
        say(sender, notice())
    sandbox.forward(seconds=61)
    assert say(sender, notice()) == 1


@pytest.mark.parametrize(
    ("channel", "code", "error"),
    [
        (FEISHU, 11232, MessageDelayed),
        (FEISHU, 9499, MessageRefused),
        (FEISHU, 19036, MessageRefused),
        (FEISHU, 19001, ChannelBroken),
        (FEISHU, 19021, ChannelBroken),
        (FEISHU, 19022, ChannelBroken),
        (FEISHU, 19024, ChannelBroken),
        (FEISHU, 77777, MessageRefused),
        (DINGTALK, 130101, MessageDelayed),
        (DINGTALK, -1, MessageDelayed),
        (DINGTALK, 300001, ChannelBroken),
        (DINGTALK, 310000, ChannelBroken),
        (DINGTALK, 460101, MessageRefused),
        (DINGTALK, 77777, MessageRefused),
        (WECOM, 45009, MessageDelayed),
        (WECOM, -1, MessageDelayed),
        (WECOM, 93000, ChannelBroken),
        (WECOM, 44004, MessageRefused),
        (WECOM, 40058, MessageRefused),
        (WECOM, 77777, MessageRefused),
    ],
)
def test_a_code_says_what_is_to_be_done(
    sandbox: Remote, channel: ChatChannel, code: int, error: type[MessageError]
) -> None:
    sandbox.trouble(hook_path(channel, TOKEN), Trouble.REFUSED, code=code)

    with pytest.raises(error) as raised:
        say(bot(sandbox, channel), notice())
    assert type(raised.value) is error
    assert raised.value.code == str(code)
    assert GROUP in str(raised.value)


@EVERY_CHANNEL
@pytest.mark.parametrize("trouble", [Trouble.HTML, Trouble.BAD_GATEWAY, Trouble.MOVED])
def test_a_page_instead_of_an_answer_delays_and_nothing_arrived(
    sandbox: Remote, channel: ChatChannel, trouble: Trouble
) -> None:
    sandbox.trouble(hook_path(channel, TOKEN), trouble)

    with pytest.raises(MessageDelayed):
        say(bot(sandbox, channel), notice())
    assert sandbox.messages() == []


@EVERY_CHANNEL
def test_a_proxy_that_asks_for_patience_says_how_long(sandbox: Remote, channel: ChatChannel) -> None:
    sandbox.trouble(hook_path(channel, TOKEN), Trouble.TOO_MANY, seconds=37)

    with pytest.raises(MessageDelayed) as delayed:
        say(bot(sandbox, channel), notice())
    assert delayed.value.wait == 37.0


@EVERY_CHANNEL
@pytest.mark.parametrize("trouble", [Trouble.CUT_OFF, Trouble.TRUNCATED])
def test_a_line_that_breaks_in_the_answer_leaves_unclear_what_did_arrive(
    sandbox: Remote, channel: ChatChannel, trouble: Trouble
) -> None:
    sandbox.trouble(hook_path(channel, TOKEN), trouble)

    with pytest.raises(MessageUnclear):
        say(bot(sandbox, channel), notice())
    assert len(sandbox.messages()) == 1


@EVERY_CHANNEL
@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b'{"code": "ok", "errcode": "ok"}', b'{"code": null, "errcode": null}']
)
def test_a_good_answer_without_a_number_leaves_unclear_what_did_arrive(channel: ChatChannel, said: bytes) -> None:
    with answering(http(said)) as base, pytest.raises(MessageUnclear):
        say(bot_for(channel, hook(base + hook_path(channel, TOKEN))), notice())


@EVERY_CHANNEL
def test_an_answer_that_comes_too_late_leaves_unclear_what_did_arrive(sandbox: Remote, channel: ChatChannel) -> None:
    sandbox.trouble(hook_path(channel, TOKEN), Trouble.SLOW, seconds=1.0)

    with pytest.raises(MessageUnclear):
        say(bot(sandbox, channel, read_s=0.1), notice())
    assert len(sandbox.messages()) == 1


@EVERY_CHANNEL
@pytest.mark.parametrize("host", ["127.0.0.1:9", "nobody.invalid"])
def test_where_nobody_answers_nothing_was_sent(channel: ChatChannel, host: str) -> None:
    sender = bot_for(channel, hook(f"http://{host}{hook_path(channel, TOKEN)}"))

    with pytest.raises(MessageDelayed):
        say(sender, notice())


def test_trouble_for_one_bot_is_none_for_its_neighbour(sandbox: Remote) -> None:
    sandbox.trouble(hook_path(DINGTALK, "another-token"), Trouble.HTML)

    assert say(bot(sandbox, DINGTALK), notice()) == 1


@pytest.mark.parametrize(
    ("channel", "mention", "rung"),
    [
        (FEISHU, LIN, "ou_lin_0001"),
        (DINGTALK, WU, "13800000000"),
        (DINGTALK, LIN, "ou_lin_0001"),
        (WECOM, LIN, "ou_lin_0001"),
    ],
)
def test_who_is_spoken_to_hears_it(sandbox: Remote, channel: ChatChannel, mention: Mention, rung: str) -> None:
    say(bot(sandbox, channel), notice(mentions=[mention, NOBODY_KNOWS]))

    (heard,) = sandbox.messages()
    assert heard.mentions == (rung,)
    assert "佘光" in heard.text


def test_who_is_known_to_wecom_by_a_number_alone_is_called_by_a_text_behind_the_message(sandbox: Remote) -> None:
    say(bot(sandbox, WECOM), notice(mentions=[LIN, WU]))

    message, call = sandbox.messages()
    assert (message.mentions, call.mentions) == (("ou_lin_0001",), ("13800000000",))
    assert "吴敏" in message.text
    assert call.text == "脚本已定稿\n\uff20吴敏"


@EVERY_CHANNEL
@pytest.mark.parametrize("handle", ["all", "@all", "ALL", "everyone", "a><at id=all", "林晓", "a b"])
def test_a_handle_that_would_call_everybody_calls_nobody(sandbox: Remote, channel: ChatChannel, handle: str) -> None:
    say(bot(sandbox, channel), notice(mentions=[Mention(name="所有人", handle=handle)]))

    assert [heard.mentions for heard in sandbox.messages()] == [()]


@EVERY_CHANNEL
@pytest.mark.parametrize(
    "typed",
    [
        "@所有人 快看",
        "@all",
        "<at id=all></at>",
        '<at user_id="all">所有人</at>',
        "<@all> <@linxiao>",
        "@13800000000",
        "&#60;at id=all&#62;",
        "\\<at id=all>",
    ],
)
@pytest.mark.parametrize("place", ["title", "body", "label"])
def test_what_somebody_typed_pings_nobody(sandbox: Remote, channel: ChatChannel, typed: str, place: str) -> None:
    told = {
        "title": notice(title=typed, mentions=[WU]),
        "body": notice(f"**{typed}**\n- {typed}\n\n{typed}", mentions=[WU]),
        "label": notice(f"[{typed}](https://files.example/1)", mentions=[WU]),
    }[place]

    say(bot(sandbox, channel), told)

    rung = {person for heard in sandbox.messages() for person in heard.mentions}
    assert rung == {"13800000000"}
    assert all(
        "@" not in heard.text.replace("@13800000000", "", 1) for heard in sandbox.messages() if channel is not FEISHU
    )


@EVERY_CHANNEL
def test_a_text_of_any_length_arrives_in_numbered_parts_in_order(sandbox: Remote, channel: ChatChannel) -> None:
    body = "\n\n".join(f"第 {number} 条:" + "长" * 400 for number in range(40))

    parts = say(bot(sandbox, channel), notice(body))

    assert parts > 1
    assert [heard.title for heard in sandbox.messages()] == [f"脚本已定稿 ({n}/{parts})" for n in range(1, parts + 1)]
    told = "".join(heard.text for heard in sandbox.messages())
    assert [told.index(f"第 {number} 条:") for number in range(40)] == sorted(
        told.index(f"第 {n} 条:") for n in range(40)
    )
    assert told.count("长") == 40 * 400


@EVERY_CHANNEL
def test_a_title_longer_than_any_card_is_shown_cut_and_told_in_full(sandbox: Remote, channel: ChatChannel) -> None:
    say(bot(sandbox, channel), notice(title="很长的标题" * 100))

    (heard,) = sandbox.messages()
    assert heard.title.endswith("…")
    assert "很长的标题" * 100 in heard.text


@EVERY_CHANNEL
def test_the_same_notice_is_cut_the_same_way(channel: ChatChannel) -> None:
    told = notice("长" * 9000, mentions=[LIN, WU])
    sender = bot_for(channel, hook(f"http://127.0.0.1:9{hook_path(channel, TOKEN)}"))

    assert sender.parts(told) == sender.parts(told)
