"""The flow ``hold-review``: one project's review, from everyone's problems to the client's name (S13, I10)."""

from typing import Annotated, Any

from prefect import State, flow

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from tasks.review.problems import collect_problems
from tasks.review.renewal import carry_conclusions, carry_problems
from tasks.stages.s13_review import conclude_review


@flow(name="hold-review", flow_run_name="S13 · {project} {half}", persist_result=False)
@put_back
def hold_review(
    project: Annotated[str, Explained(_("Project"), _("Code of the project."))],
    half: Annotated[
        str, Explained(_("Half-month"), _("Half-month, like 2026-11-H1; its material must have been prepared."))
    ],
) -> State[Any] | None:
    """Collect everyone's problems, put them into the deck, conclude, and let the client sign (S13, I10)."""
    return carry(f"{project}/{half}", [collect_problems, carry_problems, conclude_review, carry_conclusions])
