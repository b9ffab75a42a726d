"""TikTok Studio's Overview.csv and FollowerHistory.csv (platforms.md 5.7): days without a year, the last row the latest.

A day's comments may be negative: they are withdrawn.
"""

from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Platform
from agency.platforms.exports import moments, months, numbers
from agency.platforms.exports.layout import Column, Layout

DAY = Column("day", moments.day, months.counted_back)

TIKTOK_OVERVIEW_DAYS = Layout(
    name="tiktok overview days",
    platform=Platform.TIKTOK,
    shape=AccountDay,
    columns={
        "date": DAY,
        "videoviews": Column("plays_new", numbers.count),
        "profileviews": Column("profile_visits", numbers.count),
        "likes": Column("likes_new", numbers.signed_count),
        "comments": Column("comments_new", numbers.signed_count),
        "shares": Column("shares_new", numbers.signed_count),
    },
    required=frozenset({"day", "plays_new"}),
    filled=frozenset({"day"}),
)

TIKTOK_FOLLOWER_DAYS = Layout(
    name="tiktok follower days",
    platform=Platform.TIKTOK,
    shape=AccountDay,
    columns={
        "date": DAY,
        "followers": Column("followers_total", numbers.count),
        "differenceinfollowersfrompreviousday": Column("new_fans", numbers.signed_count),
    },
    required=frozenset({"day", "followers_total"}),
    filled=frozenset({"day"}),
)
