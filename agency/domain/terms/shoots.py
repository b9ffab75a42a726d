"""The closed lists of a shoot (S9, I5, I6, I7)."""

from enum import StrEnum


class ShootItemStatus(StrEnum):
    """What became of one content item in one shoot."""

    PLANNED = "planned"
    SHOT = "shot"
    MISSING_SHOTS = "missing_shots"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


class PrepKind(StrEnum):
    """What must be confirmed before a shoot may start (I5)."""

    SCENE = "scene"
    EQUIPMENT = "equipment"
    PROPS = "props"
    ITINERARY = "itinerary"


class TakeVerdict(StrEnum):
    """What a take is good for (I6)."""

    GOOD = "good"
    NO_GOOD = "no_good"
    SPARE = "spare"
