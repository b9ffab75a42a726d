"""The closed list of the steps by which people are reminded of what they owe (gates.md 7)."""

from enum import StrEnum


class ReminderStep(StrEnum):
    """One step of the way from a reminder in good time to the last one of the chain.

    ``AHEAD`` is so many days before, 0 on the day itself. ``FOUND`` is for what was long overdue when it first came on
    record, ``MOVED`` for a day that became another one.
    """

    AHEAD = "ahead"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    FOUND = "found"
    MOVED = "moved"
