"""The flow ``waive-rule``: a lead sets a rule aside for one subject, with a reason that stays on record (gates.md 10)."""

from typing import Annotated, Any, Literal

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from tasks.gate.questions import Stopped
from tasks.gate.waiving import WaiverWish
from tasks.gate.waiving_asked import draft_waiver, sign_waiver

Rule = Literal["C1", "C2", "C6", "I2", "I7", "I10", "S4", "S5", "S7"]


def whiteboard() -> str:
    """Return the run's name until it asks its question."""
    return _("Set {rule} aside for {code}").format(
        rule=flow_run.parameters["rule"], code=flow_run.parameters["subject"]
    )


@flow(name="waive-rule", flow_run_name=whiteboard, persist_result=False)
def waive_rule(
    rule: Annotated[
        Rule, Explained(_("The clause whose deadline is set aside; confirmations by client or talent never are."))
    ],
    subject: Annotated[str, Explained(_("Code of what it is set aside for; of one time only: SUMMER-DY/2026-W47."))],
    reason: Annotated[str, Explained(_("Why; it is shown wherever the rule is spoken of."))],
    until: Annotated[str, Explained(_("Last day, like 2026-12-11; empty: for good."))] = "",
) -> State[Any]:
    """Show what would no longer be reminded of, let a lead sign, and set the rule aside."""
    wish = WaiverWish(rule, subject, until, reason)
    asked = draft_waiver(wish)
    if isinstance(asked, str):
        return Completed(message=asked)
    said = sign_waiver(wish, asked, ask(asked.question))
    return Cancelled(message=said.reason) if isinstance(said, Stopped) else Completed(message=said)
