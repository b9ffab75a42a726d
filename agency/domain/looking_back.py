"""When a week is looked back on: on its following Monday, or the first working day after a holiday (C4, C5)."""

from datetime import date, timedelta

from agency.domain.calendar import ONE_DAY, Calendar
from agency.domain.windows import Window, iso_week, previous

WEEKS_BACK = 4  # no holiday of China is longer
MADE_UP_FOR = timedelta(days=7)


def look_back_day(week: Window, calendar: Calendar) -> date:
    """Return the day on which a week is looked back on."""
    return calendar.on_or_after(week.last + ONE_DAY)


def weeks_to_look_back_on(today: date, calendar: Calendar) -> list[Window]:
    """Return the weeks whose day has come, oldest first; one that was missed is made up for during seven days.

    After a week without a working day that is two: the week before the holiday, and the holiday itself.
    """
    weeks = [previous(iso_week(today))]
    while len(weeks) < WEEKS_BACK:
        weeks.append(previous(weeks[-1]))
    return [week for week in reversed(weeks) if timedelta() <= today - look_back_day(week, calendar) < MADE_UP_FOR]
