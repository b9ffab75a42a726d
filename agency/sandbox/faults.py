"""What goes wrong on command: the next answers of a path are refused, spoiled, late, or cut off."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from agency.sandbox.refusals import THROTTLED


class Trouble(StrEnum):
    """The ways in which an answer can be wrong."""

    REFUSED = "refused"
    GATEWAY = "gateway"
    TOO_MANY = "too_many"
    BAD_GATEWAY = "bad_gateway"
    HTML = "html"
    MOVED = "moved"
    TRUNCATED = "truncated"
    CUT_OFF = "cut_off"
    SLOW = "slow"
    STUCK_CURSOR = "stuck_cursor"
    TEXT_NUMBERS = "text_numbers"


class Fault(BaseModel):
    """Trouble for the next ``times`` answers of a path, None for all of them until faults are lifted.

    ``code`` belongs to the refusals; ``seconds`` is the delay of a slow answer, or the Retry-After of one too many.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    trouble: Trouble
    times: int | None = 1
    code: int = THROTTLED
    seconds: float | None = None


class Faults:
    """The troubles still to come, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int | None]] = []

    def add(self, fault: Fault) -> None:
        """Take a fault up behind those already waiting."""
        self._waiting.append((fault, fault.times))

    def lift(self) -> None:
        """Forget all troubles."""
        self._waiting.clear()

    def next_for(self, path: str) -> Fault | None:
        """Return the trouble for this answer, if any, and count it as used."""
        for place, (fault, left) in enumerate(self._waiting):
            if fault.path == path:
                if left is None or left > 1:
                    self._waiting[place] = (fault, left and left - 1)
                else:
                    del self._waiting[place]
                return fault
        return None
