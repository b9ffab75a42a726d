"""The closed lists of a review's comparisons and of the rules whose keeping it counts (S13)."""

from enum import StrEnum


class ComparedBy(StrEnum):
    """By what the works of an account are put into groups."""

    PILLAR = "pillar"
    DURATION = "duration"
    HOUR = "hour"


class KeptRule(StrEnum):
    """A rule that is counted: how often it was kept, of how many times it applied."""

    SCRIPT_IN_TIME = "script_in_time"
    ON_TIME = "on_time"
    FIRST_PASS = "first_pass"  # noqa: S105 - a cut that passed at once
