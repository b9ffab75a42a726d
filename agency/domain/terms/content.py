"""The closed lists from the topic to the script (S6, S7, P1, P2)."""

from enum import StrEnum


class TopicSource(StrEnum):
    """Where a topic came from."""

    POSITIONING = "positioning"
    HOT_SPOT = "hot_spot"
    BENCHMARK = "benchmark"
    AUDIENCE = "audience"
    CLIENT = "client"
    REVIEW = "review"
    OCCASION = "occasion"
    SHARED = "shared"


class HotDayKind(StrEnum):
    """What makes a day one to make topics of."""

    HOLIDAY = "holiday"
    SOLAR_TERM = "solar_term"
    OCCASION = "occasion"
    OWN = "own"


class TopicStatus(StrEnum):
    """Where a topic stands in the pool."""

    IDEA = "idea"
    TO_JUDGE = "to_judge"
    PASSED = "passed"
    REWORK = "rework"
    DROPPED = "dropped"
    SCHEDULED = "scheduled"
    USED = "used"
    EXPIRED = "expired"


class ContentKind(StrEnum):
    """The kinds of content that are planned (P1)."""

    SHORT_VIDEO = "short_video"
    LONG_VIDEO = "long_video"
    AUDIO = "audio"
    LIVE = "live"


class ScriptStatus(StrEnum):
    """How far one version of a script is."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class ShotSize(StrEnum):
    """How much of the scene a shot shows."""

    LONG = "long"
    FULL = "full"
    MEDIUM = "medium"
    CLOSE = "close"
    CLOSE_UP = "close_up"


class CameraMove(StrEnum):
    """How the camera moves in a shot."""

    FIXED = "fixed"
    PUSH = "push"
    PULL = "pull"
    PAN = "pan"
    TRUCK = "truck"
    FOLLOW = "follow"
    CRANE = "crane"
    HANDHELD = "handheld"
