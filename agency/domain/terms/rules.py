"""The closed lists that only the rules know: a story's beats, what can be double-booked, what a topic's points suggest."""

from enum import StrEnum


class Beat(StrEnum):
    """Which part of the story a shot carries (P3)."""

    BEGINNING = "beginning"
    TURN = "turn"
    END = "end"


class Resource(StrEnum):
    """What can be at one place only (I5)."""

    TALENT = "talent"
    PHOTOGRAPHER = "photographer"
    PLACE = "place"
    EQUIPMENT = "equipment"


class TopicAdvice(StrEnum):
    """What a topic's points suggest; the director decides (S6)."""

    GO = "go"
    REWORK = "rework"
    DROP = "drop"
