"""Douyin's 数据表现_<metric>数据: one metric of an account, day by day (platforms.md 5.1).

Likes, comments and shares of a day may be negative: they are withdrawn. A file of the cover's click rate alone is not
read, for a day of an account keeps none.
"""

from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Platform
from agency.platforms.exports import moments, numbers
from agency.platforms.exports.layout import Column, Layout

METRICS = {
    "播放量": Column("plays_new", numbers.count),
    "主页访问": Column("profile_visits", numbers.count),
    "总粉丝量": Column("followers_total", numbers.count),
    "取关粉丝": Column("lost_fans", numbers.count),
    "净增粉丝": Column("new_fans", numbers.signed_count),
    "作品评论": Column("comments_new", numbers.signed_count),
    "作品分享": Column("shares_new", numbers.signed_count),
    "作品点赞": Column("likes_new", numbers.signed_count),
}

DOUYIN_METRIC_DAYS = Layout(
    name="douyin metric days",
    platform=Platform.DOUYIN,
    shape=AccountDay,
    columns={"日期": Column("day", moments.day), **METRICS},
    required=frozenset({"day"}),
    filled=frozenset({"day"}),
    any_of=frozenset(column.field for column in METRICS.values()),
)
