"""The answers that came at the gates: to everything that is open on record, and in the last weeks (gates.md 7)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from agency.domain.obligations import STILL_TOLD
from agency.domain.terms.gates import SubjectKind
from agency.records.rule_checks import UNSETTLED, OpenCheck, open_of
from agency.records.tables import Decision, GateRound, RuleCheck
from config.standard import standard
from tasks.owed.gate_subjects import TABLES

HAND_IN = "s"


@dataclass(frozen=True, kw_only=True)
class Round:
    """What was put before a gate, as far as deadlines ask."""

    id: str
    gate: str
    kind: SubjectKind
    subject_id: str
    number: int
    submitted_by: str | None
    begun_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One question that was answered; ``due_at`` is known where it was owed on record, else it is worked out."""

    gate: str
    kind: SubjectKind
    subject_id: str
    slot: str
    owners: tuple[str, ...]
    asked_at: datetime
    done_at: datetime
    due_at: datetime | None = None


Place = tuple[str, str, str, str]


def answered(session: Session, at: datetime) -> Iterator[Answered]:
    """Yield the answers of the last weeks, and older ones to what is still open on record."""
    gates, which = standard().gates, spoken_of(at)
    still_open = {(one.subject_kind, one.subject_id, one.rule, one.slot): one for one in open_of(session, gates)}
    said = decisions(session, which)
    for one in rounds(session, which):
        yield from hand_in(one, still_open)
        yield from steps(one, said[one.id], still_open)


def spoken_of(at: datetime) -> ColumnElement[bool]:
    """Return what narrows a question to the rounds of the last weeks, and to those of what is open on record."""
    open_on_record = select(RuleCheck.subject_id).where(
        RuleCheck.state.in_(UNSETTLED), RuleCheck.rule.in_(standard().gates)
    )
    return or_(GateRound.created_at >= at - STILL_TOLD, GateRound.subject_id.in_(open_on_record))


def rounds(session: Session, which: ColumnElement[bool]) -> list[Round]:
    """Return some rounds, oldest first."""
    asked = (GateRound.gate, GateRound.subject_kind, GateRound.subject_id, GateRound.number, GateRound.submitted_by)
    query = select(GateRound.id, *asked, GateRound.created_at).where(which, GateRound.subject_kind.in_(TABLES))
    return [
        Round(id=row_id, gate=gate, kind=kind, subject_id=subject, number=number, submitted_by=author, begun_at=begun)
        for row_id, gate, kind, subject, number, author, begun in session.execute(query.order_by(GateRound.id))
    ]


Said = dict[int, list[tuple[str, datetime]]]
"""Who said something at each step of a round, and when, oldest first."""


def decisions(session: Session, which: ColumnElement[bool]) -> dict[str, Said]:
    """Return what was said in some rounds, by round and step."""
    query = select(Decision.round_id, Decision.step, Decision.person_id, Decision.decided_at)
    query = query.join(GateRound, GateRound.id == Decision.round_id).where(which).order_by(Decision.seat)
    found: defaultdict[str, Said] = defaultdict(dict)
    for round_id, step, person, decided_at in session.execute(query):
        found[round_id].setdefault(step, []).append((person, decided_at))
    return found


def hand_in(one: Round, still_open: dict[Place, OpenCheck]) -> Iterator[Answered]:
    """Yield that a round was handed in, where that was owed on record: when it was asked for is not known otherwise."""
    slot = f"{HAND_IN}{one.number}"
    check = still_open.get((TABLES[one.kind], one.subject_id, one.gate, slot))
    if check is not None and one.submitted_by is not None:
        yield answer(one, slot, check, (one.submitted_by,), one.begun_at, one.begun_at)


def steps(one: Round, said: Said, still_open: dict[Place, OpenCheck]) -> Iterator[Answered]:
    """Yield each step of a round that was answered: asked when the one before was done, done with its last answer."""
    asked_at = one.begun_at
    for step in sorted(said):
        slot, done_at = f"r{one.number}-{step}", said[step][-1][1]
        check = still_open.get((TABLES[one.kind], one.subject_id, one.gate, slot))
        yield answer(one, slot, check, [person for person, _moment in said[step]], asked_at, done_at)
        asked_at = done_at


def answer(
    one: Round, slot: str, check: OpenCheck | None, people: Sequence[str], asked_at: datetime, done_at: datetime
) -> Answered:
    """Return an answer; who owed it and by when is as it stands on record, where it does."""
    return Answered(
        gate=one.gate,
        kind=one.kind,
        subject_id=one.subject_id,
        slot=slot,
        owners=tuple(check.owners if check else people),
        asked_at=asked_at,
        done_at=done_at,
        due_at=check.due_at if check else None,
    )
