"""Douyin's download of one single work (platforms.md 5.1): its publication is told to the minute, its kind is not told."""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

DOUYIN_WORK = Layout(
    name="douyin work",
    platform=Platform.DOUYIN,
    shape=WorkFigures,
    columns={
        "视频名称": Column("title", cells.title),
        "发布时间": Column("published_at", moments.moment),
        "播放量": Column("plays", numbers.count),
        "5s完播率": Column("completion_5s", numbers.rate),
        "2s跳出率": Column("bounce_2s", numbers.rate),
        "平均播放时长": Column("avg_watch_s", numbers.seconds),
    },
    required=frozenset({"title", "published_at", "plays", "completion_5s"}),
    filled=frozenset({"published_at"}),
)
