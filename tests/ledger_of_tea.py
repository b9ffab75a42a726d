"""An invented ledger: one account's positioning put before its gate, sent back, put there again, and passed by two people."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agency.domain.approvals import EVERYONE, Step
from agency.domain.passing import Needed
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.people import Role
from agency.records import ledger
from agency.records.engine import records
from agency.records.ledger import GateKey
from agency.records.named import by_code
from agency.records.tables import Account, Decision, GateRound, Person
from tests.small_agency import found

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NEEDED = Needed((Step((EVERYONE,), 1), Step((Role.CLIENT.value,))))


def write_ledger(engine: Engine) -> None:
    """Put the agency and its small ledger on record, each round in a unit of work of its own."""
    with records(engine) as session:
        found(session)
    with records(engine) as session:
        first = opened(session, 1, "茶馆掌柜")
        answer(session, first, "YUN", Role.OPERATIONS_LEAD, Verdict.SENT_BACK, comment="人设太散,收一收")
    with records(engine) as session:
        refuse(session)
        second = opened(session, 2, "山里采茶人")
    with records(engine) as session:
        round_ = session.get_one(GateRound, second.id)
        answer(session, round_, "YUN", Role.OPERATIONS_LEAD, Verdict.APPROVED)
        answer(session, round_, "JIA", Role.CLIENT, Verdict.APPROVED, step=1)
        ledger.pass_round(session, round_, None, NEEDED.as_kept())


def key(session: Session) -> GateKey:
    """Return the gate of the account's positioning."""
    return GateKey(SubjectKind.ACCOUNT, by_code(session, Account, "BREEZE-DY").id, "S2")


def opened(session: Session, number: int, persona: str) -> GateRound:
    """Put a persona before the gate."""
    author = by_code(session, Person, "LIN").id
    content = {"persona": persona, "weekly": 3, "share": 0.5, "red_lines": ["不碰养生功效"]}
    beside = {"submitted": {"persona": persona}, "due_on": MONDAY.date(), "flow_run_id": None}
    return ledger.open_round(
        session, key(session), number=number, content=content, exhibit=persona, submitted_by=author, **beside
    )


def answer(
    session: Session, round_: GateRound, code: str, role: Role, verdict: Verdict, *, step: int = 0, comment: str = ""
) -> None:
    """Let somebody answer."""
    said = {"step": step, "role": role, "verdict": verdict, "comment": comment, "decided_at": MONDAY}
    known = {"channel": Channel.FORM, "identity": Identity.CLAIMED, "seat": len(ledger.decisions(session, round_.id))}
    ledger.decide(session, Decision(round_id=round_.id, person_id=by_code(session, Person, code).id, **said, **known))


def refuse(session: Session) -> None:
    """Keep one answer that was put back."""
    put_back = {"person": "林晓(编导)", "answer": {"persona": ""}, "reasons": ["人设没有填"], "flow_run_id": None}
    ledger.refuse(session, key(session), "s2-submit-2-x0", **put_back)
