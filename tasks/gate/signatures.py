"""Who has handed in and who has signed what was last put before a gate."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from agency.domain.terms.gates import Verdict
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.tables import Decision, GateRound
from tasks.gate.subjects import Subject


def last_round(session: Session, subject: Subject, gate: str) -> GateRound | None:
    """Return what was last put before a gate, None before anything was."""
    return ledger.last_round(session, GateKey(subject.kind, subject.id, gate))


def author(session: Session, subject: Subject, gate: str) -> str | None:
    """Return the person who handed in what was last put before a gate, None when nobody did."""
    round_ = last_round(session, subject, gate)
    return round_.submitted_by if round_ else None


def signatures(session: Session, subject: Subject, gate: str) -> Sequence[Decision]:
    """Return the approvals of a gate's last round, oldest first; none before its first round."""
    round_ = last_round(session, subject, gate)
    said = ledger.decisions(session, round_.id) if round_ else ()
    return [answer for answer in said if answer.verdict is Verdict.APPROVED]
