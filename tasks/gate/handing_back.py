"""An answer that broke a rule is kept with its reasons, and asked for again."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from agency.domain.quoting import without_its_middle
from agency.errors import AlreadyDecided, BadInput, RuleBroken
from agency.records import ledger
from agency.records.ledger import GateKey
from tasks.gate.questions import Answer

LONGEST_REASON = 300

Broken = RuleBroken | AlreadyDecided | BadInput


def hand_back(session: Session, key: GateKey, run_id: str | None, answer: Answer, broken: Broken) -> None:
    """Keep an answer with the reasons why it cannot be taken; nothing else is written."""
    ledger.refuse(
        session,
        key,
        answer.key,
        person=str(answer.values.get("person", "")),
        answer=dict(answer.values),
        reasons=reasons_of(broken),
        flow_run_id=run_id,
    )


def reasons_of(broken: Broken) -> Sequence[str]:
    """Return the sentences that a person reads above the form; one that repeats a very long text is told by its ends."""
    told = broken.reasons if isinstance(broken, RuleBroken) else [str(broken)]
    return [without_its_middle(reason, LONGEST_REASON) for reason in told]
