"""What each editor owes every week: a technique, a sound, a BGM or a sticker; a day without ideas owes nothing (C6, R25)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.obligations import STILL_TOLD, Obligation
from agency.domain.sharing import EDITORS_KINDS, shared_enough_at, shares_due
from agency.domain.terms.people import Role
from agency.domain.windows import Window, following, iso_week
from agency.locale import _
from agency.records import sharing
from agency.records.sharing import EditorSeat
from agency.records.tables import Person
from config.settings import settings
from tasks.calendars import calendar
from tasks.owed.people import Responsible
from tasks.topics.ideas_digest import asked_in

RULE = "C6"
AHEAD = timedelta(days=3)
REMIND_DAYS = (1, 0)

Moments = dict[tuple[str, str], list[datetime]]


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield for every editor at work and every week of the last while what they share in it."""
    if not settings().policy.editor_shares_per_week:
        return
    days, moments = calendar(session), shared(session, at)
    people = Responsible.read(session)
    for week in weeks(at):
        for seat in asked_in(session, week, days):
            leads = people.holding(seat.project_id, [Role.OPERATIONS_LEAD])
            yield from owed_in(week, seat, moments[seat.person_id, week.key], leads, days)


def weeks(at: datetime) -> Iterator[Window]:
    """Yield the weeks that are looked at: those of the last while, and the next one shortly before it begins."""
    week, last = iso_week(beijing_day(at - STILL_TOLD)), iso_week(beijing_day(at + AHEAD))
    while week.first <= last.first:
        yield week
        week = following(week)


def owed_in(
    week: Window, seat: EditorSeat, moments: list[datetime], leads: list[str], days: Calendar
) -> Iterator[Obligation]:
    """Yield what one editor owes in one week; a week without a working day is asked of nobody."""
    due = shares_due(week, days)
    if due is None:
        return
    yield Obligation(
        rule=RULE,
        subject_kind=Person.__tablename__,
        subject_id=seat.person_id,
        slot=week.key,
        what=_("{name} shares a new technique in {week}").format(name=seat.name, week=week.key),
        owners=[seat.person_id],
        chain=[person for person in leads[:1] if person != seat.person_id],
        due_at=due,
        project_id=seat.project_id,
        done_at=shared_enough_at(moments, settings().policy),
        remind_days=REMIND_DAYS,
        owners_know=True,
    )


def shared(session: Session, at: datetime) -> Moments:
    """Return when each editor shared something new of the trade, by week."""
    moments: Moments = defaultdict(list)
    since = iso_week(beijing_day(at - STILL_TOLD)).begins
    for one in sharing.told_between(session, since, at + AHEAD):
        if one.share.kind in EDITORS_KINDS and one.share.repeats_id is None:
            week = iso_week(beijing_day(one.share.shared_at))
            moments[one.share.author_id, week.key].append(one.share.shared_at)
    return moments
