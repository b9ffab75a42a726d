"""The page of open gates: what waits for whom, with links to where it is answered, the overdue first (gates.md, "The inbox")."""

from collections.abc import Iterator, Mapping, Sequence
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
from tasks.gate.exhibits import table
from tasks.opening import records

KEY = "approval-inbox"
SHOWN = 200  # an artifact is to stay far below 1 MB, and nobody reads further


@task(name="show-open-gates", cache_policy=NO_CACHE, persist_result=False)
def show_open_gates() -> int:
    """Write the page anew and return how many gates are open."""
    with records() as session:
        count, page = page_of(session, beijing_day(now()))
    create_markdown_artifact(page, key=KEY, description=_("What waits for whom, the most urgent first."))
    return count


def page_of(session: Session, today: date) -> tuple[int, str]:
    """Return how many gates are open, and the page as Markdown, seen on a Beijing day."""
    count, overdue = inbox.counted(session, today)
    if not count:
        return count, _("Nothing waits.")
    waits = inbox.waits(session, at_most=SHOWN)
    names = names_in(session, waits)
    rows = [[due_of(wait, today), link_to(wait), names_of(wait, names)] for wait in waits]
    head = _("**{count} open, {overdue} overdue**").format(count=count, overdue=overdue)
    return count, "\n\n".join([head, table(rows, [_("Due"), _("Gate"), _("Awaited")]), *left_out(count)])


def left_out(count: int) -> Iterator[str]:
    """Yield what to do about those of so many open gates that the page has no room for."""
    if count > SHOWN:
        sentence = _(
            "{count} less urgent ones are not listed: filter the Runs page by state and by the tag of a project."
        )
        yield sentence.format(count=count - SHOWN)


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


def names_in(session: Session, waits: Sequence[Wait]) -> dict[str, str]:
    """Return the names of all who may answer, by their ids, in the order of their codes."""
    people = {person for wait in waits for person in wait.awaited}
    query = select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.code)
    return dict(session.execute(query).tuples().all())


def names_of(wait: Wait, names: Mapping[str, str]) -> str:
    """Return who may answer one question; nothing for a run that waits for the records."""
    return "、".join(name for person, name in names.items() if person in wait.awaited)
