"""What endangers a month, read off the records so that the meeting can speak of it: the gravest first (C1, domain.md 6.2)."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from agency.domain.month_lines import value_shown
from agency.domain.month_meeting import days_of
from agency.domain.terms import label
from agency.domain.terms.performance import Light
from agency.domain.windows import Window
from agency.locale import _
from agency.records import execution
from agency.records.tables import Project
from agency.reports.month.pack import CountLine, ResultLine
from tasks.calendars import calendar

SATURDAY = 5
SHORT_MONTH = 18  # working days


def risks(
    session: Session,
    project: Project,
    planned: Window,
    results: Sequence[ResultLine],
    counts: Sequence[CountLine],
    today: date,
) -> Iterator[str]:
    """Yield each risk as a sentence."""
    yield from behind(results)
    yield from overdue(session, project, today)
    yield from too_few(counts)
    yield from unknown(results)
    yield from days_off(session, planned)


def behind(results: Sequence[ResultLine]) -> Iterator[str]:
    """Yield the targets whose pace is red."""
    for line in results:
        pace = line.reached.pace
        if pace is not None and pace.light is Light.RED and not line.reached.is_met and line.actual is not None:
            target = line.target
            sentence = _("{account}: {metric} is at {actual} of {value}, {pace} of the pace it needs.")
            yield sentence.format(
                account=target.account or _("the whole project"),
                metric=label(target.metric),
                actual=value_shown(target.metric, line.actual),
                value=value_shown(target.metric, target.value),
                pace=f"{pace.pace:.0%}",
            )


def overdue(session: Session, project: Project, today: date) -> Iterator[str]:
    """Yield how many answers are overdue, with the oldest."""
    waits = execution.waiting(session, execution.subjects_of(session, project.id))
    late = [wait for wait in waits if wait.due_on is not None and wait.due_on < today]
    if late:
        sentence = _("{count} answers are overdue, the oldest since {day}: {question}")
        yield sentence.format(count=len(late), day=late[0].due_on, question=late[0].headline)


def too_few(counts: Sequence[CountLine]) -> Iterator[str]:
    """Yield the accounts with fewer videos planned than wanted, and whether their pool could fill the gap."""
    for line in counts:
        if line.wanted is not None and line.planned < line.wanted:
            sentence = _("{account}: {planned} of {wanted} videos are planned, {pool} fresh topics are in the pool.")
            yield sentence.format(account=line.account, planned=line.planned, wanted=line.wanted, pool=line.in_pool)


def unknown(results: Sequence[ResultLine]) -> Iterator[str]:
    """Yield the targets of which nothing is known."""
    silent = [line.target for line in results if line.actual is None]
    if silent:
        named = [f"{target.account or _('the whole project')} {label(target.metric)}" for target in silent]
        yield _("Nothing is known of: {targets}.").format(targets=_(", ").join(named))


def days_off(session: Session, planned: Window) -> Iterator[str]:
    """Yield how few working days a month has because of a holiday, and that a year's calendar is only an estimate."""
    days = calendar(session)
    working = sum(days.is_working_day(day) for day in days_of(planned))
    off = [day for day in days_of(planned) if not days.is_working_day(day) and day.weekday() < SATURDAY]
    if off and working <= SHORT_MONTH:
        sentence = _("The month has {count} working days; off are {first} to {last}.")
        yield sentence.format(count=working, first=off[0], last=off[-1])
    if not days.settled(planned.first.year):
        sentence = _("The make-up workdays of {year} are not on record: its working days are an estimate.")
        yield sentence.format(year=planned.first.year)
