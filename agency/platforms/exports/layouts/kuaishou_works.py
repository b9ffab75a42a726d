"""Kuaishou's table of works, as far as it is known (domain.md 5.1, platforms.md 5.5); others go by a mapping in the config."""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

KUAISHOU_WORKS = Layout(
    name="kuaishou works",
    platform=Platform.KUAISHOU,
    shape=WorkFigures,
    columns={
        "作品": Column("title", cells.title),
        "发布时间": Column("published_at", moments.moment),
        "播放量": Column("plays", numbers.count),
        "完播率": Column("completion", numbers.rate),
        "评论量": Column("comments", numbers.count),
        "点赞量": Column("likes", numbers.count),
        "收藏量": Column("saves", numbers.count),
        "涨粉量": Column("follower_gain", numbers.signed_count),
    },
    required=frozenset({"title", "published_at", "plays"}),
    filled=frozenset({"published_at"}),
)
