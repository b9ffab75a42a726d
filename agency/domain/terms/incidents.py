"""The closed lists of what happens unforeseen (I11)."""

from enum import StrEnum


class Touched(StrEnum):
    """Which part of the work an incident touches; the one responsible is found by it."""

    SCRIPT = "script"
    SHOOT = "shoot"
    EDIT = "edit"
    PUBLISHING = "publishing"
    PROJECT = "project"


class IncidentStanding(StrEnum):
    """With whom an incident is."""

    WITH_COORDINATOR = "with_coordinator"
    WITH_OWNER = "with_owner"
    RESOLVED = "resolved"
