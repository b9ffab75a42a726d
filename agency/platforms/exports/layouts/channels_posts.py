"""WeChat Channels' 动态数据明细 (platforms.md 5.3): ids of its own (``export/…``), and days for publication times.

The two hearts are exchanged easily: 推荐 is the heart, which the platform itself calls a like and shows to friends; 喜欢
is the thumb, which it calls a favourite. A thumb is no bookmark, so it is not kept as ``saves`` and stays in the raw row.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

CHANNELS_POSTS = Layout(
    name="channels posts",
    platform=Platform.CHANNELS,
    shape=WorkFigures,
    columns={
        "视频描述": Column("title", cells.title),
        "视频id": Column("item_id", cells.identifier),
        "发布时间": Column("published_at", moments.moment_or_day),
        "完播率": Column("completion", numbers.rate),
        "平均播放时长": Column("avg_watch_s", numbers.seconds),
        "播放量": Column("plays", numbers.count),
        "推荐": Column("likes", numbers.count),
        "评论量": Column("comments", numbers.count),
        "分享量": Column("shares", numbers.count),
        "关注量": Column("follower_gain", numbers.signed_count),
    },
    also={"发布时间": Column("published_to_the_day", moments.tells_a_day_only)},
    required=frozenset({"title", "item_id", "published_at", "plays"}),
    filled=frozenset({"published_at"}),
)
