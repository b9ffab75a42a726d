"""Feishu's hook: the signature in the body, a hundred messages a minute and five a second, 20,000 bytes each."""

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import BotDesk, Limit, is_lost, signed
from agency.sandbox.description import SandboxBot
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble

LIMIT = Limit(per_minute=100, per_second=5)
LONGEST = 20_000
AT = re.compile(r"<at (?:id|user_id)=\"?([^>\"\s]+)\"?>")
SUCCESS: dict[str, JsonValue] = {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}
WORDS = {
    9499: "Bad Request",
    11232: "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]",
    19001: "param invalid: incoming webhook access token invalid",
    19021: "sign match fail or timestamp is not within one hour from current time",
    19022: "Ip Not Allowed",
    19024: "Key Words Not Found",
    19036: "message is too large",
}


class FeishuHook:
    """The one endpoint of all bots."""

    def __init__(self, desk: BotDesk) -> None:
        self._desk = desk
        self.route = Route(method="POST", path="/open-apis/bot/v2/hook/{token}", answer=self._answer)

    def _answer(self, call: Call, fault: Fault | None) -> Told:
        if is_lost(fault):
            return Told(body=SUCCESS)
        if fault and fault.trouble is Trouble.REFUSED:
            return refused(int(fault.code or 11232))
        bot = self._desk.bot(ChatChannel.FEISHU, call.place["token"])
        if code := self._complaint(bot, call):
            return refused(code)
        return Told(body=SUCCESS)

    def _complaint(self, bot: SandboxBot | None, call: Call) -> int:
        if bot is None:
            return 19001
        if call.size > LONGEST:
            return 19036
        title, text = said(call.body)
        if not text:
            return 9499
        if bot.secret and not self._is_signed(bot, call.body):
            return 19021
        if bot.keyword not in title + text:
            return 19024
        if not self._desk.takes(bot, LIMIT):
            return 11232
        self._desk.hear(bot, title=title, text=text, mentions=map(spoken_to, AT.findall(text)))
        return 0

    def _is_signed(self, bot: SandboxBot, body: Mapping[str, JsonValue]) -> bool:
        moment = str(body.get("timestamp") or "")
        if not moment.isdigit() or not self._desk.is_of_this_hour(int(moment)):
            return False
        return body.get("sign") == signed(f"{moment}\n{bot.secret}", "")


def refused(code: int) -> Told:
    """Return a refusal, which comes with a good status unless the body could not be read."""
    return Told(body={"code": code, "data": {}, "msg": WORDS.get(code, "unknown")}, status=400 if code == 9499 else 200)


def said(body: Mapping[str, JsonValue]) -> tuple[str, str]:
    """Return title and text of a message, nothing for what is none."""
    match body:
        case {"msg_type": "text", "content": {"text": str(text)}}:
            return "", text
        case {
            "msg_type": "interactive",
            "card": {"header": {"title": {"content": str(title)}}, "elements": [*elements]},
        }:
            return title, "\n".join(contents(elements))
        case _:
            return "", ""


def contents(elements: list[JsonValue]) -> Iterator[str]:
    """Yield what the Markdown elements of a card say."""
    for element in elements:
        match element:
            case {"tag": "markdown", "content": str(content)}:
                yield content


def spoken_to(handle: str) -> str:
    """Return somebody's id, the sign of everybody for everybody's."""
    return "@all" if handle == "all" else handle
