"""How strongly the person of an answer is known, and who has to prove it (S4, C1, and every confirmation of the client)."""

from dataclasses import dataclass
from typing import Literal

from agency.domain.terms.gates import Identity

Wish = Literal["asked", "required", "off"]


@dataclass(frozen=True)
class Speaking:
    """Whose answer it is, who brings it where that is somebody else, and which of them have one-time codes."""

    person: str
    brought_by: str | None
    enrolled: frozenset[str]

    @property
    def acting(self) -> str:
        """The one who fills in the form, and so the one whose code is asked for."""
        return self.brought_by or self.person


def owes_code(wish: Wish, speaking: Speaking) -> bool:
    """Say whether an answer counts only with a code.

    Where it is only ``asked``, who has codes gives one; nobody gets round a person's codes by speaking for them without
    proof of their own.
    """
    match wish:
        case "off":
            return False
        case "required":
            return True
        case "asked":
            return speaking.acting in speaking.enrolled or speaking.person in speaking.enrolled


def strength(*, by_code: bool, logged_in: bool) -> Identity:
    """Return how strongly the one who filled in a form is known."""
    if by_code:
        return Identity.ONE_TIME_CODE
    return Identity.HOUSE_LOGIN if logged_in else Identity.CLAIMED
