"""Whether new ideas are shared as often as agreed: every working day by anyone, every week by each editor (C5, C6, R24, R25)."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from agency.domain.calendar import Calendar
from agency.domain.finding import Finding, rule, warning
from agency.domain.obligations import end_of
from agency.domain.terms.sharing import ShareKind
from agency.domain.windows import Window
from agency.errors import BadInput
from agency.locale import _
from config.policy import Policy

EDITORS_KINDS = frozenset({ShareKind.EDITING, ShareKind.SOUND, ShareKind.BGM, ShareKind.COVER_STICKER})
DAYS_OF_A_WEEK = 7
LINK = re.compile(r"https?://[^\s<>\"'|\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
CLOSING = ",.;:!?)"
OF_THE_SHARER = re.compile(r"(utm_|share_|from|timestamp|tt_from|sec_uid|u_code|did$|iid$)")


@dataclass(frozen=True)
class Share:
    """One idea put into the group, on a Beijing day."""

    author: str
    kind: ShareKind
    shared_on: date


@rule
def sharing_findings(
    shares: Collection[Share], editors: Sequence[str], monday: date, calendar: Calendar, policy: Policy
) -> Iterator[Finding]:
    """In the week from ``monday`` each working day saw an idea, and each editor showed a technique, sound or sticker.

    All of it is a reminder; a week without a working day asks nothing of anybody.
    """
    week = [monday + timedelta(days=step) for step in range(DAYS_OF_A_WEEK)]
    worked = [day for day in week if calendar.is_working_day(day)]
    quiet = [day for day in worked if shared_on(shares, day) < policy.shares_per_working_day]
    if quiet:
        sentence = _("Too few ideas were shared on: {days}.")
        yield warning("C5-quiet-day", sentence.format(days=_(", ").join(map(str, quiet))))
    silent = [editor for editor in editors if shown_by(shares, editor, week) < policy.editor_shares_per_week]
    if worked and silent:
        sentence = _("No new technique was shared this week by: {people}.")
        yield warning("C6-silent-editor", sentence.format(people=_(", ").join(silent)))


def shared_on(shares: Collection[Share], day: date) -> int:
    """Count the ideas of one day, whoever's and of whatever kind."""
    return sum(share.shared_on == day for share in shares)


def shown_by(shares: Collection[Share], editor: str, week: Collection[date]) -> int:
    """Count what one editor showed of the editor's own trade in a week."""
    own = (share for share in shares if share.author == editor and share.kind in EDITORS_KINDS)
    return sum(share.shared_on in week for share in own)


def read_link(text: str) -> str | None:
    """Return the link in what was pasted, the words that an app puts around it left out; None when nothing was pasted.

    ``BadInput`` where there are words and no link of http in them.
    """
    if not text.strip():
        return None
    if (found := LINK.search(text)) is None:
        raise BadInput(
            _("“{text}” holds no link; paste the one that the app's share button gives.").format(text=text.strip())
        )
    return found.group().rstrip(CLOSING)


def same_link(link: str) -> str:
    """Return what two links to the same thing have in common: who shared it, and from where, is left out."""
    parts = urlsplit(link)
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not OF_THE_SHARER.match(name))
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(kept)}".rstrip("?")


def first_working_day(week: Window, calendar: Calendar) -> date | None:
    """Return the first working day of a week, None in a week without one."""
    day = calendar.on_or_after(week.first)
    return day if day <= week.last else None


def shares_due(week: Window, calendar: Calendar) -> datetime | None:
    """Return until when an editor shares in a week: the end of its last working day, None in a week without one (C6)."""
    day = calendar.on_or_before(week.last)
    return end_of(day) if day >= week.first else None


def shared_enough_at(moments: Collection[datetime], policy: Policy) -> datetime | None:
    """Return when an editor had shared as often as a week asks for, None before (C6)."""
    asked = policy.editor_shares_per_week
    return sorted(moments)[asked - 1] if len(moments) >= asked > 0 else None
