"""What a person sees above a form: why it came back, by when, what is to be judged, and what was said before. Markdown."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from agency.domain.finding import Findings
from agency.domain.masking import masked
from agency.domain.quoting import without_foreign_links
from agency.domain.terms import label
from agency.domain.terms.gates import Verdict
from agency.locale import _
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.tables import Decision, GateRound, Person
from config.settings import settings
from config.standard import Gate

SHOWN_ROUNDS = 3
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")


def shown(
    session: Session, key: GateKey, gate: Gate, *, exhibit: str, due_on: date | None, reasons: Sequence[str]
) -> str:
    """Return the text above a form, the most urgent first; what people typed in it leads nowhere but to where it says."""
    parts = [returned(reasons), deadline(gate, due_on), exhibit, history(session, key)]
    return without_foreign_links("\n\n".join(part for part in parts if part), f"{settings().files_url}/")


def returned(reasons: Sequence[str]) -> str:
    """Return why the last answer was put back, one line a reason."""
    if not reasons:
        return ""
    listed = "\n".join(f"- {reason}" for reason in reasons)
    return f"**{_('The last answer was put back:')}**\n\n{listed}"


def deadline(gate: Gate, due_on: date | None) -> str:
    """Return the gate's name, its clauses and its date."""
    when = _("due {day}").format(day=due_on.isoformat()) if due_on else _("no date yet")
    return f"**{gate.code} {gate.name}** · {when} · {_('clause')} {', '.join(gate.clauses)}"


def history(session: Session, key: GateKey) -> str:
    """Return what was said in the latest rounds, newest round first."""
    lines = [
        said(session, round_, answer)
        for round_ in reversed(ledger.rounds(session, key)[-SHOWN_ROUNDS:])
        for answer in ledger.decisions(session, round_.id)
    ]
    return "\n".join([f"**{_('Said so far')}**", "", *lines]) if lines else ""


def said(session: Session, round_: GateRound, answer: Decision) -> str:
    """Return one answer as a line: round, person and how they are known, verdict, comment."""
    name = f"{session.get_one(Person, answer.person_id).name}({known_by(session, answer)})"
    comment = f":{answer.comment}" if answer.comment else ""
    return f"- {_('round {number}').format(number=round_.number)} · {name} · {label(answer.verdict)}{comment}"


def known_by(session: Session, answer: Decision) -> str:
    """Return how the person of an answer is known; where somebody else brought it, also who, how it came, and the evidence."""
    if answer.attested_by is None or answer.attester_identity is None:
        return label(answer.identity)
    sentence = _("brought by {name} ({known}), {channel}: {evidence}")
    return sentence.format(
        name=session.get_one(Person, answer.attested_by).name,
        known=label(answer.attester_identity),
        channel=label(answer.channel),
        evidence=" ".join((answer.evidence or "").split()),
    )


def stopped(session: Session, round_: GateRound) -> str:
    """Return who ended the work and why."""
    answer = next(one for one in ledger.decisions(session, round_.id) if one.verdict is Verdict.STOPPED)
    return said(session, round_, answer).removeprefix("- ")


def findings_shown(findings: Findings) -> str:
    """Return what the rules have to say as a list, nothing when they are silent."""
    return "\n".join(f"- ⚠ {finding.message}" for finding in findings)


def table(rows: Sequence[Sequence[object]], header: Sequence[str]) -> str:
    """Return a Markdown table; what would break a cell is made harmless, missing is an en dash."""
    head = [cell(name) if name else "" for name in header]
    lines = [head, ["---"] * len(header), *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def line_by_line(markdown: str) -> str:
    """Return Markdown for where the UI runs neighbouring lines together, as below a field's title: rows become list items."""
    lines = [row_as_item(line) for line in markdown.splitlines() if line.strip("|- ")]
    return "\n\n".join(lines)


def row_as_item(line: str) -> str:
    """Return a row of a table as an item of a list, any other line as it is."""
    if not line.startswith("| "):
        return line
    return "- " + " · ".join(part.strip() for part in UNESCAPED_BAR.split(line)[1:-1] if part.strip())


def cell(value: object) -> str:
    """Return a value as one cell of a Markdown table; a telephone number in it is masked."""
    if value is None or value == "":
        return "–"
    told = masked(value) if isinstance(value, str) else str(value)
    return told.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
