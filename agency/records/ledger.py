"""The ledger of the gates: rounds are opened, answers are added, nothing is ever changed (gates.md 1, 8, 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.approvals import Voice
from agency.domain.binding import content_hash
from agency.domain.terms.gates import SubjectKind, Verdict
from agency.domain.terms.people import Role
from agency.errors import AlreadyDecided
from agency.locale import _
from agency.records.tables import Decision, GatePass, GateRound, Person, RefusedAnswer, Waiver
from agency.records.tables.base import id_behind


@dataclass(frozen=True)
class GateKey:
    """Which gate of which subject."""

    kind: SubjectKind
    subject_id: str
    gate: str


def take_turns(session: Session, code: str) -> None:
    """Wait until nobody else is at a gate of this subject, and keep others waiting until this unit of work ends.

    Nothing may have been read of the subject before. SQLite lets in one unit of work at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(code, 0))))


def last_round(session: Session, key: GateKey) -> GateRound | None:
    """Return what was last put before this gate."""
    return session.scalar(rounds_of(key).order_by(GateRound.number.desc()).limit(1))


def rounds(session: Session, key: GateKey) -> Sequence[GateRound]:
    """Return everything that was ever put before this gate, oldest first."""
    return session.scalars(rounds_of(key).order_by(GateRound.number)).all()


def rounds_of(key: GateKey) -> Select[tuple[GateRound]]:
    """Return the query for the rounds of one gate."""
    return select(GateRound).where(
        GateRound.subject_kind == key.kind, GateRound.subject_id == key.subject_id, GateRound.gate == key.gate
    )


def open_round(
    session: Session,
    key: GateKey,
    *,
    number: int,
    submitted: Mapping[str, object],
    content: Mapping[str, object],
    exhibit: str,
    submitted_by: str | None,
    due_on: date | None,
    flow_run_id: str | None,
) -> GateRound:
    """Put something before a gate; raise ``AlreadyDecided`` when another run has put the round of this number there.

    The ids of a subject's rounds tell their order, whatever the clocks of the machines say: which refusal came after
    what was passed hangs on it.
    """
    opened = GateRound(
        id=id_behind(newest_round(session, key)),
        subject_kind=key.kind,
        subject_id=key.subject_id,
        gate=key.gate,
        number=number,
        submitted_by=submitted_by,
        submitted=dict(submitted),
        content=dict(content),
        content_hash=content_hash(content),
        exhibit=exhibit,
        due_on=due_on,
        flow_run_id=flow_run_id,
    )
    session.add(opened)
    write_or_lose(session, _("Somebody else has just submitted this."))
    return opened


def newest_round(session: Session, key: GateKey) -> str | None:
    """Return the id of the last round of a subject at any gate."""
    of_subject = (GateRound.subject_kind == key.kind, GateRound.subject_id == key.subject_id)
    return session.scalar(select(func.max(GateRound.id)).where(*of_subject))


def decisions(session: Session, round_id: str) -> Sequence[Decision]:
    """Return the answers of a round, oldest first."""
    return session.scalars(select(Decision).where(Decision.round_id == round_id).order_by(Decision.seat)).all()


def voices(session: Session, round_id: str) -> list[Voice]:
    """Return the answers of a round as the domain weighs them."""
    return [
        Voice(answer.step, answer.person_id, Role(answer.role), answer.verdict)
        for answer in decisions(session, round_id)
    ]


def decide(session: Session, answer: Decision) -> None:
    """Add an answer at its seat; raise ``AlreadyDecided`` with who and when if the seat is taken."""
    seat = select(Decision).where(Decision.round_id == answer.round_id, Decision.seat == answer.seat)
    if (taken := session.scalar(seat)) is not None:
        raise AlreadyDecided(told(session, taken))
    session.add(answer)
    write_or_lose(session, _("Somebody else answered at the same moment."))


def pass_round(
    session: Session, round_: GateRound, flow_run_id: str | None, needed: Mapping[str, object] | None = None
) -> None:
    """Keep the fact that a round was passed, once, with what was needed for it."""
    if not is_passed(session, round_):
        kept = dict(needed) if needed is not None else None
        session.add(GatePass(round_id=round_.id, flow_run_id=flow_run_id, needed=kept))
        session.flush()


def is_passed(session: Session, round_: GateRound) -> bool:
    """Say whether this very round was passed."""
    return session.scalar(select(GatePass.id).where(GatePass.round_id == round_.id)) is not None


def is_refused(session: Session, round_: GateRound) -> bool:
    """Say whether somebody sent this very round back."""
    sent_back = select(Decision.id).where(Decision.round_id == round_.id, Decision.verdict == Verdict.SENT_BACK)
    return session.scalar(sent_back.limit(1)) is not None


def has_passed(session: Session, key: GateKey) -> bool:
    """Say whether the last thing put before a gate was passed; a newer round that waits takes the pass away."""
    round_ = last_round(session, key)
    return round_ is not None and is_passed(session, round_)


def write_or_lose(session: Session, sentence: str) -> None:
    """Send what was added to the database; raise ``AlreadyDecided`` when a unique constraint says another was first."""
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyDecided(sentence) from error


def told(session: Session, answer: Decision) -> str:
    """Return the sentence that tells the second one who decided what, and when (UTC)."""
    person = session.get_one(Person, answer.person_id)
    return _("{name} answered first, at {moment} UTC.").format(
        name=person.name, moment=answer.decided_at.strftime("%Y-%m-%d %H:%M")
    )


def refuse(
    session: Session,
    key: GateKey,
    question: str,
    *,
    person: str,
    answer: Mapping[str, object],
    reasons: Sequence[str],
    flow_run_id: str | None,
) -> None:
    """Keep an answer that was put back, with its reasons; the same answer refused twice is kept once."""
    if refusal(session, key, question) is not None:
        return
    session.add(
        RefusedAnswer(
            subject_kind=key.kind,
            subject_id=key.subject_id,
            gate=key.gate,
            question=question,
            claimed_person=person,
            answer=dict(answer),
            reasons=list(reasons),
            flow_run_id=flow_run_id,
        )
    )
    session.flush()


def refusal(session: Session, key: GateKey, question: str) -> RefusedAnswer | None:
    """Return the refusal of one question, None when it was not refused."""
    return session.scalar(refusals_of(key).where(RefusedAnswer.question == question))


def refusals(session: Session, key: GateKey) -> Sequence[RefusedAnswer]:
    """Return the answers that were put back at this gate, oldest first."""
    return session.scalars(refusals_of(key).order_by(RefusedAnswer.created_at, RefusedAnswer.id)).all()


def refusals_of(key: GateKey) -> Select[tuple[RefusedAnswer]]:
    """Return the query for the refused answers of one gate."""
    return select(RefusedAnswer).where(
        RefusedAnswer.subject_kind == key.kind,
        RefusedAnswer.subject_id == key.subject_id,
        RefusedAnswer.gate == key.gate,
    )


def waive(
    session: Session, key: GateKey, *, reason: str, granted_by: str, flow_run_id: str | None, until: date | None = None
) -> None:
    """Set a rule aside for one subject, once; a second waiver of the same rule changes nothing."""
    if waiver(session, key) is not None:
        return
    session.add(
        Waiver(
            subject_kind=key.kind,
            subject_id=key.subject_id,
            rule=key.gate,
            reason=reason,
            granted_by=granted_by,
            expires_on=until,
            flow_run_id=flow_run_id,
        )
    )
    session.flush()


def waiver(session: Session, key: GateKey) -> Waiver | None:
    """Return the last waiver of a rule for one subject, None when there is none."""
    query = select(Waiver).where(
        Waiver.subject_kind == key.kind, Waiver.subject_id == key.subject_id, Waiver.rule == key.gate
    )
    return session.scalar(query.order_by(Waiver.id.desc()).limit(1))
