"""What is on record of the months, by account and by project: targets, planned items, money, open matters (C1, S4, I10)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.figures import Metric
from agency.domain.terms.governance import RuleState
from agency.domain.terms.people import Role
from agency.domain.terms.standings import ContentStanding
from agency.domain.windows import Window
from agency.records.tabled import accounts as tabled_accounts
from agency.records.tabled import months as tabled
from agency.reports.tables.marks import overdue
from agency.reports.tables.table import Filled
from tasks.tables.rows.filling import grouped
from tasks.tables.rows.items import Item
from tasks.tables.rows.people import People

OfMonth = tuple[str, str]
"""An account's or a project's id, and the month's key."""

ORDER = tuple(ContentStanding)
SHOT, EDITED = ORDER.index(ContentStanding.AWAITS_CUT), ORDER.index(ContentStanding.AWAITS_PUBLISHING)


@dataclass(frozen=True, kw_only=True)
class MonthFacts:
    """What is on record of some months; what belongs to a project alone stands under the project's id.

    ``breaches`` is None where no rule was ever checked.
    """

    targets: Mapping[OfMonth, Mapping[Metric, float]]
    planned_budgets: Mapping[OfMonth, int]
    budgets: Mapping[OfMonth, Row[Any]]
    published: Mapping[OfMonth, int]
    items: Mapping[OfMonth, Counter[str]]
    client_waits: Counter[str]
    breaches: Counter[OfMonth] | None
    next_reviews: Mapping[str, date]
    actions: Mapping[str, Sequence[Row[Any]]]
    operators: Mapping[str, Sequence[str]]


def read_months(
    session: Session, months: Sequence[Window], items: Sequence[Item], schedule: Filled, people: People, today: date
) -> MonthFacts:
    """Return what is on record of some months; ``schedule`` has the row of each item."""
    keys = [month.key for month in months]
    plans = tabled.plans(session, keys)
    return MonthFacts(
        targets=targets_of(session, plans),
        planned_budgets={
            (row.account_id or row.project_id, row.month): row.budget_total_fen
            for row in plans
            if row.budget_total_fen is not None
        },
        budgets={(row[0], row[1]): row for row in tabled.budgets(session, keys)},
        published={(row[0], month.key): row[1] for month in months for row in tabled.published_in(session, month)},
        items=planned_items(items, schedule, months, today),
        client_waits=waits_for_clients(session, people),
        breaches=broken_rules(session),
        next_reviews={row[0]: beijing_day(row[1]) for row in tabled.next_reviews(session)},
        actions=grouped((row.account_id or row.project_id, row) for row in tabled.actions(session)),
        operators=grouped((row[0], row[1]) for row in tabled_accounts.members(session, Role.OPERATOR)),
    )


def targets_of(session: Session, plans: Sequence[Row[Any]]) -> dict[OfMonth, dict[Metric, float]]:
    """Return the targets of the newest version of each plan, those of an account in its project's plan among them."""
    newest = {(plan.project_id, plan.account_id, plan.month): plan for plan in plans}
    of = {plan.id: plan for plan in newest.values()}
    found: dict[OfMonth, dict[Metric, float]] = {}
    for row in tabled.targets(session, list(of)):
        plan = of[row.plan_id]
        subject = row.account_id or plan.account_id or plan.project_id
        found.setdefault((subject, plan.month), {})[row.metric] = row.value
    return found


def planned_items(
    items: Sequence[Item], schedule: Filled, months: Sequence[Window], today: date
) -> dict[OfMonth, Counter[str]]:
    """Return how many items of each account were planned to go live in a month, and how far they are."""
    found: dict[OfMonth, Counter[str]] = {}
    for item, row in zip(items, schedule.rows, strict=True):
        month = month_of(item.plan.planned_publish_at, months)
        if month is None or item.standing is ContentStanding.STOPPED:
            continue
        counts = found.setdefault((item.plan.account_id, month.key), Counter())
        reached = ORDER.index(item.standing)
        counts["planned"] += 1
        counts["shot"] += reached >= SHOT
        counts["edited"] += reached >= EDITED
        counts["published"] += item.standing is ContentStanding.LIVE
        counts["overdue"] += bool(overdue(schedule.table, row, today))
    return found


def month_of(moment: datetime | None, months: Sequence[Window]) -> Window | None:
    """Return the one of some months that holds a moment."""
    return next((month for month in months if month.holds(moment)), None) if moment else None


def waits_for_clients(session: Session, people: People) -> Counter[str]:
    """Return how many questions wait for a client's person, by account or, for the project's own, by project."""
    waiting = [row.subject_id for row in tabled.waits(session) if people.clients.intersection(row.awaited)]
    belongs = owners_of(session, waiting)
    return Counter(owner for subject in waiting for owner in belongs.get(subject, []))


def broken_rules(session: Session) -> Counter[OfMonth] | None:
    """Return how many rules were found broken, by account or project and month; None where none was ever checked."""
    checked = tabled.broken_rules(session)
    if not checked:
        return None
    broken = [row for row in checked if row.state is RuleState.BREACHED]
    belongs = owners_of(session, [row[0] for row in broken])
    return Counter(
        (owner, f"{beijing_day(moment):%Y-%m}")
        for subject, _state, moment in broken
        for owner in belongs.get(subject, [])
    )


def owners_of(session: Session, subject_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the accounts that each subject belongs to, or the project where it is the project's own."""
    return grouped((subject, account or project) for subject, project, account in tabled.owners(session, subject_ids))
