"""The page of incidents: what is open, whose it is and until when, the most pressing first; then what was learnt (I11)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.incidents import IncidentStanding
from agency.locale import _
from agency.records import incidents
from agency.records.incidents import Told, course_of
from agency.records.tables.base import now
from config.settings import settings
from tasks.gate.exhibits import table
from tasks.incidents.people import no_coordinator
from tasks.incidents.telling import link_of
from tasks.opening import looking

KEY = "incidents"
SHOWN_DAYS = timedelta(days=14)
HOUR = timedelta(hours=1)


@task(name="show-incidents", cache_policy=NO_CACHE, persist_result=False)
def show_incidents() -> int:
    """Write the page anew and return how many incidents are open."""
    at = now()
    with looking() as session:
        told = incidents.told_since(session, at - SHOWN_DAYS)
        page = page_of(session, told, at)
    create_markdown_artifact(
        page, key=KEY, description=_("Incidents: what is open and whose it is, then what was learnt.")
    )
    return sum(is_open(each) for each in told)


def page_of(session: Session, told: Sequence[Told], at: datetime) -> str:
    """Return the page as Markdown, as of a moment."""
    open_ = sorted(filter(is_open, told), key=lambda each: urgency(each, at))
    closed = sorted((each for each in told if not is_open(each)), key=resolved_at, reverse=True)
    overdue = sum(is_overdue(each, at) for each in open_)
    head = _("**{count} open, {overdue} past their time** · as of {moment}")
    parts = [
        head.format(count=len(open_), overdue=overdue, moment=beijing_minute(at)),
        *advice(session, open_),
        open_table(open_, at),
        closed_table(closed),
    ]
    return "\n\n".join(part for part in parts if part)


def advice(session: Session, open_: Sequence[Told]) -> Iterator[str]:
    """Yield what is to be done next."""
    if open_:
        yield _(
            "Open the first one, talk it over, and fill in its form; what cannot be resolved goes to the coordinator."
        )
    projects = dict.fromkeys(each.incident.project_id for each in open_)
    yield from dict.fromkeys(no_coordinator(session, project) for project in projects)


def open_table(open_: Sequence[Told], at: datetime) -> str:
    """Return what is open."""
    rows = [[due_of(each, at), linked(each), each.project, each.incident.what, with_whom(each)] for each in open_]
    header = [_("Until"), _("Incident"), _("Project"), _("What happened"), _("With whom")]
    return table(rows, header) if rows else _("No incident is open.")


def closed_table(closed: Sequence[Told]) -> str:
    """Return what was resolved in the last two weeks, the latest first."""
    if not closed:
        return ""
    rows = [
        [linked(each), each.project, each.incident.what, each.owner, hours(each), each.incident.learnt]
        for each in closed
    ]
    header = [_("Incident"), _("Project"), _("What happened"), _("Owner"), _("Hours"), _("Learnt")]
    return f"**{_('Closed in the last two weeks')}**\n\n{table(rows, header)}"


def is_open(told: Told) -> bool:
    """Say whether an incident is not resolved."""
    return told.incident.resolved_at is None


def is_overdue(told: Told, at: datetime) -> bool:
    """Say whether the time of the one who has it is over."""
    return course_of(told.incident).due_at(settings().policy) <= at


def urgency(told: Told, at: datetime) -> tuple[bool, bool, datetime]:
    """Return what sorts the most pressing first: past its time, then with the coordinator, then the first due."""
    course = course_of(told.incident)
    return (not is_overdue(told, at), not course.is_escalated, course.due_at(settings().policy))


def resolved_at(told: Told) -> datetime:
    """Return when an incident was resolved, for sorting."""
    return told.incident.resolved_at or told.incident.happened_at


def due_of(told: Told, at: datetime) -> str:
    """Return until when it is to be resolved, marked when that is over."""
    due = beijing_minute(course_of(told.incident).due_at(settings().policy))
    return _("**{moment} over**").format(moment=due) if is_overdue(told, at) else due


def with_whom(told: Told) -> str:
    """Return with whom an incident is."""
    standing = course_of(told.incident).standing
    name = told.coordinator if standing is IncidentStanding.WITH_COORDINATOR else told.owner
    return f"{label(standing)}: {name or '–'}"


def hours(told: Told) -> str:
    """Return how many hours it took from the moment it happened."""
    ended = told.incident.resolved_at
    return f"{(ended - told.incident.happened_at) / HOUR:.1f}" if ended else ""


def linked(told: Told) -> str:
    """Return an incident's code, leading to its run where the address of Prefect's pages is known."""
    address = link_of(told.incident)
    return f"[{told.incident.code}]({address})" if address else told.incident.code
