"""Turns the links of the ledger, and the rows they bind, into lines that an auditor reads."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.chain import Link, link_text
from agency.domain.ledger_words import table_name, thing_name
from agency.domain.masking import masked
from agency.domain.terms import label
from agency.domain.terms.gates import Identity, Verdict
from agency.domain.terms.governance import AuditAction
from agency.domain.terms.ledger import LedgerTable
from agency.domain.terms.people import Role
from agency.records.chain_rows import Row, Values
from agency.records.tables import GateRound, Person
from agency.reports.ledger import LedgerLine
from config.standard import standard
from tasks.ledger.subjects import About, subjects_of

WHO = ("person_id", "submitted_by", "granted_by", "claimed_person", "actor")
WHEN = ("decided_at", "given_at", "created_at")


@dataclass(frozen=True)
class Around:
    """What a stretch of the ledger speaks of: its rounds, its people, its subjects."""

    rounds: Mapping[str, Values]
    names: Mapping[str, str]
    subjects: Mapping[str, About]


def lines(session: Session, links: Sequence[Link], found: Mapping[Row, Values]) -> Iterator[LedgerLine]:
    """Yield the lines of a stretch of links, in their order; a row that is gone has a line with its hashes alone."""
    around = read_around(session, found.values())
    for link in links:
        yield line_of(link, found.get((link.table, link.row_id), {}), around)


def read_around(session: Session, rows: Collection[Values]) -> Around:
    """Read what the rows name by an id."""
    query = select(GateRound.id, GateRound.gate, GateRound.number, GateRound.subject_id, GateRound.content_hash)
    ids = [row["round_id"] for row in rows if row.get("round_id")]
    rounds = {row.id: row._asdict() for row in session.execute(query.where(GateRound.id.in_(ids)))}
    subjects = {str(row["subject_id"]) for row in [*rows, *rounds.values()] if row.get("subject_id")}
    people = {str(row[name]) for row in rows for name in WHO if row.get(name)}
    named = select(Person.id, Person.name).where(Person.id.in_(people))
    return Around(rounds, dict(session.execute(named).tuples().all()), subjects_of(session, subjects))


def line_of(link: Link, row: Values, around: Around) -> LedgerLine:
    """Return the line of one link and its row."""
    round_ = around.rounds.get(str(row.get("round_id")), row)
    thing = thing_name(str(row["entity"])) if row.get("entity") else ""
    subject, project = around.subjects.get(str(round_.get("subject_id")), (thing, ""))
    number = round_.get("number")
    return LedgerLine(
        number=link.number,
        at=moment(row),
        project=project,
        subject=subject,
        gate=gate_name(str(round_.get("gate") or row.get("rule") or "")),
        round=number if isinstance(number, int) else None,
        what=table_name(link.table),
        who=who(row, around.names),
        role=word(Role, row.get("role")),
        identity=word(Identity, row.get("identity")),
        verdict=word(Verdict, row.get("verdict")) or word(AuditAction, row.get("action")),
        comment=masked(said(link.table, row)),
        shown_hash=str(round_.get("content_hash") or ""),
        row_hash=link.row_hash,
        link=link_text(link.number, link.table, link.row_id, link.row_hash, link.previous, link.linked_at),
        hash=link.hash,
    )


def moment(row: Values) -> datetime | None:
    """Return when it was, None where nobody can tell any more."""
    return next((value for name in WHEN if isinstance(value := row.get(name), datetime)), None)


def who(row: Values, names: Mapping[str, str]) -> str:
    """Return who it was, by name where the people know it."""
    told = next((str(value) for name in WHO if (value := row.get(name))), "")
    return names.get(told, told)


def word(terms: type[StrEnum], code: object) -> str:
    """Return the word of a code, the code itself where it is none of the list, nothing where there is none."""
    text = str(code or "")
    return label(terms(text)) if text in set(terms) else text


def said(table: str, row: Values) -> str:
    """Return what was said or changed, in one text."""
    match table:
        case LedgerTable.REFUSED:
            return "; ".join(map(str, listed(row.get("reasons"))))
        case LedgerTable.AUDIT:
            return changes_told(mapped(row.get("before")), mapped(row.get("after")))
    return str(row.get("comment") or row.get("reason") or "")


def changes_told(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return what became of a row, field by field: both values where one took the other's place."""
    names = dict.fromkeys([*before, *after])
    sides = [(name, [told(side[name]) for side in (before, after) if name in side]) for name in names]
    return "; ".join(f"{name}: {' → '.join(values)}" for name, values in sides)


def told(value: object) -> str:
    """Return a value as text; what is empty as a dash."""
    return value or "–" if isinstance(value, str) else "–" if value is None else json.dumps(value, ensure_ascii=False)


def mapped(value: Any) -> Mapping[str, object]:  # noqa: ANN401 - whatever a spoilt row holds
    """Return a mapping, also where a spoilt row holds something else."""
    return value if isinstance(value, dict) else {"": value} if value else {}


def gate_name(code: str) -> str:
    """Return a gate's code with its name; a rule's code, or one that is no longer in the standard, alone."""
    gate = standard().gates.get(code)
    return f"{code} {gate.name}" if gate else code


def listed(value: Any) -> Sequence[object]:  # noqa: ANN401 - whatever a spoilt row holds
    """Return a list, also where a spoilt row holds something else."""
    return value if isinstance(value, list) else [value]
