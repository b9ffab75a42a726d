"""The page of open gates: what waits for whom, with links to where it is answered, the overdue first (gates.md, "The inbox")."""

from datetime import date

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.utilities.urls import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.locale import _
from agency.records import inbox
from agency.records.tables import Person, Wait
from agency.records.tables.base import now
from tasks.exhibits import table
from tasks.opening import records

KEY = "approval-inbox"


@task(name="show-open-gates", cache_policy=NO_CACHE, persist_result=False)
def show_open_gates() -> int:
    """Write the page anew and return how many gates are open."""
    with records() as session:
        waits = list(inbox.waits(session))
        page = page_of(session, waits, beijing_day(now()))
    create_markdown_artifact(page, key=KEY, description=_("What waits for whom, the most urgent first."))
    return len(waits)


def page_of(session: Session, waits: list[Wait], today: date) -> str:
    """Return the page as Markdown, seen on a Beijing day."""
    overdue = sum(is_overdue(wait, today) for wait in waits)
    head = _("**{count} open, {overdue} overdue**").format(count=len(waits), overdue=overdue)
    rows = [[due_of(wait, today), link_to(wait), names_of(session, wait)] for wait in waits]
    return "\n\n".join([head, table(rows, [_("Due"), _("Gate"), _("Awaited")])]) if waits else _("Nothing waits.")


def is_overdue(wait: Wait, today: date) -> bool:
    """Tell whether a gate's day is past; one without a day never is."""
    return wait.due_on is not None and wait.due_on < today


def due_of(wait: Wait, today: date) -> str:
    """Return when an answer is due, marked when that is past."""
    day = wait.due_on.isoformat() if wait.due_on else ""
    return _("**{day} overdue**").format(day=day) if is_overdue(wait, today) else day


def link_to(wait: Wait) -> str:
    """Return the gate's line, leading to its run where the address of Prefect's pages is known."""
    address = url_for("flow-run", obj_id=wait.flow_run_id)
    return f"[{wait.headline}]({address})" if address else wait.headline


def names_of(session: Session, wait: Wait) -> str:
    """Return who may answer, in the order of their codes; nothing for a run that waits for the records."""
    query = select(Person.name).where(Person.id.in_(wait.awaited)).order_by(Person.code)
    return "、".join(session.scalars(query))
