"""The flow ``hold-month-meeting``: one project's next month, from the pasted plan to the client's name (C1, R16)."""

from typing import Annotated, Any

from prefect import State, flow
from pydantic import Field

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from tasks.stages.c1_month_meeting import confirm_month, plan_to_confirm, show_open_month

MONTH_PATTERN = r"^\d{4}-\d{2}$"


@flow(name="hold-month-meeting", flow_run_name="C1 · {project} {month}", persist_result=False)
@put_back
def hold_month_meeting(
    project: Annotated[str, Explained(_("Project"), _("Code of the project."))],
    month: Annotated[
        str,
        Field(pattern=MONTH_PATTERN),
        Explained(_("Month"), _("Month that is planned, like 2026-12; it must have been prepared.")),
    ],
    change: Annotated[
        str,
        Explained(
            _("Why the plan changes"),
            _("Why a plan that the client has confirmed changes; empty for a plan that is not confirmed yet."),
        ),
    ] = "",
) -> State[Any] | None:
    """Put the month's plan down, agree on it inside, and let the client confirm it; the month is open then (C1)."""
    code = plan_to_confirm(project, month, change)
    if stopped := carry(code, [confirm_month]):
        return stopped
    show_open_month(code)
    return None
