"""Bilibili's 近期稿件对比 (platforms.md 5.4): two to ten works a file, thirty columns, no BV id.

Its three 点击率 are marks in stars (``3.5星``) and no rates, its 跳出率 is of three seconds and not of two: they stay raw.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

BILIBILI_WORKS = Layout(
    name="bilibili works",
    platform=Platform.BILIBILI,
    shape=WorkFigures,
    columns={
        "视频标题": Column("title", cells.title),
        "发布时间": Column("published_at", moments.moment),
        "播放量": Column("plays", numbers.count),
        "涨粉量": Column("follower_gain", numbers.signed_count),
        "点赞量": Column("likes", numbers.count),
        "评论量": Column("comments", numbers.count),
        "弹幕量": Column("danmaku", numbers.count),
        "收藏量": Column("saves", numbers.count),
        "投币量": Column("coins", numbers.count),
        "转发量": Column("shares", numbers.count),
    },
    required=frozenset({"title", "published_at", "plays", "coins"}),
    filled=frozenset({"published_at"}),
)
