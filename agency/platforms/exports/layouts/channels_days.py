"""WeChat Channels' two tables of an account's days, with two rows above the header (platforms.md 5.3).

推荐 is the heart; 喜欢, the thumb, stays in the raw row, and so do 关注 and 新增关注, which count who came and not who left.
"""

from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Platform
from agency.platforms.exports import moments, numbers
from agency.platforms.exports.layout import Column, Layout

CHANNELS_PLAY_DAYS = Layout(
    name="channels play days",
    platform=Platform.CHANNELS,
    shape=AccountDay,
    columns={
        "时间": Column("day", moments.day),
        "播放": Column("plays_new", numbers.count),
        "推荐": Column("likes_new", numbers.signed_count),
        "评论": Column("comments_new", numbers.signed_count),
        "分享": Column("shares_new", numbers.signed_count),
    },
    required=frozenset({"day", "plays_new", "likes_new"}),
    filled=frozenset({"day"}),
)

CHANNELS_FOLLOWER_DAYS = Layout(
    name="channels follower days",
    platform=Platform.CHANNELS,
    shape=AccountDay,
    columns={
        "时间": Column("day", moments.day),
        "净增关注": Column("new_fans", numbers.signed_count),
        "取消关注": Column("lost_fans", numbers.count),
        "关注者总数": Column("followers_total", numbers.count),
    },
    required=frozenset({"day", "followers_total"}),
    filled=frozenset({"day"}),
)
