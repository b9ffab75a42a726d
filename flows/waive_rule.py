"""The flow ``waive-rule``: a lead sets a rule aside for one subject, with a reason that stays on record (gates.md 10)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed
from pydantic import BeforeValidator, WithJsonSchema

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from flows.put_back import put_back
from tasks.gate.questions import Stopped
from tasks.gate.waiving import WaiverWish
from tasks.gate.waiving_asked import draft_waiver, sign_waiver

Rule = Literal["C1", "C2", "C6", "I2", "I7", "I10", "S4", "S5", "S7"]
CALLED: Mapping[str, str] = {
    "C1": _("the plan of the month"),
    "C2": _("a new project's plan within a week"),
    "C6": _("an editor's share of the week"),
    "I2": _("the topic meeting of the week"),
    "I7": _("equipment back, footage handed over"),
    "I10": _("the review of the half-month"),
    "S4": _("the budget request"),
    "S5": _("the account's registration"),
    "S7": _("the script"),
}
RULES = WithJsonSchema({"type": "string", "enum": [f"{rule} {called}" for rule, called in CALLED.items()]})


def code_of(told: str) -> str:
    """Return the rule's code, with which every choice of the form begins."""
    return told.partition(" ")[0]


def whiteboard() -> str:
    """Return the run's name until it asks its question."""
    return _("Set {rule} aside for {code}").format(
        rule=flow_run.parameters["rule"], code=flow_run.parameters["subject"]
    )


@flow(name="waive-rule", flow_run_name=whiteboard, persist_result=False)
@put_back
def waive_rule(
    rule: Annotated[
        Rule,
        BeforeValidator(code_of),
        RULES,
        Explained(_("Rule"), _("The clause whose deadline is set aside; confirmations by client or talent never are.")),
    ],
    subject: Annotated[
        str, Explained(_("Set aside for"), _("Code of what it is set aside for; of one time only: SUMMER-DY/2026-W47."))
    ],
    reason: Annotated[str, Explained(_("Reason"), _("Why; it is shown wherever the rule is spoken of."))],
    until: Annotated[str, Explained(_("Set aside until"), _("Last day, like 2026-12-11; empty: for good."))] = "",
) -> State[Any]:
    """Show what would no longer be reminded of, let a lead sign, and set the rule aside."""
    wish = WaiverWish(rule, subject, until, reason)
    asked = draft_waiver(wish)
    if isinstance(asked, str):
        return Completed(message=asked)
    said = sign_waiver(wish, asked, ask(asked.question))
    return Cancelled(message=said.reason) if isinstance(said, Stopped) else Completed(message=said)
