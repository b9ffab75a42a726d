"""The closed lists of watching the house: its parts, how soon a finding must be seen to, and for how long somebody waits."""

from enum import StrEnum


class Part(StrEnum):
    """A part of the house as whoever watches it sees it; in this order they are shown."""

    RECORDS = "records"
    RUNNING = "running"
    MACHINE = "machine"
    SAFETY = "safety"
    BACKUP = "backup"
    MESSAGES = "messages"
    FIGURES = "figures"
    PEOPLE = "people"


class Attention(StrEnum):
    """How soon somebody must see to a finding, whoever is on duty."""

    AT_ONCE = "at_once"
    TONIGHT = "tonight"
    IN_THE_MORNING = "in_the_morning"


class WaitAge(StrEnum):
    """For how long a run has waited at a gate."""

    DAY = "under_1_day"
    THREE_DAYS = "1_to_3_days"
    WEEK = "3_to_7_days"
    LONGER = "over_7_days"


class PullFailure(StrEnum):
    """Why the latest look at an account brought nothing, as far as its authorisation tells."""

    AUTHORISATION = "authorisation"
    CAPABILITY = "capability"
    QUOTA = "quota"
    PLATFORM = "platform"
