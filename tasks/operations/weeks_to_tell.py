"""Which weeks are looked back on now: those whose day has come and of which nobody has been told yet (C4, C5)."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.looking_back import weeks_to_look_back_on
from agency.records.tables import Notification
from tasks.calendars import calendar


def untold_weeks(session: Session, at: datetime, about: Callable[[str], str]) -> list[str]:
    """Return the keys of these weeks, oldest first; ``about`` says what a message on a week is about."""
    told = set(session.scalars(select(Notification.about).where(Notification.about.startswith(about("")))))
    weeks = weeks_to_look_back_on(beijing_day(at), calendar(session))
    return [week.key for week in weeks if about(week.key) not in told]
