"""Douyin's daily overview of an account (platforms.md 5.1); its rates of a day stay in the raw row."""

from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Platform
from agency.platforms.exports import moments, numbers
from agency.platforms.exports.layout import Column, Layout

DOUYIN_OVERVIEW_DAYS = Layout(
    name="douyin overview days",
    platform=Platform.DOUYIN,
    shape=AccountDay,
    columns={
        "日期": Column("day", moments.day),
        "投稿量": Column("works_published", numbers.count),
        "总播放量": Column("plays_new", numbers.count),
        "总点赞量": Column("likes_new", numbers.signed_count),
        "总分享量": Column("shares_new", numbers.signed_count),
        "总评论量": Column("comments_new", numbers.signed_count),
    },
    required=frozenset({"day", "plays_new"}),
    filled=frozenset({"day"}),
)
