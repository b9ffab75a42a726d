"""The closed lists around published works and their figures."""

from enum import StrEnum


class Platform(StrEnum):
    """Where an account lives."""

    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    CHANNELS = "channels"
    XIAOHONGSHU = "xiaohongshu"
    BILIBILI = "bilibili"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    OTHER = "other"


class WorkKind(StrEnum):
    """A video and a set of pictures are never pooled: their completion is not comparable (domain.md 5.1)."""

    VIDEO = "video"
    PICTURES = "pictures"


class Visibility(StrEnum):
    """What the platform lets the public see of a work."""

    PUBLIC = "public"
    FRIENDS = "friends"
    PRIVATE = "private"
    IN_REVIEW = "in_review"
    NOT_SUITABLE = "not_suitable"
    DELETED = "deleted"


class Source(StrEnum):
    """Where a figure came from."""

    API = "api"
    EXPORT = "export"
    MANUAL = "manual"
    SAMPLE = "sample"


class PullPart(StrEnum):
    """What one look at an account asks its platform for."""

    WORKS = "works"
    YOUNG_WORKS = "young_works"
    DAYS = "days"


class Metric(StrEnum):
    """What is counted or computed of works and accounts (domain.md 5.3); formulas are in the domain."""

    PLAYS = "plays"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    PROFILE_VISITS = "profile_visits"
    FOLLOWER_GAIN = "follower_gain"
    FOLLOWERS = "followers"
    WORKS_PUBLISHED = "works_published"
    COMPLETION = "completion"
    COMPLETION_5S = "completion_5s"
    BOUNCE_2S = "bounce_2s"
    AVG_WATCH = "avg_watch"
    WATCH_RATIO = "watch_ratio"
    COVER_CTR = "cover_ctr"
    LIKE_RATE = "like_rate"
    COMMENT_RATE = "comment_rate"
    SHARE_RATE = "share_rate"
    SAVE_RATE = "save_rate"
    ENGAGEMENT = "engagement"
    FOLLOW_RATE = "follow_rate"
    FANS_PER_K = "fans_per_k"
    PROFILE_CONVERSION = "profile_conversion"
    PROFILE_RATE = "profile_rate"
    HIT_RATE = "hit_rate"
    COST_PER_K = "cost_per_k"
    COST_PER_FAN = "cost_per_fan"
    ON_TIME = "on_time"
    FIRST_PASS = "first_pass"  # noqa: S105 - a cut that passed at once
    NEGATIVE_RATE = "negative_rate"


class BenchmarkScope(StrEnum):
    """What a threshold is drawn from; none is official (domain.md 5.4)."""

    ACCOUNT = "account"
    INDUSTRY = "industry"
    PLATFORM = "platform"
    DURATION_BAND = "duration_band"
