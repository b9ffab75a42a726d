"""The closed lists of what happens around a published work (C3)."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a call for interaction speaks to."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Interaction(StrEnum):
    """What a person says they did, after watching to the end; the software never does it."""

    LIKE = "like"
    SHARE = "share"
    COMMENT = "comment"


class Sentiment(StrEnum):
    """How a comment speaks of the work."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNDECIDED = "undecided"


class CaseKind(StrEnum):
    """Why somebody has to look after a work."""

    NEGATIVE_COMMENT = "negative_comment"
    NOT_CARRIED_OUT = "not_carried_out"


class Severity(StrEnum):
    """How grave a case is: a question, a complaint, or malice and matters of law."""

    LIGHT = "light"
    MEDIUM = "medium"
    GRAVE = "grave"
