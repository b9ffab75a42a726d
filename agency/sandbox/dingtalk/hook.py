"""DingTalk's hook: the signature in the query, twenty messages a minute, and ten minutes of silence for one too many."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from pydantic import JsonValue

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import BotDesk, Limit, is_lost, signed
from agency.sandbox.description import SandboxBot
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble

LIMIT = Limit(per_minute=20, blocked=timedelta(minutes=10))
LONGEST = 20_000
MORE = ", more: [https://ding-doc.dingtalk.invalid/docs/qf2nxq]"
CROWDED = "send too fast, exceed 20 times per minute"
Complaint = tuple[int, str]
FINE: Complaint = (0, "ok")


class DingTalkHook:
    """The one endpoint of all robots."""

    def __init__(self, desk: BotDesk) -> None:
        self._desk = desk
        self.route = Route(method="POST", path="/robot/send", answer=self._answer)

    def _answer(self, call: Call, fault: Fault | None) -> Told:
        if is_lost(fault):
            return told(FINE)
        if fault and fault.trouble is Trouble.REFUSED:
            return told((int(fault.code or 130101), CROWDED))
        return told(self._complaint(self._desk.bot(ChatChannel.DINGTALK, call.query.get("access_token", "")), call))

    def _complaint(self, bot: SandboxBot | None, call: Call) -> Complaint:
        if bot is None:
            return 300001, "token is not exist"
        if call.size > LONGEST:
            return 460101, "message too long, exceed 20000 bytes"
        title, text = said(call.body)
        if not text:
            return 40035, "缺少参数 content"
        if bot.secret and (complaint := self._signature_complaint(bot, call.query)):
            return complaint
        if bot.keyword not in title + text:
            return 310000, f"keywords not in content{MORE}"
        if not self._desk.takes(bot, LIMIT):
            return 130101, CROWDED
        self._desk.hear(bot, title=title, text=text, mentions=rung(call.body.get("at"), text))
        return FINE

    def _signature_complaint(self, bot: SandboxBot, query: Mapping[str, str]) -> Complaint | None:
        moment = query.get("timestamp", "")
        if not moment.isdigit() or not self._desk.is_of_this_hour(int(moment) / 1000):
            return 310000, f"invalid timestamp{MORE}"
        if query.get("sign") != signed(bot.secret, f"{moment}\n{bot.secret}"):
            return 310000, f"sign not match{MORE}"
        return None


def told(complaint: Complaint) -> Told:
    """Return an answer; who was too fast is told a second number too."""
    code, words = complaint
    body: dict[str, JsonValue] = {"errcode": code, "errmsg": words}
    return Told(body=body | {"status": 1111} if code == 130101 else body)


def said(body: Mapping[str, JsonValue]) -> tuple[str, str]:
    """Return title and text of a message, nothing for what is none."""
    match body:
        case {"msgtype": "text", "text": {"content": str(text)}}:
            return "", text
        case {"msgtype": "markdown", "markdown": {"title": str(title), "text": str(text)}}:
            return title, text
        case _:
            return "", ""


def rung(at: JsonValue, text: str) -> Iterator[str]:
    """Yield whose telephone rings: those who are listed and stand in the text, or everybody."""
    match at:
        case {"isAtAll": True}:
            yield "@all"
    for names in ("atMobiles", "atUserIds"):
        listed = at.get(names) if isinstance(at, dict) else None
        yield from (str(each) for each in listed or [] if f"@{each}" in text) if isinstance(listed, list) else ()
