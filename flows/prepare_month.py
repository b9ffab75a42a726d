"""The flow ``prepare-month``: on the 25th, as the calendar rolls it, next month's meeting gets its pack, and begins (C1)."""

from typing import Annotated, Any

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.month.pack import PreparedMonth, coming_meeting, months_due, prepare_pack

MONTH_PATTERN = r"^(\d{4}-\d{2})?$"


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    asked = flow_run.parameters
    return _("C1 · month meeting {month}, {project}").format(
        month=asked.get("month") or _("as the calendar says"), project=asked.get("project") or _("all projects")
    )


@flow(name="prepare-month", flow_run_name=whiteboard, persist_result=False)
@put_back
def prepare_month(
    project: Annotated[
        str, Explained(_("Project"), _("Code of the project; empty for every project that is being carried out."))
    ] = "",
    month: Annotated[
        str,
        Field(pattern=MONTH_PATTERN),
        Explained(_("Month"), _("Month to plan, like 2026-12; empty: the next one, on the day the calendar says.")),
    ] = "",
) -> State[Any]:
    """Prepare the month meetings that are due and start them (C1, R15); a project that fails stops no other.

    It comes every day and mostly finds nothing to do. A meeting that was called is not prepared again, unless its
    project or its month is named.
    """
    due = months_due(project, month)
    if not due:
        return Completed(message=coming_meeting())
    futures = {code: prepare_pack.submit(code, key) for code, key in due}
    brought = {code: future.result(raise_on_failure=False) for code, future in futures.items()}
    told = [begin(code, each) for code, each in brought.items()]
    failed = sum(not isinstance(each, PreparedMonth) for each in brought.values())
    message = "\n".join([_("{count} month meetings prepared.").format(count=len(due) - failed), *told])
    return Failed(message=message) if failed == len(due) else Completed(message=message)


def begin(code: str, prepared: PreparedMonth | BaseException) -> str:
    """Start the meeting of a prepared month, once, and return what is told of it; an error is told as its sentence."""
    if isinstance(prepared, BaseException):
        return _("{account}: {reason}").format(account=code, reason=prepared)
    start(
        "hold-month-meeting",
        once=f"hold-month-meeting-{code}-{prepared.month}",
        name=f"C1 · {code} {prepared.month}",
        tags=[code, "C1"],
        project=code,
        month=prepared.month,
    )
    told = _("{project}: {month}, {link}").format(project=code, month=prepared.month, link=prepared.link)
    get_run_logger().info(told)
    return told
