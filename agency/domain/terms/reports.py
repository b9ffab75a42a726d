"""The closed lists of the operations reports: whether one was there in time, and what it says of plans and targets (C4)."""

from enum import StrEnum


class ReportState(StrEnum):
    """Whether a report was there when it was due; one of a time before its project was on record is only made up for."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"
    UNTRACKED = "untracked"


class PublishOutcome(StrEnum):
    """What became of a publication that was planned."""

    ON_TIME = "on_time"
    EARLY = "early"
    LATE = "late"
    MISSED = "missed"
    TO_COME = "to_come"


class StepKind(StrEnum):
    """What a report asks somebody to do next, the most urgent kind first."""

    OPEN_INCIDENT = "open_incident"
    GRAVE_CASE = "grave_case"
    OVERDUE_GATE = "overdue_gate"
    MISSED_PUBLICATION = "missed_publication"
    TARGET_FAR_BEHIND = "target_far_behind"
    MISSING_FIGURES = "missing_figures"
    OPEN_CASE = "open_case"
    TARGET_BEHIND = "target_behind"
