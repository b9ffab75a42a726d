"""Xiaohongshu's 笔记列表明细表, with a banner above its header (platforms.md 5.2); no note has an id in it.

The impressions of a video may stand at 0 beside plays: then nobody counted them, and they are not told here.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout, Values


def without_uncounted_impressions(values: Values) -> Values:
    """Return the columns with impressions None where they are 0 and the work was played all the same."""
    if "impressions" not in values:
        return values
    pairs = zip(values["impressions"], values["plays"], strict=True)
    return {**values, "impressions": [None if shown == 0 and plays else shown for shown, plays in pairs]}


XIAOHONGSHU_NOTES = Layout(
    name="xiaohongshu notes",
    platform=Platform.XIAOHONGSHU,
    shape=WorkFigures,
    columns={
        "笔记标题": Column("title", cells.title),
        "首次发布时间": Column("published_at", moments.moment),
        "体裁": Column("kind", cells.kind),
        "曝光": Column("impressions", numbers.count),
        "观看量": Column("plays", numbers.count),
        "封面点击率": Column("cover_ctr", numbers.rate),
        "点赞": Column("likes", numbers.count),
        "评论": Column("comments", numbers.count),
        "收藏": Column("saves", numbers.count),
        "涨粉": Column("follower_gain", numbers.signed_count),
        "分享": Column("shares", numbers.count),
        "人均观看时长": Column("avg_watch_s", numbers.seconds),
        "弹幕": Column("danmaku", numbers.count),
    },
    required=frozenset({"title", "published_at", "kind", "plays"}),
    filled=frozenset({"published_at", "kind"}),
    mend=without_uncounted_impressions,
    cap=1000,
)
