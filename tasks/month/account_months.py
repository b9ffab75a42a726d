"""The months of accounts as the records have them, for all who hold them to targets: meeting, report, review (C1, C4, S13)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay
from agency.domain.month_results import AccountMonth
from agency.domain.reporting import publish_outcome
from agency.domain.snapshots import History
from agency.domain.terms.reports import PublishOutcome
from agency.domain.windows import Window
from agency.records import month_schedule, report_facts
from config.settings import settings

Seen = tuple[Sequence[History], Sequence[AccountDay]]
"""The histories of an account's works, and its days."""


def account_months(
    session: Session, seen: Mapping[str, Seen], window: Window, moment: datetime
) -> dict[str, AccountMonth]:
    """Return what a month, or what is over of it, came to for each account, given by its id what was seen of it.

    What a planned publication came to is told as it stands at the moment. No publication at all is 0 for an account
    that somebody ever looked at, and unknown for another.
    """
    out = month_schedule.published_in(session, list(seen), window)
    planned = outcomes(session, list(seen), window, moment)
    return {
        account: AccountMonth(
            histories=histories,
            days=days,
            outcomes=planned.get(account, []),
            published=out.get(account, 0 if histories or days else None),
        )
        for account, (histories, days) in seen.items()
    }


def outcomes(
    session: Session, accounts: Sequence[str], window: Window, moment: datetime
) -> dict[str, list[PublishOutcome]]:
    """Return what became of the publications planned for a window, by account."""
    found: dict[str, list[PublishOutcome]] = defaultdict(list)
    for row in report_facts.planned(session, accounts, window):
        found[row.account_id].append(outcome(row, moment))
    return found


def outcome(row: report_facts.Planned, moment: datetime) -> PublishOutcome:
    """Return what became of one planned publication."""
    return publish_outcome(row.planned_at, row.published_at, moment, settings().policy, to_the_day=row.to_the_day)
