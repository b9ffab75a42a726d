"""Asks for a budget, line by line, and brings it to the department lead (S4)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from pydantic import Field

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from tasks.budget_filing import BudgetForm, file_budget
from tasks.stages.s04_budget import approve_budget, lines_help


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{project} budget: {purpose}").format(**flow_run.parameters)


@flow(name="request-budget", flow_run_name=whiteboard, persist_result=False)
@put_back
def request_budget(
    project: Annotated[str, Explained(_("Project"), _("Code of the project the money is for."))],
    requester: Annotated[
        str, Explained(_("Who asks for it"), _("Code of the person who asks, an operator of the project."))
    ],
    purpose: Annotated[str, Field(min_length=1), Explained(_("What for"), _("What the money is for."))],
    lines: Annotated[str, Field(min_length=1), Explained(_("Items"), lines_help())],
    total: Annotated[
        str, Field(min_length=1), Explained(_("Sum in yuan"), _("The sum of the lines in yuan, checked against them."))
    ],
    month: Annotated[
        str, Field(pattern=r"^(\d{4}-\d{2})?$"), Explained(_("Month"), _("Month like 2026-12, or empty."))
    ] = "",
    needed_on: Annotated[str, Explained(_("Needed on"), _("Day the money is needed, like 2026-12-04, or empty."))] = "",
    code: Annotated[
        str, Explained(_("Number of the request"), _("Code of the request; empty: the project's next one."))
    ] = "",
) -> State[Any] | None:
    """File a request once and carry it to its approval; a request that does not add up is not filed and is put back."""
    asked = BudgetForm(
        project=project,
        requester=requester,
        purpose=purpose,
        lines=lines,
        total=total,
        month=month,
        needed_on=needed_on,
        code=code,
    )
    return carry(file_budget(asked), [approve_budget])
