"""What is owed at the gates: every open question to those it awaits, and every answer that came (gates.md 7).

What is to be handed in is due on the day of its step in the video's chain, a decision on the gate's own day or on the
chain's, whichever comes first. What other sources speak of is left to them: plans of projects, incidents, and the meetings
and shoots whose hand-in is the thing itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.due import Anchors, due_on
from agency.domain.obligations import Obligation, end_of
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleSeverity
from agency.locale import _
from agency.records.tables import GateRound, Wait
from config.standard import Gate, standard
from tasks.calendars import calendar
from tasks.owed.gate_answers import Answered, answered, spoken_of
from tasks.owed.gate_subjects import TABLES, GateSubject, subjects
from tasks.owed.links import run_links
from tasks.owed.people import Responsible

SPOKEN_OF_ELSEWHERE = frozenset({"C2", "S6", "I11"})
HAND_IN_ELSEWHERE = frozenset({("C1", SubjectKind.MONTH_PLAN), ("S9", SubjectKind.SHOOT)})


@dataclass(frozen=True)
class Reading:
    """What the questions are judged by."""

    found: dict[str, GateSubject]
    people: Responsible
    days: Calendar


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield what is asked at the gates, and what was answered there lately."""
    waits = [wait for wait in session.connection().execute(select(Wait.__table__)) if is_asked_here(wait)]
    answers = [one for one in answered(session, at) if is_ours(one.gate, one.kind, one.slot)]
    ids = select(Wait.subject_id).union_all(select(GateRound.subject_id).where(spoken_of(at))).subquery()
    read = Reading(subjects(session, select(ids.c.subject_id)), Responsible.read(session), calendar(session))
    link = run_links()
    for wait in waits:
        if (subject := read.found.get(wait.subject_id)) is not None:
            yield from asked(wait, subject, read, link(wait.flow_run_id))
    asked_now = {(wait.subject_id, wait.gate, wait.slot) for wait in waits}
    for one in answers:
        subject = read.found.get(one.subject_id)
        if subject is not None and (one.subject_id, one.gate, one.slot) not in asked_now:
            yield from given(one, subject, read)


def is_asked_here(wait: Row[Any]) -> bool:
    """Say whether a wait is a question of this source: a video that waits for its shoot asks nobody."""
    waits_for_records = wait.gate == "S9" and wait.subject_kind is SubjectKind.CONTENT
    return not waits_for_records and is_ours(wait.gate, wait.subject_kind, wait.slot)


def is_ours(gate: str, kind: SubjectKind, slot: str) -> bool:
    """Say whether this source speaks of a gate's question."""
    if gate not in standard().gates or gate in SPOKEN_OF_ELSEWHERE or kind not in TABLES:
        return False
    return not ((gate, kind) in HAND_IN_ELSEWHERE and is_hand_in(slot))


def is_hand_in(slot: str) -> bool:
    """Say whether a question asks for something to be handed in, and not for a decision."""
    return slot.startswith("s")


def asked(wait: Row[Any], subject: GateSubject, read: Reading, link: str | None) -> Iterator[Obligation]:
    """Yield an open question; one without any day is not owed yet."""
    gate = standard().gates[wait.gate]
    day = day_due(gate, wait.slot, beijing_day(wait.asked_at), subject, read.days)
    if day is not None:
        yield Obligation(
            rule=gate.code,
            subject_kind=TABLES[wait.subject_kind],
            subject_id=wait.subject_id,
            slot=wait.slot,
            what=named(gate, wait.slot, subject),
            owners=tuple(wait.awaited),
            due_at=end_of(day),
            chain=read.people.chain(subject.project_id, gate.escalate),
            project_id=subject.project_id,
            link=link,
            severity=RuleSeverity.BLOCKS,
            remind_days=gate.remind,
        )


def given(one: Answered, subject: GateSubject, read: Reading) -> Iterator[Obligation]:
    """Yield an answer that came, so that its record is closed."""
    gate = standard().gates[one.gate]
    day = None if one.due_at else day_due(gate, one.slot, beijing_day(one.asked_at), subject, read.days)
    due_at = one.due_at or (end_of(day) if day else None)
    if due_at is not None:
        yield Obligation(
            rule=one.gate,
            subject_kind=TABLES[one.kind],
            subject_id=one.subject_id,
            slot=one.slot,
            what=named(gate, one.slot, subject),
            owners=one.owners,
            due_at=due_at,
            project_id=subject.project_id,
            done_at=one.done_at,
            severity=RuleSeverity.BLOCKS,
        )


def named(gate: Gate, slot: str, subject: GateSubject) -> str:
    """Return what people call a question: its subject and its gate."""
    name = f"{subject.name} {gate.code} {gate.name}"
    return _("{gate} (to be handed in)").format(gate=name) if is_hand_in(slot) else name


def day_due(gate: Gate, slot: str, asked_on: date, subject: GateSubject, days: Calendar) -> date | None:
    """Return the day by which a question is to be answered; a decision is never due before the day it was asked for."""
    anchors = Anchors(asked=asked_on, kickoff=subject.kickoff, shoot=subject.shoot, publish=subject.publish)
    own, in_chain = due_on(gate.due, anchors, days), chain_day(gate, slot, subject)
    if is_hand_in(slot):
        return in_chain or own
    first = min((day for day in (own, in_chain) if day is not None), default=None)
    return first and max(first, asked_on)


def chain_day(gate: Gate, slot: str, subject: GateSubject) -> date | None:
    """Return the day of a gate's step in its video's chain; the cut's own day is the editor's, the client's a later one.

    Copy is in time when it is handed in (P2): those who agree to it have the gate's own days for that.
    """
    if gate.code == "P1" and not is_hand_in(slot):
        return None
    is_of_client = gate.code == "S10" and not is_hand_in(slot) and not slot.endswith("-0")
    return subject.steps.get("S10-client" if is_of_client else gate.code)
