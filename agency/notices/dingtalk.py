"""DingTalk's group robot: Markdown, signed in the query, twenty a minute and then silence for ten (platforms.md 6.2)."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue, SecretStr

from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused
from agency.locale import _
from agency.notices.bot import NUMBER_ROOM, Hook, Page, code_of, heading, pages_of, says, short_title, signature
from agency.notices.dialects import DINGTALK, MOBILE, spelled, usable_handle
from agency.notices.notice import Notice, Pace, Part
from agency.notices.wire import encoded

LONGEST_BODY = 20_000  # bytes
CALLED_ROOM = 70  # what one who is called takes beside the text, at the most
BLOCKED_S = 600.0
PACE = Pace(per_minute=20, per_second=20, blocked_s=BLOCKED_S)


class DingTalkBot:
    """The robot of one DingTalk group."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    @property
    def pace(self) -> Pace:
        """As DingTalk documents it; it says nothing of seconds."""
        return PACE

    def parts(self, notice: Notice) -> Sequence[Part]:
        """Return one Markdown message a page; the title stands above the text too, where the group reads it."""
        whole = LONGEST_BODY - NUMBER_ROOM - len(encoded(markdown(Page(short_title(notice.title), []))))
        called = min(CALLED_ROOM * len(notice.mentions), whole * 2 // 3)  # a text full of calls needs twice its size
        pages = pages_of(notice, DINGTALK, whole - called)
        return [Part(number=place, of=len(pages), body=markdown(page)) for place, page in enumerate(pages, 1)]

    def send(self, part: Part) -> str:
        """Send a message; DingTalk gives no id of it."""
        body = self._hook.call(part.body, self._signature())
        if (code := code_of(body, "errcode")) != "0":
            raise self._trouble(code, body)
        return ""

    def _signature(self) -> Mapping[str, SecretStr]:
        """Return the moment and its signature as parameters; they are spelled for the address once, on the wire."""
        if self._hook.secret is None:
            return {}
        moment = str(int(self._hook.clock().timestamp() * 1000))
        secret = self._hook.secret.get_secret_value()
        sign = signature(secret, f"{moment}\n{secret}")
        return {"timestamp": SecretStr(moment), "sign": SecretStr(sign)}

    def _trouble(self, code: str, body: Mapping[str, JsonValue]) -> MessageError:
        group = self._hook.group
        match code:
            case "130101":
                sentence = _(
                    "DingTalk has heard too much from the bot of group {group}, and hears nothing for ten minutes."
                )
                return MessageDelayed(sentence.format(group=group), wait=BLOCKED_S, code=code)
            case "-1":
                return MessageDelayed(_("DingTalk is busy; group {group} waits.").format(group=group), code=code)
            case "300001":
                sentence = _(
                    "DingTalk no longer knows the bot of group {group}: add one to the group and connect it anew."
                )
                return ChannelBroken(sentence.format(group=group), code=code)
            case "460101":
                sentence = _("This message for group {group} is too long for DingTalk.")
                return MessageRefused(sentence.format(group=group), code=code)
            case "310000":
                return ChannelBroken(what_to_mend(body).format(group=group, said=body.get("errmsg")), code=code)
            case _:
                return self._hook.refused(code, body.get("errmsg"))


def what_to_mend(body: Mapping[str, JsonValue]) -> str:
    """Return what the owner of a bot has to do about 310000, which has four meanings; DingTalk's own words for any other."""
    if says(body, "keyword"):
        return _("The bot of group {group} wants a keyword in every message: let it check signatures instead.")
    if says(body, "timestamp"):
        return _("DingTalk finds this machine's clock wrong, for group {group}: set the clock.")
    if says(body, "sign"):
        return _("DingTalk refuses the signature of group {group}: connect it anew with the key its bot shows.")
    if says(body, "whitelist", "ip "):
        return _("DingTalk does not let this machine speak in group {group}: add its address to the bot's IP list.")
    return _("DingTalk refuses what the bot of group {group} says, for a reason in its security settings: {said}")


def markdown(page: Page) -> Mapping[str, JsonValue]:
    """Return a page as DingTalk takes it; whoever is called stands in the text and beside it, mobile numbers apart."""
    handles = list(dict.fromkeys(filter(None, (usable_handle(call.mention) for call in page.calls()))))
    mobiles: list[JsonValue] = [handle for handle in handles if MOBILE.fullmatch(handle)]
    users: list[JsonValue] = [handle for handle in handles if not MOBILE.fullmatch(handle)]
    return {
        "msgtype": "markdown",
        "markdown": {"title": page.title, "text": spelled([heading(page.title), *page.lines], DINGTALK)},
        "at": {"atMobiles": mobiles, "atUserIds": users, "isAtAll": False},
    }
