"""What a gate says, given who may answer and who has answered (gates.md 1, 5, 6, 8-10).

A round is settled by the people on record and by nothing else: not by time, not by the author, not by the same person twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agency.domain.terms.gates import Verdict
from agency.domain.terms.people import Role

EVERYONE = "everyone"
EACH_ROLE = "each_role"

OUTSIDE = frozenset({Role.CLIENT, Role.EXTERNAL, Role.TALENT})


class Outcome(StrEnum):
    """Where a round stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Member:
    """One person in one role of the project."""

    person: str
    role: Role


@dataclass(frozen=True)
class Step:
    """Who must agree at one step: ``need`` distinct people, ``each_role`` or ``everyone`` of these roles."""

    roles: tuple[str, ...]
    need: int | str = 1


@dataclass(frozen=True)
class Voice:
    """One answer on record."""

    step: int
    person: str
    role: Role
    verdict: Verdict


@dataclass(frozen=True)
class Standing:
    """Where a round stands; while it waits, at which step, for whom, and how many of them are still needed.

    ``awaited`` shorter than ``missing`` means that the step can never be passed with the people on record.
    """

    outcome: Outcome
    step: int = 0
    awaited: tuple[Member, ...] = ()
    missing: int = 0

    @property
    def is_vacant(self) -> bool:
        """Whether too few people hold the role for this step ever to be passed."""
        return self.outcome is Outcome.WAITING and len({member.person for member in self.awaited}) < self.missing


def standing(
    voices: Sequence[Voice], steps: Sequence[Step], roster: Collection[Member], author: str | None = None
) -> Standing:
    """Return where a round stands, given its answers oldest first.

    The first refusal settles the round however many approvals stand beside it: a client who said no is never outvoted.
    ``author`` is the one who may not answer (four eyes); None where the standard lets the author answer too.
    """
    for voice in voices:
        if voice.verdict is not Verdict.APPROVED:
            return Standing(Outcome(voice.verdict.value), voice.step)
    for number, step in enumerate(steps):
        waiting = still_waiting(number, step, [voice for voice in voices if voice.step == number], roster, author)
        if waiting.missing:
            return waiting
    return Standing(Outcome.APPROVED, len(steps))


def still_waiting(
    number: int, step: Step, approvals: Sequence[Voice], roster: Collection[Member], author: str | None
) -> Standing:
    """Return what one step still waits for; ``missing`` 0 when it has all it needs."""
    spoken = {voice.person for voice in approvals}
    allowed = [member for member in roster if holds(member, step) and member.person != author]
    if step.need == EACH_ROLE:
        open_roles = {Role(role) for role in step.roles} - {voice.role for voice in approvals}
        awaited = [member for member in allowed if member.role in open_roles and member.person not in spoken]
        return Standing(Outcome.WAITING, number, tuple(awaited), len(open_roles))
    awaited = one_seat_each([member for member in allowed if member.person not in spoken])
    needed = max(1, len({member.person for member in allowed} | spoken)) if step.need == EVERYONE else int(step.need)
    return Standing(Outcome.WAITING, number, tuple(awaited), max(0, needed - len(spoken)))


def holds(member: Member, step: Step) -> bool:
    """Say whether a member belongs to a step; ``everyone`` are all members of the house, clients and talents apart."""
    if EVERYONE in step.roles:
        return member.role not in OUTSIDE
    return member.role in step.roles


def one_seat_each(members: Sequence[Member]) -> list[Member]:
    """Return each person once, in the role named first: a quorum counts people, not hats."""
    seats: dict[str, Member] = {}
    for member in members:
        seats.setdefault(member.person, member)
    return list(seats.values())
