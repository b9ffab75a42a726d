"""How each channel spells a line: what is bold, what is a link, who is pinged, and what people typed made harmless.

Whatever is not markup of ours is spelled so that it is none of the channel's either: it can ping nobody and feign no
link. Feishu knows entities; for the others a sign of full width stands for the one that would mean something.
"""

import re
from abc import abstractmethod
from collections.abc import Sequence
from json import dumps
from typing import Protocol
from urllib.parse import quote

from agency.notices.markdown import Call, Gap, Kind, Line, Link, Run, Words
from agency.notices.notice import Mention

AT = "\uff20"  # full width: looks like an @ and pings nobody
FULL_WIDTH = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "<>*[]`@"})
ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>*[]`~_"} | {"@": AT})
IN_ADDRESS = "%/:?#@!$&'*+,;=-._~"  # brackets would end a link
HANDLE = re.compile(r"[A-Za-z0-9_.@+-]{1,64}")
MOBILE = re.compile(r"(?:\+?86-?)?1\d{10}")
EVERYBODY = frozenset({"all", "@all", "everyone", "here"})


class Dialect(Protocol):
    """The spelling of one channel; ``size`` is what a text takes of the channel's room, and adds up."""

    def size(self, text: str) -> int:
        """Return the bytes that a spelled text takes."""
        return json_size(text)

    def gap(self, line: Line) -> str:
        """Return what stands between this line and the one before it."""
        match line.gap:
            case Gap.NONE:
                return ""
            case Gap.LINE:
                return "\n"
            case Gap.PARAGRAPH:
                return "\n\n"

    def line(self, line: Line) -> str:
        """Return a line as the channel spells it."""
        runs = "".join(self.run(run) for run in line.runs)
        match line.kind:
            case Kind.WORDS:
                return runs
            case Kind.ENTRY:
                return f"- {runs}"
            case Kind.HEADING:
                return self.heading(runs)

    def run(self, run: Run) -> str:
        """Return a run as the channel spells it."""
        match run:
            case Words(text, bold):
                return self.bold(self.plain(text)) if bold else self.plain(text)
            case Link(text, url):
                return self.link(self.plain(text), address(url))
            case Call(mention):
                return self.call(mention)

    def bold(self, spelled: str) -> str:
        """Return words in bold."""
        return f"**{spelled}**"

    def link(self, label: str, url: str) -> str:
        """Return a link."""
        return f"[{label}]({url})"

    def heading(self, spelled: str) -> str:
        """Return a heading."""
        return f"#### {spelled}"

    @abstractmethod
    def plain(self, text: str) -> str:
        """Return what somebody typed, so that the channel shows it and does nothing about it; sign by sign."""

    @abstractmethod
    def call(self, mention: Mention) -> str:
        """Return what pings somebody, or their name where we don't know how."""


class FeishuDialect(Dialect):
    """Markdown of Feishu's cards."""

    def plain(self, text: str) -> str:
        """Spell signs that mean something as entities."""
        return text.translate(ENTITIES)

    def heading(self, spelled: str) -> str:
        """Cards know no headings: bold stands for one."""
        return self.bold(spelled)

    def call(self, mention: Mention) -> str:
        """Ping by the id that Feishu gave the person (open_id or user_id)."""
        handle = usable_handle(mention)
        return f"<at id={handle}></at>" if handle else AT + self.plain(one_line(mention.name))


class DingTalkDialect(Dialect):
    """Markdown of DingTalk; its line breaks want an empty line between."""

    def gap(self, line: Line) -> str:
        """Neighbouring entries of a list stay together."""
        if line.gap is Gap.NONE or (line.gap is Gap.LINE and line.kind is Kind.ENTRY):
            return super().gap(line)
        return "\n\n"

    def plain(self, text: str) -> str:
        """Spell signs that mean something in full width."""
        return text.translate(FULL_WIDTH)

    def call(self, mention: Mention) -> str:
        """Name the mobile number or user id, which must also be among those of the call."""
        handle = usable_handle(mention)
        return f"@{handle}" if handle else AT + self.plain(one_line(mention.name))


class WeComDialect(Dialect):
    """Markdown of WeCom, measured in plain bytes; it pings by user id alone, see ``agency.notices.wecom``."""

    def size(self, text: str) -> int:
        """The content is measured by itself."""
        return len(text.encode())

    def plain(self, text: str) -> str:
        """Spell signs that mean something in full width."""
        return text.translate(FULL_WIDTH)

    def call(self, mention: Mention) -> str:
        """Ping by user id; who is known by a mobile number alone is named here and pinged in a text of its own."""
        handle = usable_handle(mention)
        if not handle or MOBILE.fullmatch(handle):
            return AT + self.plain(one_line(mention.name))
        return f"<@{handle}>"


FEISHU, DINGTALK, WECOM = FeishuDialect(), DingTalkDialect(), WeComDialect()


def spelled(lines: Sequence[Line], dialect: Dialect) -> str:
    """Return lines as one text."""
    return "".join((dialect.gap(line) if place else "") + dialect.line(line) for place, line in enumerate(lines))


def usable_handle(mention: Mention) -> str:
    """Return what a channel knows somebody by; nothing where that would call everybody, or is no name of a channel."""
    handle = mention.handle.strip()
    return handle if HANDLE.fullmatch(handle) and handle.lower() not in EVERYBODY else ""


def address(url: str) -> str:
    """Return an address that ends where it ends: what could close a link or begin a tag is spelled by its number."""
    return quote(url, safe=IN_ADDRESS)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def json_size(text: str) -> int:
    """Return how many bytes a text takes within a JSON body, its quotes left out."""
    return len(dumps(text, ensure_ascii=False).encode()) - 2
