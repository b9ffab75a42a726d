"""The closed lists of meetings and of what comes out of them (I1, I2, I10, I11, C1, C2, C5, P1)."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """What a meeting is called for."""

    POSITIONING = "positioning"
    TOPICS = "topics"
    MONTH = "month"
    REVIEW = "review"
    KICKOFF = "kickoff"
    PLANNING = "planning"
    INCIDENT = "incident"
    NEW_IDEAS = "new_ideas"


class MeetingStatus(StrEnum):
    """What became of a meeting; one waived had no working day to be held on."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"
    WAIVED = "waived"


class ActionState(StrEnum):
    """How far an action is; the next review verifies it."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"
