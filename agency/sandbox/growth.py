"""How a counter grows: a sum of waves, so that any moment of any work can be told without keeping state."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A rise towards ``height`` that covers half of what is left in every half-life; a negative height takes back."""

    height: int
    half_life_h: float = 24.0
    starts_h: float = 0.0

    def reached(self, age_h: float) -> float:
        """Return what this wave has brought at an age in hours."""
        if age_h <= self.starts_h:
            return 0.0
        return self.height * float(1 - 2 ** -((age_h - self.starts_h) / self.half_life_h))


Curve = tuple[Wave, ...]


def level(curve: Curve, age_h: float) -> int:
    """Return the counter at an age in hours; it may fall, and never falls below nothing."""
    return max(0, round(sum(wave.reached(age_h) for wave in curve)))
