"""What every channel is given, and what it promises: words in, parts that fit the channel, one call for each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Somebody a notice speaks to by name; ``handle`` is what the channel knows them by, empty when nobody told us."""

    name: str
    handle: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message as a channel carries it; ``number`` stays the same however often it is tried, ``body`` is Markdown."""

    number: str
    title: str
    body: str
    link: str | None = None
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One call's worth of a notice, within the channel's size; a signature is added when it is sent."""

    number: int
    of: int
    body: Mapping[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many calls a channel takes; over it, it refuses for ``blocked_s`` seconds."""

    per_minute: int
    per_second: int
    blocked_s: float


class Sender(Protocol):
    """One bot or one mailbox."""

    @property
    def pace(self) -> Pace:
        """How fast it may be called, by everybody together."""

    def parts(self, notice: Notice) -> Sequence[Part]:
        """Return a notice cut to the channel's size, at least one part; the same notice is always cut the same way."""

    def send(self, part: Part) -> str:
        """Send one part and return the channel's own id of it, empty where it gives none.

        ``MessageDelayed``, ``MessageRefused``, ``ChannelBroken`` and ``MessageUnclear`` say what is to be done
        otherwise; none of them holds an address, a key or a token.
        """
