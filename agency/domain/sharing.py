"""Whether new ideas are shared as often as agreed: every working day by anyone, every week by each editor (C5, C6, R24, R25)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.domain.calendar import Calendar
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.sharing import ShareKind
from agency.locale import _
from config.policy import Policy

EDITORS_KINDS = frozenset({ShareKind.EDITING, ShareKind.SOUND, ShareKind.BGM, ShareKind.COVER_STICKER})
DAYS_OF_A_WEEK = 7


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
