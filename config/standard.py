"""The standard as data: who leads each gate, who must agree in which order, by when. Read from ``standard.toml``.

This module checks the shape only; what a role or an anchor means is the domain's business.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

STANDARD_FILE = Path(__file__).with_name("standard.toml")

EVERYONE = "everyone"
EACH_ROLE = "each_role"


class Entry(BaseModel):
    """A table of the file; a key nobody knows is refused, so that a typing slip does not pass for a rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Agreement(Entry):
    """One step of a gate: ``need`` distinct people of ``roles``, one of each role, or everyone who holds one of them.

    At a step that is ``proven`` they prove who they are, as the policy's ``proof_of_identity`` says.
    """

    roles: Annotated[tuple[str, ...], Field(min_length=1)]
    need: Annotated[int, Field(ge=1)] | Literal["each_role", "everyone"] = 1
    proven: bool = False


class Due(Entry):
    """When a gate's answer is due: so many days after or before an anchor."""

    days: Annotated[int, Field(ge=0, le=90)]
    unit: Literal["days", "working_days"]
    after: Literal["asked", "kickoff"] | None = None
    before: Literal["shoot", "publish"] | None = None

    @model_validator(mode="after")
    def one_anchor(self) -> "Due":
        """Refuse a due date that hangs on nothing, or on two things."""
        if (self.after is None) == (self.before is None):
            raise ValueError("due needs exactly one of 'after' and 'before'")
        return self


class Gate(Entry):
    """One gate of the process. Without ``agree`` the submission itself closes it, once it breaks no rule."""

    code: str
    name: str
    stage: str
    clauses: tuple[str, ...]
    scope: str
    led_by: Annotated[tuple[str, ...], Field(min_length=1)]
    after: str | None = None
    back_to: str | None = None
    form: tuple[str, ...] = ()
    agree: tuple[Agreement, ...]
    due: Due
    remind: tuple[int, ...]
    escalate: tuple[str, ...]
    self_approval: str = ""


class Standard(Entry):
    """All gates, by code, in the order of the file."""

    gates: dict[str, Gate]

    @model_validator(mode="after")
    def named_gates_exist(self) -> "Standard":
        """Refuse an ``after`` or ``back_to`` that names no gate."""
        for gate in self.gates.values():
            for named in (gate.after, gate.back_to):
                if named is not None and named not in self.gates:
                    raise ValueError(f"gate {gate.code} names {named}, and there is no such gate")
        return self

    def sent_back_here(self, code: str) -> tuple[Gate, ...]:
        """Return the gates whose refusal takes the work back to the gate of this code."""
        return tuple(gate for gate in self.gates.values() if gate.back_to == code)


def read_standard(path: Path) -> Standard:
    """Read a standard from a file; raise ``ValueError`` naming the gate and the key that is wrong."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    defaults = table.get("defaults", {})
    gates = {code: {"code": code, **defaults, **entry} for code, entry in table["gates"].items()}
    return Standard.model_validate({"gates": gates})


@cache
def standard() -> Standard:
    """Return the agency's standard, read once."""
    return read_standard(STANDARD_FILE)
