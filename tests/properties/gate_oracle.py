"""What the ledger must look like, told from its rows and the standard's file alone: none of the product's rules is asked.

Written from gates.md: the hash binds (9), a quorum is of distinct people and nobody approves their own work (10), a
refusal outweighs any number of approvals (6).
"""

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, text

from agency.records.engine import READING
from config.standard import STANDARD_FILE

OUTSIDE = {"client", "external", "talent"}


@dataclass(frozen=True)
class Said:
    """One decision on record."""

    id: str
    step: int
    person: str
    role: str
    verdict: str
    comment: str


@dataclass(frozen=True)
class Round:
    """One round on record, with what was said in it."""

    id: str
    subject: str
    gate: str
    number: int
    author: str | None
    submitted: Mapping[str, Any]
    hash: str
    passed: bool
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Ledger:
    """All rounds of the house, and who takes part in it in which role."""

    rounds: tuple[Round, ...]
    roster: frozenset[tuple[str, str]]
    refused: frozenset[tuple[str, str, str]]

    def last(self, subject: str, gate: str) -> Round | None:
        """Return what was last put before a gate."""
        mine = [one for one in self.rounds if (one.subject, one.gate) == (subject, gate)]
        return max(mine, key=lambda one: one.number, default=None)

    @property
    def said(self) -> dict[str, tuple[Round, Said]]:
        """Every decision by its id, with its round."""
        return {one.id: (round_, one) for round_ in self.rounds for one in round_.said}


@cache
def gates() -> dict[str, Any]:
    """Return the gates of the standard as the file has them."""
    return tomllib.loads(STANDARD_FILE.read_text(encoding="utf-8"))["gates"]  # type: ignore[no-any-return]


def read(engine: Engine) -> Ledger:
    """Read the ledger row by row."""
    with engine.execution_options(**{READING: True}).connect() as at:
        passed = set(at.scalars(text("SELECT round_id FROM gate_passes")))
        said: dict[str, list[Said]] = {}
        answers = "SELECT round_id, id, step, person_id, role, verdict, comment FROM decisions ORDER BY round_id, seat"
        for round_id, *row in at.execute(text(answers)):
            said.setdefault(round_id, []).append(Said(*row))
        columns = "id, subject_id, gate, number, submitted_by, submitted, content_hash"
        rounds = tuple(
            Round(*row[:5], as_json(row[5]), row[6], row[0] in passed, tuple(said.get(row[0], ())))
            for row in at.execute(text(f"SELECT {columns} FROM gate_rounds ORDER BY id"))  # noqa: S608 - our own names
        )
        members = "SELECT m.person_id, m.role FROM project_members m JOIN people p ON p.id = m.person_id WHERE p.active"
        refused = "SELECT subject_id, gate, question FROM refused_answers"
        return Ledger(rounds, rows_of(at.execute(text(members))), rows_of(at.execute(text(refused))))


def rows_of(found: Any) -> frozenset[Any]:
    return frozenset(map(tuple, found))


def as_json(told: Any) -> Any:
    return json.loads(told) if isinstance(told, str) else told


def hash_of(content: Mapping[str, object]) -> str:
    """Return the hash of a content, spelled out once more."""
    spelled = json.dumps(dict(content), ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return sha256(spelled.encode("utf-8")).hexdigest()


def grew(before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]], tables: Collection[str]) -> None:
    """Check that nothing was taken out of these tables or changed in them."""
    for table in tables:
        assert before[table] <= after[table], f"{table} has lost a row"


def check_said(before: Ledger, after: Ledger, named: Mapping[str, str]) -> None:
    """Check every decision that was added: by somebody who holds the role, at the step that was open, not by the author.

    ``named`` holds who has a role alone for what is decided.
    """
    for key in after.said.keys() - before.said.keys():
        round_, one = after.said[key]
        gate = gates()[round_.gate]
        earlier = before_it(round_, one)
        assert all(other.verdict == "approved" for other in earlier), "an answer was added to a refused round"
        assert one.person not in {other.person for other in earlier if other.step == one.step}
        assert one.step == open_step(gate, earlier, after, round_, named), "an answer to a step that was not open"
        assert (one.person, one.role) in seats(gate["agree"][one.step], before, named), (
            "who answered holds no such role"
        )
        if not gate.get("self_approval"):
            assert one.person != round_.author, "somebody approved their own work"


def before_it(round_: Round, one: Said) -> Sequence[Said]:
    return round_.said[: round_.said.index(one)]


def open_step(
    gate: Mapping[str, Any], said: Sequence[Said], ledger: Ledger, round_: Round, named: Mapping[str, str]
) -> int:
    """Return the first step of a gate that has not all it needs."""
    steps = enumerate(gate["agree"])
    return next((number for number, step in steps if not has_all(number, step, said, ledger, round_, named)), -1)


def check_passes(before: Ledger, after: Ledger, named: Mapping[str, str]) -> None:
    """Check every pass that was added: each step has its distinct people, and nobody said no."""
    old = {one.id for one in before.rounds if one.passed}
    for round_ in after.rounds:
        if round_.passed and round_.id not in old:
            gate = gates()[round_.gate]
            assert all(one.verdict == "approved" for one in round_.said), f"{round_.gate} was passed over a refusal"
            assert open_step(gate, round_.said, before, round_, named) == -1, f"{round_.gate} lacks decisions"
            if not gate["agree"]:
                assert round_.author in {person for person, role in before.roster if role in gate["led_by"]}


def has_all(
    number: int,
    step: Mapping[str, Any],
    said: Sequence[Said],
    ledger: Ledger,
    round_: Round,
    named: Mapping[str, str],
) -> bool:
    """Say whether one step has the decisions that it needs, each by another person."""
    here = [one for one in said if one.step == number and one.verdict == "approved"]
    people = {one.person for one in here}
    own = gates()[round_.gate].get("self_approval")
    match step.get("need", 1):
        case "everyone":
            owed = {person for person, _role in seats(step, ledger, named) if own or person != round_.author}
            return bool(people) and owed <= people
        case "each_role":
            return len(people) == len(here) and {one.role for one in here} == set(step["roles"])
        case number_needed:
            return len(people) >= number_needed


def seats(step: Mapping[str, Any], ledger: Ledger, named: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return who may answer at a step, each with the role."""
    roles = step["roles"]
    held = {seat for seat in ledger.roster if (seat[1] not in OUTSIDE if roles == ["everyone"] else seat[1] in roles)}
    return {(person, role) for person, role in held if named.get(role, person) == person}
