"""What the three bots have in common: a hook with its secrets, the pages of a notice, and the fate of a call as an error."""

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from pydantic import JsonValue, SecretStr

from agency.errors import MessageDelayed, MessageError, MessageRefused, MessageUnclear
from agency.locale import _
from agency.notices.cutting import CHARACTER, pages
from agency.notices.dialects import Dialect, one_line
from agency.notices.markdown import UNSEEN, Call, Kind, Line, Link, Run, Words, lines_of
from agency.notices.notice import Notice
from agency.notices.wire import READ_S, Fate, Reply, post

LONGEST_TITLE = 240  # bytes
NUMBER_ROOM = len(" (9999/9999)")
SAID = 200  # characters of what a channel says about a refusal
IN_QUERY = re.compile(r"\b(sign|access_token|key)=[^&\s]*")
CODE = re.compile(r"-?\d{1,9}")
SECRET_LENGTH = 8  # shorter parts of an address are no secret, and stand in any sentence


@dataclass(frozen=True, kw_only=True)
class Hook:
    """Where a group's bot listens; whoever knows the address can speak in the group, so it is as secret as the key."""

    group: str
    address: SecretStr
    secret: SecretStr | None = None
    clock: Callable[[], datetime]
    read_s: float = READ_S

    def call(
        self, body: Mapping[str, JsonValue], query: Mapping[str, SecretStr] | None = None
    ) -> Mapping[str, JsonValue]:
        """Return what the bot answered to a body, whatever its status; raises where that is no JSON object.

        Nothing of the address or the key is in it, should the bot, or a proxy, repeat what it was called for.
        """
        answer = answer_of(post(self.address, body, query, read_s=self.read_s), self.group)
        return {name: self.harmless(said) if isinstance(said, str) else said for name, said in answer.items()}

    def refused(self, code: str, said: object) -> MessageError:
        """Return the error for a code that nobody has described, with the channel's own words; without one it is unclear."""
        if not code:
            return unreadable(self.group)
        sentence = _("The bot of group {group} refuses this message (code {code}): {said}")
        return MessageRefused(sentence.format(group=self.group, code=code, said=said or "-"), code=code)

    def harmless(self, said: str) -> str:
        """Return what a channel said without anything of the address, the key or a signature."""
        text = IN_QUERY.sub(r"\1=…", one_line(said))
        for secret in self.secrets():
            text = text.replace(secret, "…")
        return text[:SAID]

    def secrets(self) -> list[str]:
        """Return what must not be said, the longest first."""
        address = self.address.get_secret_value()
        parts = urlsplit(address)
        found = [address, *parts.path.split("/"), *(value for _name, value in parse_qsl(parts.query))]
        found += [self.secret.get_secret_value()] if self.secret else []
        return sorted((each for each in found if len(each) >= SECRET_LENGTH), key=len, reverse=True)


def answer_of(reply: Reply, group: str) -> Mapping[str, JsonValue]:
    """Return a bot's answer; the error says what is known of the message where it gave none that can be read.

    A page instead of an answer is that of a proxy before the bot, and an answer of which half came is the bot's own. Only
    of a gateway that lost patience (504) nobody knows whether it had passed the words on.
    """
    if reply.fate is Fate.NOT_SENT:
        sentence = _("The bot of group {group} could not be reached.")
        raise MessageDelayed(sentence.format(group=group))
    if reply.fate is Fate.BROKEN_OFF or reply.status == HTTPStatus.GATEWAY_TIMEOUT:
        raise MessageUnclear(_("The line to the bot of group {group} broke before it answered.").format(group=group))
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        sentence = _("The bot of group {group} asks for patience.")
        raise MessageDelayed(sentence.format(group=group), wait=reply.wait, code=str(reply.status))
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or (reply.body is None and reply.is_page):
        sentence = _("The bot of group {group} is in trouble: a page came instead of its answer (status {status}).")
        sentence = sentence.format(group=group, status=reply.status)
        raise MessageDelayed(sentence, wait=reply.wait, code=str(reply.status))
    if reply.body is None:
        raise unreadable(group)
    return reply.body


def unreadable(group: str) -> MessageUnclear:
    """Return the error for an answer that says neither yes nor no."""
    return MessageUnclear(_("The answer of the bot of group {group} cannot be read.").format(group=group))


def signature(key: str, words: str) -> str:
    """Return the HMAC-SHA256 of some words, in base64."""
    return b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()


@dataclass(frozen=True)
class Page:
    """One part of a notice before it is spelled: its title with its number, and its lines."""

    title: str
    lines: Sequence[Line]

    def calls(self) -> list[Call]:
        """Return who is spoken to on this page."""
        return [run for line in self.lines for run in line.runs if isinstance(run, Call)]


def pages_of(notice: Notice, dialect: Dialect, room: int) -> list[Page]:
    """Return a notice in pages, title and text of each together within the room; numbered when there are several."""
    title = short_title(notice.title)
    longest = dialect.size(dialect.plain(title)) + dialect.size("#### ****\n\n") + NUMBER_ROOM
    cut = pages(noticed_lines(notice, title), dialect, room - longest)
    return [Page(numbered(title, place, len(cut)), lines) for place, lines in enumerate(cut, 1)]


def noticed_lines(notice: Notice, title: str) -> list[Line]:
    """Return the lines of a notice: who is spoken to, a title that was cut in full, the text, and the link."""
    calls: list[Run] = []
    for mention in notice.mentions:
        calls += [Call(mention), Words(" ")]
    whole = clean_title(notice.title)
    return [
        *([Line(runs=tuple(calls[:-1]))] if calls else []),
        *([Line(runs=(Words(whole),))] if whole != title else []),
        *lines_of(notice.body),
        *([Line(runs=(leading(notice.link),))] if notice.link else []),
    ]


def leading(address: str) -> Run:
    """Return a link to where something can be done; what is no address of the web is only told."""
    is_of_web = address.startswith(("https://", "http://"))
    return Link(_("Open the page"), address) if is_of_web else Words(address)


def heading(title: str) -> Line:
    """Return a title as the first line of a text."""
    return Line(runs=(Words(title),), kind=Kind.HEADING)


def clean_title(title: str) -> str:
    """Return a title on one line, without what shows nowhere."""
    return one_line(UNSEEN.sub("", title))


def short_title(title: str) -> str:
    """Return a title that fits above a text; where it was cut, between two characters, dots say so."""
    whole = clean_title(title)
    if len(whole.encode()) <= LONGEST_TITLE:
        return whole
    kept = ""
    for character in CHARACTER.findall(whole):
        if len((kept + character).encode()) > LONGEST_TITLE:
            break
        kept += character
    return f"{kept}…"


def numbered(title: str, place: int, of: int) -> str:
    """Return a title with the number of its part, where there are several."""
    return f"{title} ({place}/{of})" if of > 1 else title


def code_of(body: Mapping[str, JsonValue], *names: str) -> str:
    """Return the number in the first of these fields that an answer has; nothing where it has none, or no number."""
    told = next((str(body[name]) for name in names if body.get(name) is not None), "")
    return told if CODE.fullmatch(told) else ""


def says(body: Mapping[str, JsonValue], *words: str) -> bool:
    """Tell whether an answer's message holds one of these words, in any case."""
    said = str(body.get("errmsg") or "").lower()
    return any(word in said for word in words)
