"""Where an account's figures come from, how old they are, and what is missing: said with what to do about it (I9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agency.domain.calendar import beijing_day
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.locale import _

PULLABLE = frozenset({Platform.DOUYIN, Platform.TIKTOK, Platform.YOUTUBE, Platform.BILIBILI, Platform.KUAISHOU})
STALE_API = timedelta(hours=36)  # a daily pull was missed
STALE_EXPORT = timedelta(days=7)
LATE_DAYS = 3  # a platform's days are out a day later, YouTube's two or three


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What is on record about the figures of one account.

    ``trouble`` is what kept the last look from bringing anything, None when it did. ``knows_retention`` tells whether
    any source told how long its works of the last thirty days are watched, None where there are none; ``last_day`` is
    the newest day of the account itself.
    """

    account: str
    name: str
    platform: Platform
    works: int
    grant: GrantState | None = None
    pulled_at: datetime | None = None
    trouble: str | None = None
    imported_at: datetime | None = None
    knows_retention: bool | None = None
    last_day: date | None = None

    @property
    def seen_at(self) -> datetime | None:
        """When any source last told of the account's works."""
        return max((at for at in (self.pulled_at, self.imported_at) if at), default=None)


def lacks(told: Provenance, now: datetime) -> Iterator[str]:
    """Say what is missing of an account's figures, each with what to do; nothing for one whose figures are whole."""
    if told.trouble:
        yield told.trouble
    if told.platform in PULLABLE and told.grant is None and told.imported_at is None:
        yield _("nobody has authorised it: run authorise-account, or import an export of its creator centre")
    if told.grant is not None and told.grant is not GrantState.ACTIVE:
        yield _("its authorisation has ended: run authorise-account")
    if told.platform not in PULLABLE and told.imported_at is None:
        yield _("its platform has no interface: import an export of its creator centre")
    yield from stale(told, now)
    if told.knows_retention is False:
        yield _("nobody tells how long its works are watched: the exports of the creator centre do")


def stale(told: Provenance, now: datetime) -> Iterator[str]:
    """Say which of the figures are older than they should be."""
    seen, limit = told.seen_at, STALE_API if told.pulled_at else STALE_EXPORT
    if seen is not None and now - seen > limit:
        yield _("its works were last seen {days} days ago").format(days=(now - seen).days)
    if told.last_day is not None and (late := (beijing_day(now) - told.last_day).days) > LATE_DAYS:
        yield _("its own days end {days} days ago").format(days=late)
