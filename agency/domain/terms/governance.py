"""The closed lists of rules kept and broken, and of changes made."""

from enum import StrEnum


class RuleState(StrEnum):
    """What came of a rule for one subject."""

    PENDING = "pending"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    WAIVED = "waived"


class RuleSeverity(StrEnum):
    """Whether a broken rule stops the work or is only pointed out."""

    BLOCKS = "blocks"
    WARNS = "warns"


class AuditAction(StrEnum):
    """What was done to a row."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
