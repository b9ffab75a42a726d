"""Feishu's group bot: cards with Markdown, signed in the body (platforms.md 6.1)."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused
from agency.locale import _
from agency.notices.bot import Hook, Page, code_of, pages_of, signature
from agency.notices.dialects import FEISHU, spelled
from agency.notices.notice import Notice, Pace, Part
from agency.notices.wire import encoded

LONGEST_BODY = 20_000  # bytes
SIGNATURE_ROOM = len('"timestamp": "1234567890", "sign": "", ') + 44
PACE = Pace(per_minute=100, per_second=5, blocked_s=60.0)


class FeishuBot:
    """The bot of one Feishu group."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    @property
    def pace(self) -> Pace:
        """As Feishu documents it."""
        return PACE

    def parts(self, notice: Notice) -> Sequence[Part]:
        """Return one card a page; ``20 KB`` of the contract are read as 20,000 bytes."""
        room = LONGEST_BODY - SIGNATURE_ROOM - len(encoded(card(Page("", []))))
        pages = pages_of(notice, FEISHU, room)
        return [Part(number=place, of=len(pages), body=card(page)) for place, page in enumerate(pages, 1)]

    def send(self, part: Part) -> str:
        """Send a card; Feishu gives no id of it."""
        body = self._hook.call({**part.body, **self._signature()})
        if (code := code_of(body, "code", "StatusCode")) != "0":
            raise self._trouble(code, body)
        return ""

    def _signature(self) -> Mapping[str, JsonValue]:
        """Return the moment and its signature: the words are the key here, and what is signed is empty."""
        if self._hook.secret is None:
            return {}
        moment = str(int(self._hook.clock().timestamp()))
        key = f"{moment}\n{self._hook.secret.get_secret_value()}"
        return {"timestamp": moment, "sign": signature(key, "")}

    def _trouble(self, code: str, body: Mapping[str, JsonValue]) -> MessageError:
        group = self._hook.group
        match code:
            case "11232":
                return MessageDelayed(_("Feishu is crowded; group {group} waits.").format(group=group), code=code)
            case "9499":
                sentence = _("Feishu cannot read this message for group {group}.")
                return MessageRefused(sentence.format(group=group), code=code)
            case "19036":
                sentence = _("This message for group {group} is too long for Feishu.")
                return MessageRefused(sentence.format(group=group), code=code)
            case "19001" | "19021" | "19022" | "19024":
                return ChannelBroken(what_to_mend(code).format(group=group), code=code)
            case _:
                return self._hook.refused(code, body.get("msg"))


def what_to_mend(code: str) -> str:
    """Return what the owner of a bot has to do about it, with a place for the group's name."""
    match code:
        case "19001":
            return _("Feishu no longer knows the bot of group {group}: add one to the group and connect it anew.")
        case "19021":
            return _("Feishu refuses the signature of group {group}: connect it anew, or set this machine's clock.")
        case "19022":
            return _("Feishu does not let this machine speak in group {group}: add its address to the bot's IP list.")
        case _:
            return _("The bot of group {group} wants a keyword in every message: let it check signatures instead.")


def card(page: Page) -> Mapping[str, JsonValue]:
    """Return a page as Feishu shows it."""
    return {
        "msg_type": "interactive",
        "card": {
            "config": {"wide_screen_mode": True},
            "header": {"template": "blue", "title": {"tag": "plain_text", "content": page.title}},
            "elements": [{"tag": "markdown", "content": spelled(page.lines, FEISHU)}],
        },
    }
