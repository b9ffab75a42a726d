"""What goes wrong on command: the next answers of a path are refused, spoiled, late, or cut off."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


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

    ``after`` answers come well before. ``code`` is the platform's own for a refusal, empty for that of its throttle;
    ``seconds`` is the delay of a slow answer, or the Retry-After of one too many.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    trouble: Trouble
    times: int | None = 1
    after: int = 0
    code: str = ""
    seconds: float | None = None


class Faults:
    """The troubles still to come, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Take a fault up behind those already waiting."""
        self._waiting.append(fault)

    def lift(self) -> None:
        """Forget all troubles."""
        self._waiting.clear()

    def next_for(self, *paths: str) -> Fault | None:
        """Return the trouble for this answer, if any, by whichever of its paths, and count it as used."""
        for place, fault in enumerate(self._waiting):
            if fault.path not in paths:
                continue
            if fault.after > 0:
                self._waiting[place] = fault.model_copy(update={"after": fault.after - 1})
                return None
            self._use(place, fault)
            return fault
        return None

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._waiting[place] = fault.model_copy(update={"times": fault.times - 1})
        else:
            del self._waiting[place]
