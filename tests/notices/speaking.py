"""An invented group, its bots on the sandbox, and a notice for it."""

from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from agency.domain.terms.sharing import ChatChannel
from agency.notices.bot import Hook
from agency.notices.hooks import bot_for
from agency.notices.notice import Mention, Notice, Sender
from agency.sandbox.remote import Remote

NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
GROUP = "清风运营群(虚构)"
TOKEN, KEY = "token-of-paper-cranes", "SEC-key-of-paper-cranes"
LIN = Mention(name="林晓", handle="ou_lin_0001")
WU = Mention(name="吴敏", handle="13800000000")
NOBODY_KNOWS = Mention(name="佘光")
CHANNELS = [ChatChannel.FEISHU, ChatChannel.DINGTALK, ChatChannel.WECOM]


def notice(body: str = "请看 **《夏日新品》** 的脚本", **more: Any) -> Notice:
    return Notice(number="01JZ0000000000000000000001", title=more.pop("title", "脚本已定稿"), body=body, **more)


def hook(address: str, secret: str = "", *, at: datetime = NOON, read_s: float = 5.0) -> Hook:
    key = SecretStr(secret) if secret else None
    return Hook(group=GROUP, address=SecretStr(address), secret=key, clock=lambda: at, read_s=read_s)


def bot(sandbox: Remote, channel: ChatChannel, *, secret: str = "", keyword: str = "", **more: Any) -> Sender:
    """Return the sender of a group, whose bot the sandbox plays."""
    address = sandbox.bot(channel, TOKEN, secret="" if channel is ChatChannel.WECOM else secret, keyword=keyword)
    return bot_for(channel, hook(address, secret, **more))


def say(sender: Sender, told: Notice) -> int:
    """Send all parts of a notice; return how many there were."""
    parts = sender.parts(told)
    for part in parts:
        sender.send(part)
    return len(parts)
