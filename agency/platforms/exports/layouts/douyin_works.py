"""Douyin's 投稿列表, in its classic form and that of 2026, which differ in order and three columns (platforms.md 5.1).

It carries no id of a work; the two columns for it are for leads who add them by hand.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

DOUYIN_WORKS = Layout(
    name="douyin works",
    platform=Platform.DOUYIN,
    shape=WorkFigures,
    columns={
        "作品名称": Column("title", cells.title),
        "作品id": Column("item_id", cells.identifier),
        "作品链接": Column("link", cells.text),
        "发布时间": Column("published_at", moments.moment),
        "体裁": Column("kind", cells.kind),
        "审核状态": Column("visibility", cells.visibility),
        "发布状态": Column("visibility", cells.visibility),
        "作品时长": Column("duration_ms", numbers.milliseconds),
        "播放量": Column("plays", numbers.count),
        "完播率": Column("completion", numbers.rate),
        "5s完播率": Column("completion_5s", numbers.rate),
        "封面点击率": Column("cover_ctr", numbers.rate),
        "2s跳出率": Column("bounce_2s", numbers.rate),
        "平均播放时长": Column("avg_watch_s", numbers.seconds),
        "点赞量": Column("likes", numbers.count),
        "评论量": Column("comments", numbers.count),
        "分享量": Column("shares", numbers.count),
        "收藏量": Column("saves", numbers.count),
        "主页访问量": Column("profile_visits", numbers.count),
        "粉丝增量": Column("follower_gain", numbers.signed_count),
    },
    required=frozenset({"title", "published_at", "kind", "plays"}),
    filled=frozenset({"published_at", "kind"}),
)
