"""The ledger of the gates: what was put before whom, what was answered, and what was waived. Append-only, all of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.records.tables.base import ID_LENGTH, Base, Identified
from agency.records.tables.columns import code_column


class GateRound(Identified, Base):
    """One thing put before a gate: what was submitted, what was shown of it, and the hash that binds the answers."""

    __tablename__ = "gate_rounds"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "gate", "number"),)

    subject_kind: Mapped[SubjectKind] = code_column(SubjectKind)
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    gate: Mapped[str] = mapped_column(String(24))
    number: Mapped[int]
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    submitted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    exhibit: Mapped[str] = mapped_column(Text())
    due_on: Mapped[date | None]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class Decision(Identified, Base):
    """One answer of one person in one round; ``seat`` numbers a round's answers, so two at once cannot both be next.

    Where somebody else brought it, ``attested_by`` says who and ``attester_identity`` how strongly that one is known;
    ``evidence`` says where the answer itself is to be seen.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("round_id", "seat"),
        UniqueConstraint("round_id", "step", "person_id"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("gate_rounds.id"))
    seat: Mapped[int]
    step: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(24))
    verdict: Mapped[Verdict] = code_column(Verdict)
    comment: Mapped[str] = mapped_column(Text(), default="")
    channel: Mapped[Channel] = code_column(Channel)
    identity: Mapped[Identity] = code_column(Identity)
    attested_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    attester_identity: Mapped[Identity | None] = code_column(Identity)
    evidence: Mapped[str | None] = mapped_column(Text())
    decided_at: Mapped[datetime]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class GatePass(Identified, Base):
    """The fact that a round was passed: kept, because a roster that grows later must not undo what was agreed.

    ``needed`` is what the standard asked for then (``agency.domain.passing``); None in a row from before it was kept.
    """

    __tablename__ = "gate_passes"

    round_id: Mapped[str] = mapped_column(ForeignKey("gate_rounds.id"), unique=True)
    needed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class RefusedAnswer(Identified, Base):
    """An answer that broke a rule and was put back with its reasons; kept, because the ledger tells the whole story."""

    __tablename__ = "refused_answers"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "gate", "question"),
        Index(None, "subject_id", "gate"),
    )

    subject_kind: Mapped[SubjectKind] = code_column(SubjectKind)
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    gate: Mapped[str] = mapped_column(String(24))
    question: Mapped[str] = mapped_column(String(80))
    claimed_person: Mapped[str] = mapped_column(Text())
    answer: Mapped[dict[str, Any]]
    reasons: Mapped[list[str]]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class Waiver(Identified, Base):
    """A rule set aside for one subject, by a named person, for a stated reason, until a day where one is given.

    One that ran out may be followed by another. ``rule`` may name one slot of what recurs: ``I2/2026-W47``.
    """

    __tablename__ = "waivers"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "rule", "expires_on"),)

    subject_kind: Mapped[SubjectKind] = code_column(SubjectKind)
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    rule: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(Text())
    granted_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    expires_on: Mapped[date | None]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class Wait(Base):
    """The question a flow run stands at, one row a run: the inbox. The ledger decides; this tells where to look.

    ``slot`` is what of the gate is asked, whatever answers are put back: a hand-in (``s1``), or a step of a round (``r1-0``).
    """

    __tablename__ = "waits"

    flow_run_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject_kind: Mapped[SubjectKind] = code_column(SubjectKind)
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    gate: Mapped[str] = mapped_column(String(24))
    question: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str] = mapped_column(String(24), default="")
    headline: Mapped[str] = mapped_column(Text())
    awaited: Mapped[list[str]]
    due_on: Mapped[date | None]
    asked_at: Mapped[datetime]
