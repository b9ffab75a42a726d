"""The six tables, filled from the records as they stand at a moment (C4, R22)."""

from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.windows import DAY, month, previous
from agency.records.tabled import accounts as tabled_accounts
from agency.records.tabled import items as tabled_items
from agency.reports.tables.table import Filled
from tasks.calendars import calendar
from tasks.settling import collecting_later
from tasks.tables.rows import accounts, content, cuts, days, operations, shoots
from tasks.tables.rows.figures import seen_works
from tasks.tables.rows.items import gather_items
from tasks.tables.rows.months import read_months
from tasks.tables.rows.people import everybody

SHOWN_DAYS = 31  # of the daily table


@collecting_later()
def gather(session: Session, moment: datetime, project_id: str | None = None) -> list[Filled]:
    """Return the six tables in their order, of the whole house or of one project, as on record at a moment.

    The months are that of the moment and the one before; the daily table shows a month of days, yesterday the last.
    """
    today = beijing_day(moment)
    months = (previous(month(today)), month(today))
    people, working = everybody(session), calendar(session)
    rows, projects = tabled_items.accounts(session, project_id), tabled_accounts.projects(session, project_id)
    span = [today - DAY * back for back in range(1, SHOWN_DAYS + 1)]
    told = days.told_days(session, months[0].first, today, project_id)
    of_days = days.Facts.read(session, span[-1], span[0], told, project_id)
    best = {row.work_id for row in of_days.best.values()}
    seen = seen_works(session, [row.id for row in rows], months, best, moment)
    items = gather_items(session, project_id)
    schedule = content.fill(items, people)
    facts = read_months(session, months, items, schedule, people, today)
    figures = operations.Figures(works=seen.months, fans=days.fans_of(told, months))
    return [
        accounts.fill(session, project_id, rows, people, today),
        operations.fill(projects, rows, months, facts, figures, people, today),
        days.fill(rows, of_days, span, seen.last_seen, people, working, moment),
        schedule,
        shoots.fill(session, project_id, items, people, working, today),
        cuts.fill(items, people, seen.plays),
    ]
