"""WeCom's hook: no signature, twenty messages a minute, 4096 bytes of Markdown or 2048 of text."""

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import BotDesk, Limit, is_lost
from agency.sandbox.description import SandboxBot
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble

LIMIT = Limit(per_minute=20)
LONGEST = {"markdown": 4096, "text": 2048}
AT = re.compile(r"<@([^>\s]+)>")
HEADING = re.compile(r"#{1,6} (.+)\n*")
WORDS = {
    0: "ok",
    40008: "invalid message type",
    40058: "content exceed max length. invalid Request Parameter",
    44004: "empty content",
    45009: "api freq out of limit",
    93000: "invalid webhook url, hint: [1770000000000000000], more info at the console of nowhere",
}


class WeComHook:
    """The one endpoint of all bots."""

    def __init__(self, desk: BotDesk) -> None:
        self._desk = desk
        self.route = Route(method="POST", path="/cgi-bin/webhook/send", answer=self._answer)

    def _answer(self, call: Call, fault: Fault | None) -> Told:
        if is_lost(fault):
            return told(0)
        if fault and fault.trouble is Trouble.REFUSED:
            return told(int(fault.code or 45009))
        return told(self._complaint(self._desk.bot(ChatChannel.WECOM, call.query.get("key", "")), call.body))

    def _complaint(self, bot: SandboxBot | None, body: Mapping[str, JsonValue]) -> int:
        if bot is None:
            return 93000
        kind = str(body.get("msgtype"))
        if kind not in LONGEST:
            return 40008
        content = content_of(body, kind)
        if not content:
            return 44004
        if len(content.encode()) > LONGEST[kind]:
            return 40058
        if not self._desk.takes(bot, LIMIT):
            return 45009
        title = found[1] if kind == "markdown" and (found := HEADING.match(content)) else ""
        text = content[found.end() :] if title and found else content
        self._desk.hear(bot, title=title, text=text, mentions=rung(body, kind, content))
        return 0


def told(code: int) -> Told:
    """Return an answer."""
    return Told(body={"errcode": code, "errmsg": WORDS.get(code, "unknown")})


def content_of(body: Mapping[str, JsonValue], kind: str) -> str:
    """Return the content of a message, nothing for what is none."""
    match body.get(kind):
        case {"content": str(content)}:
            return content
        case _:
            return ""


def rung(body: Mapping[str, JsonValue], kind: str, content: str) -> Iterator[str]:
    """Yield whose telephone rings: whom the Markdown names, and whom the lists beside a text do."""
    if kind == "markdown":
        yield from AT.findall(content)
    match body.get("text"):
        case {"mentioned_mobile_list": [*mobiles]}:
            yield from map(str, mobiles)
    match body.get("text"):
        case {"mentioned_list": [*users]}:
            yield from map(str, users)
