"""What a period's figures lack, account by account, and why; said instead of a 0 (C4, I9)."""

from collections.abc import Iterator
from datetime import datetime

from agency.domain.month_results import within
from agency.domain.provenance import Provenance, lacks
from agency.domain.windows import Window
from agency.locale import _
from agency.reports.operations.figures import AccountRecords
from agency.reports.operations.values import Gap
from agency.reports.review_facts import inside


def gap_of(records: AccountRecords, window: Window, told: Provenance | None, now: datetime) -> Gap | None:
    """Return what an account lacks in a window with the reasons there are; None for one that lacks nothing.

    What is missing of its sources altogether, while the window itself is whole, is a reason to act too.
    """
    missing = tuple(missing_of(records, window, has_days=told is not None and told.last_day is not None))
    why = tuple(lacks(told, now)) if told else ()
    return Gap(account=records.code, name=records.name, lacks=missing, why=why) if missing or why else None


def missing_of(records: AccountRecords, window: Window, *, has_days: bool) -> Iterator[str]:
    """Yield what is outstanding of a window: a look at the works, and the account's own days where it has any."""
    looked = any(inside(history, window) for history in records.answer.histories.values())
    known = len({day.day for day in within(records.days, window)})
    if not looked and not known:
        yield _("no figures of this period")
        return
    if not looked and records.answer.histories:
        yield _("its works were not looked at in this period")
    if has_days and known < window.days == 1:
        yield _("its figures of the day are not out yet")
    elif has_days and known < window.days:
        yield _("{missing} of its {days} days are not out yet").format(missing=window.days - known, days=window.days)
