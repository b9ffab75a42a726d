"""Where a thing stands, derived from what hangs on it and never written down (domain.md 1.2, 2.4, 2.5; C4)."""

from enum import StrEnum


class ContentStanding(StrEnum):
    """What a content item waits for next; the order is that of the work."""

    AWAITS_COPY = "awaits_copy"
    AWAITS_SCRIPT = "awaits_script"
    AWAITS_SYNC = "awaits_sync"
    AWAITS_SHOOT = "awaits_shoot"
    AWAITS_CUT = "awaits_cut"
    AWAITS_CONFIRMATION = "awaits_confirmation"
    AWAITS_PUBLISHING = "awaits_publishing"
    LIVE = "live"
    STOPPED = "stopped"


class ShootStanding(StrEnum):
    """How far a shoot is."""

    TO_PREPARE = "to_prepare"
    READY = "ready"
    RECORDED = "recorded"
    CANCELLED = "cancelled"


class ChainStep(StrEnum):
    """The steps of a video that have a last day, in the order of the work (S3)."""

    COPY = "copy_step"
    SCRIPT = "script_step"
    SHOOT = "shoot_step"
    HANDOVER = "handover_step"
    CUT = "cut_step"
    CONFIRM = "confirm_step"
    PUBLISH = "publish_step"


class DayMark(StrEnum):
    """What stands out of a step's day that is not done."""

    OVERDUE = "overdue"
    TODAY = "today"
