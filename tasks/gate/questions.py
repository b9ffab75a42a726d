"""What a stage asks and what comes back: the values that travel between a stage's task and the flow that waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agency.domain.legible import legible
from tasks.gate.forms import LONGEST_TEXT, Form


@dataclass(frozen=True)
class Question:
    """A question a run is suspended for.

    ``key`` is the question's own: gate, round, answers on record. ``form`` None means that nothing is to be filled in
    here: the records are awaited, and resuming only looks again.
    """

    key: str
    gate: str
    headline: str
    tags: frozenset[str]
    form: type[Form] | None = None


@dataclass(frozen=True)
class Answer:
    """What was filled in for the question of this key, legible and otherwise as it came: nothing in it is trusted yet.

    ``given_at`` is when Prefect's server took it, None where that is not known: it may be long before anybody reads it.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    given_at: datetime | None = None

    def __post_init__(self) -> None:
        """Take out what no reader sees and no database keeps: every answer comes by here."""
        object.__setattr__(self, "values", legible(dict(self.values), LONGEST_TEXT))


@dataclass(frozen=True)
class Stopped:
    """A person ended the work at a gate: the run ends as cancelled and is not to be asked again."""

    reason: str
