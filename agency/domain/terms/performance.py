"""The closed lists around rates, comparisons and what is out of the ordinary."""

from enum import StrEnum


class Counter(StrEnum):
    """A cumulative figure of a work; the value is its field in ``WorkFigures``."""

    PLAYS = "plays"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    PROFILE_VISITS = "profile_visits"
    FOLLOWER_GAIN = "follower_gain"


class DayCounter(StrEnum):
    """What is watched of an account day by day; the value is its field in ``AccountDay``.

    Plays tell of the reach and comments of trouble; the other counts rise and fall with the plays.
    """

    PLAYS = "plays_new"
    COMMENTS = "comments_new"


class Imported(StrEnum):
    """A mean that the platform worked out over a work's plays; the value is its field in ``WorkFigures``."""

    COMPLETION = "completion"
    COMPLETION_5S = "completion_5s"
    BOUNCE_2S = "bounce_2s"
    COVER_CTR = "cover_ctr"
    AVG_WATCH_S = "avg_watch_s"


class Rate(StrEnum):
    """A rate that is worked out here, from counters (domain.md 5.3)."""

    LIKE_RATE = "like_rate"
    COMMENT_RATE = "comment_rate"
    SHARE_RATE = "share_rate"
    SAVE_RATE = "save_rate"
    ENGAGEMENT = "engagement"
    FOLLOW_RATE = "follow_rate"
    PROFILE_CONVERSION = "profile_conversion"
    PROFILE_RATE = "profile_rate"


class DurationBand(StrEnum):
    """Videos of one band are compared with one another (domain.md 5.3)."""

    UP_TO_15_S = "up_to_15_s"
    UP_TO_60_S = "up_to_60_s"
    UP_TO_3_MIN = "up_to_3_min"
    LONGER = "longer"


class HitLevel(StrEnum):
    """How far a work stands above its account's own middle at the same age."""

    NOT_ENOUGH_DATA = "not_enough_data"
    ORDINARY = "ordinary"
    HIT = "hit"
    BIG_HIT = "big_hit"


class Light(StrEnum):
    """How a target stands against the time that has passed."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Standing(StrEnum):
    """Where a value stands against the account's own history."""

    NOT_ENOUGH_DATA = "not_enough_data"
    ORDINARY = "ordinary"
    UNUSUALLY_HIGH = "unusually_high"
    UNUSUALLY_LOW = "unusually_low"


class AnomalyKind(StrEnum):
    """What is out of the ordinary (domain.md 5.5)."""

    LOSING_FANS = "losing_fans"
    BOUNCE_ROSE = "bounce_rose"
    NO_PLAYS = "no_plays"
    NOT_PUBLIC = "not_public"
    COUNTER_FELL = "counter_fell"
    DAYS_MISSING = "days_missing"
    SPIKE = "spike"
    LEVEL_SHIFT = "level_shift"
    ODD_PLAYS = "odd_plays"
    TOO_FEW_DAYS = "too_few_days"


class MatchOutcome(StrEnum):
    """What became of an export's row without an id."""

    MATCHED = "matched"
    NEW = "new"
    AMBIGUOUS = "ambiguous"
