"""WeCom's group bot: Markdown of 4096 bytes, no signature, its key is in the address (platforms.md 6.3).

Markdown pings by user id alone. Who is known by a mobile number is named in it, and pinged by a short text of its own
behind it: said as text from the start, the message would lose its links, and half of its room.
"""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused
from agency.locale import _
from agency.notices.bot import Hook, Page, code_of, heading, pages_of, short_title
from agency.notices.dialects import AT, MOBILE, WECOM, one_line, spelled, usable_handle
from agency.notices.notice import Mention, Notice, Pace, Part

LONGEST_MARKDOWN = 4096  # bytes
LONGEST_TEXT = 2048  # bytes
WAIT_S = 60.0
PACE = Pace(per_minute=20, per_second=20, blocked_s=WAIT_S)
LONGEST_NAME = 20  # characters
CALLED_AT_ONCE = 15  # names of at most 3 + 4 × LONGEST_NAME bytes and a space fit into a text beside its title


class WeComBot:
    """The bot of one WeCom group."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    @property
    def pace(self) -> Pace:
        """As WeCom documents it; it says nothing of seconds."""
        return PACE

    def parts(self, notice: Notice) -> Sequence[Part]:
        """Return one Markdown message a page, and texts for those who can be pinged in no other way."""
        pages = [markdown(page) for page in pages_of(notice, WECOM, LONGEST_MARKDOWN)]
        bodies = [*pages, *texts(notice)]
        return [Part(number=place, of=len(bodies), body=body) for place, body in enumerate(bodies, 1)]

    def send(self, part: Part) -> str:
        """Send a message; WeCom gives no id of it."""
        body = self._hook.call(part.body)
        if (code := code_of(body, "errcode")) != "0":
            raise self._trouble(code, body)
        return ""

    def _trouble(self, code: str, body: Mapping[str, JsonValue]) -> MessageError:
        group = self._hook.group
        match code:
            case "45009":
                sentence = _("WeCom has heard enough from the bot of group {group} for a minute.")
                return MessageDelayed(sentence.format(group=group), wait=WAIT_S, code=code)
            case "-1":
                return MessageDelayed(_("WeCom is busy; group {group} waits.").format(group=group), code=code)
            case "93000":
                sentence = _(
                    "WeCom no longer knows the bot of group {group}: add one to the group and connect it anew."
                )
                return ChannelBroken(sentence.format(group=group), code=code)
            case "44004" | "40058":
                sentence = _("WeCom cannot read this message for group {group}.")
                return MessageRefused(sentence.format(group=group), code=code)
            case _:
                return self._hook.refused(code, body.get("errmsg"))


def markdown(page: Page) -> Mapping[str, JsonValue]:
    """Return a page as WeCom takes it."""
    return {"msgtype": "markdown", "markdown": {"content": spelled([heading(page.title), *page.lines], WECOM)}}


def texts(notice: Notice) -> Sequence[Mapping[str, JsonValue]]:
    """Return the texts that ping by mobile number, none where nobody needs it."""
    known = [mention for mention in notice.mentions if MOBILE.fullmatch(usable_handle(mention))]
    groups = [known[start : start + CALLED_AT_ONCE] for start in range(0, len(known), CALLED_AT_ONCE)]
    return [text(notice, group) for group in groups]


def text(notice: Notice, called: Sequence[Mention]) -> Mapping[str, JsonValue]:
    """Return a text that pings these people about a notice."""
    names = " ".join(AT + WECOM.plain(one_line(mention.name))[:LONGEST_NAME] for mention in called)
    mobiles: list[JsonValue] = [usable_handle(mention) for mention in called]
    content = f"{WECOM.plain(short_title(notice.title))}\n{names}"
    return {"msgtype": "text", "text": {"content": content, "mentioned_mobile_list": mobiles}}
