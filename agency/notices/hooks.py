"""Whose bot an address belongs to, and the sender that speaks through it.

An address is checked before anything is sent there: whatever stands in its place would be given everything that is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from agency.domain.terms import label
from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput
from agency.locale import _
from agency.notices.bot import Hook
from agency.notices.dingtalk import DingTalkBot
from agency.notices.feishu import FeishuBot
from agency.notices.notice import Sender
from agency.notices.wecom import WeComBot

LOCAL = "127.0.0.1"  # where the sandbox listens


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the bots of one channel listen; the token stands in a parameter, or is the end of the path."""

    hosts: frozenset[str]
    path: str
    parameter: str = ""


PLACES: Mapping[ChatChannel, Place] = {
    ChatChannel.FEISHU: Place(
        hosts=frozenset({"open.feishu.cn", "open.larksuite.com"}), path="/open-apis/bot/v2/hook/"
    ),
    ChatChannel.DINGTALK: Place(hosts=frozenset({"oapi.dingtalk.com"}), path="/robot/send", parameter="access_token"),
    ChatChannel.WECOM: Place(hosts=frozenset({"qyapi.weixin.qq.com"}), path="/cgi-bin/webhook/send", parameter="key"),
}
BOTS: Mapping[ChatChannel, Callable[[Hook], Sender]] = {
    ChatChannel.FEISHU: FeishuBot,
    ChatChannel.DINGTALK: DingTalkBot,
    ChatChannel.WECOM: WeComBot,
}
WITH_A_BOT = frozenset(BOTS)


def bot_for(channel: ChatChannel, hook: Hook) -> Sender:
    """Return the sender of a channel's bot; ``KeyError`` for a channel that has none."""
    return BOTS[channel](hook)


def checked_address(channel: ChatChannel, address: str) -> str:
    """Return a webhook's address without what was pasted around it.

    ``BadInput`` says what is wrong without repeating it: that it does not go over https, leads to somebody else than
    the channel (this machine's sandbox apart), or holds no token.
    """
    place, parts = PLACES[channel], taken_apart(address.strip())
    if parts is None or not is_at(place, parts):
        sentence = _("This is no webhook address of {channel}: copy it whole from the settings of the group's bot.")
        raise BadInput(sentence.format(channel=label(channel)))
    if parts.scheme != "https" and parts.hostname != LOCAL:
        raise BadInput(_("The address of the bot must begin with https://: else others can read what is said."))
    return address.strip()


def taken_apart(address: str) -> SplitResult | None:
    """Return the parts of an address, None where it is none."""
    try:
        parts = urlsplit(address)
        return parts if address.isascii() and (parts.port or parts.hostname) else None
    except ValueError:
        return None


def is_at(place: Place, parts: SplitResult) -> bool:
    """Tell whether an address leads to a place, and names a token there; ports are this machine's alone."""
    is_local = parts.hostname == LOCAL
    if parts.scheme not in {"https", "http"} or parts.username or not (is_local or parts.hostname in place.hosts):
        return False
    if parts.port and not is_local:
        return False
    if place.parameter:
        return parts.path == place.path and bool(parse_qs(parts.query).get(place.parameter))
    token = parts.path.removeprefix(place.path)
    return parts.path.startswith(place.path) and bool(token) and "/" not in token
