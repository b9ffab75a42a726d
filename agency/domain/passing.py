"""Whether a pass was earned: the answers on record, held against what the standard asked for when the round was passed.

The roster of that day is not on record. So whoever answered counts as one who might, and the rest is judged by the same
rule that lets a round pass (gates.md 8-11).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from agency.domain.approvals import Member, Outcome, Step, Voice, holds, standing
from agency.domain.terms.gates import Verdict
from agency.locale import _


@dataclass(frozen=True)
class Needed:
    """What a pass needs: these steps, and whether the author's own word counts."""

    steps: tuple[Step, ...]
    author_counts: bool = False

    def as_kept(self) -> dict[str, Any]:
        """Return it as the records keep it beside the pass."""
        return {"steps": [asdict(step) for step in self.steps], "author_counts": self.author_counts}

    @classmethod
    def read(cls, kept: object) -> "Needed":
        """Read what the records kept; ``TypeError``, ``ValueError`` or ``KeyError`` where that is no such thing."""
        if not isinstance(kept, Mapping):
            raise TypeError(f"{kept!r} says nothing of what was needed")
        steps = tuple(Step(tuple(step["roles"]), step["need"]) for step in kept["steps"])
        return cls(steps, bool(kept["author_counts"]))


def unearned(needed: Needed, voices: Sequence[Voice], author: str | None) -> Iterator[str]:
    """Yield why a round could not have been passed with these answers, nothing where it could."""
    if any(voice.verdict is not Verdict.APPROVED for voice in voices):
        yield _("somebody refused it")
        return
    if not needed.steps:
        return
    if not needed.author_counts and author in {voice.person for voice in voices}:
        yield _("its author approved it")
    if any(not 0 <= voice.step < len(needed.steps) for voice in voices):
        yield _("somebody answered at a step that there is not")
    counted = [voice for voice in voices if counts(voice, needed)]
    if len(counted) < len(voices):
        yield _("somebody answered who holds none of the roles")
    roster = [Member(voice.person, voice.role) for voice in counted]
    if standing(counted, needed.steps, roster).outcome is not Outcome.APPROVED:
        yield _("too few people agreed")


def counts(voice: Voice, needed: Needed) -> bool:
    """Say whether somebody answered in a role that the step asks."""
    if not 0 <= voice.step < len(needed.steps):
        return False
    return holds(Member(voice.person, voice.role), needed.steps[voice.step])
