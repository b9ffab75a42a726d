"""The bots of chat groups as the sandbox plays them: who there is, how fast each may be called, and what arrived."""

import hashlib
import hmac
from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxBot
from agency.sandbox.faults import Fault, Trouble

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
PATHS: Mapping[ChatChannel, str] = {
    ChatChannel.FEISHU: "/open-apis/bot/v2/hook/",
    ChatChannel.DINGTALK: "/robot/send?access_token=",
    ChatChannel.WECOM: "/cgi-bin/webhook/send?key=",
}
IN_ITS_PLACE = frozenset({Trouble.GATEWAY, Trouble.TOO_MANY, Trouble.BAD_GATEWAY, Trouble.HTML, Trouble.MOVED})


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One message that arrived in a group; ``mentions`` are those whose telephone rang, ``@all`` for everybody's."""

    channel: ChatChannel
    token: str
    title: str
    text: str
    mentions: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many messages a bot takes, and how long it takes none when there were more."""

    per_minute: int
    per_second: int | None = None
    blocked: timedelta = timedelta()


class Gauge:
    """Counts the messages that one bot took."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._taken: deque[datetime] = deque(maxlen=limit.per_minute)
        self._blocked_until: datetime | None = None

    def takes(self, at: datetime) -> bool:
        """Count a message, or refuse it."""
        if self._blocked_until and at < self._blocked_until:
            return False
        if self._since(at - MINUTE) >= self._limit.per_minute:
            self._blocked_until = at + self._limit.blocked
            return False
        if self._limit.per_second and self._since(at - SECOND) >= self._limit.per_second:
            return False
        self._taken.append(at)
        return True

    def _since(self, moment: datetime) -> int:
        return sum(1 for taken in self._taken if taken > moment)


class BotDesk:
    """All bots of one sandbox; used from one thread, the event loop's."""

    def __init__(self, bots: Iterable[SandboxBot], clock: Clock) -> None:
        self.heard: list[Heard] = []
        self._clock = clock
        self._bots = {(bot.channel, bot.token): bot for bot in bots}
        self._gauges: dict[SandboxBot, Gauge] = {}

    def declare(self, bot: SandboxBot) -> None:
        """Let there be a bot, or let it be another one than before."""
        self._bots[bot.channel, bot.token] = bot

    def bot(self, channel: ChatChannel, token: str) -> SandboxBot | None:
        """Return a group's bot, None where there is none any more."""
        bot = self._bots.get((channel, token))
        return None if bot is None or bot.dead else bot

    def now(self) -> datetime:
        """Return the sandbox's present moment."""
        return self._clock.now()

    def takes(self, bot: SandboxBot, limit: Limit) -> bool:
        """Count a message to a bot, or refuse it."""
        return self._gauges.setdefault(bot, Gauge(limit)).takes(self.now())

    def hear(self, bot: SandboxBot, *, title: str, text: str, mentions: Iterable[str]) -> None:
        """Keep a message."""
        told = tuple(dict.fromkeys(mentions))
        heard = Heard(channel=bot.channel, token=bot.token, title=title, text=text, mentions=told, at=self.now())
        self.heard.append(heard)

    def is_of_this_hour(self, seconds: float) -> bool:
        """Tell whether a signature's moment is less than an hour away."""
        return abs(self.now().timestamp() - seconds) <= HOUR.total_seconds()


def is_lost(fault: Fault | None) -> bool:
    """Tell whether somebody answers in the bot's place, so that nothing arrives."""
    return fault is not None and fault.trouble in IN_ITS_PLACE


def hook_path(channel: ChatChannel, token: str) -> str:
    """Return the path of a bot's webhook, by which trouble can be made for it alone."""
    return PATHS[channel] + token


def signed(key: str, words: str) -> str:
    """Return the HMAC-SHA256 of some words, in base64."""
    return b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()
