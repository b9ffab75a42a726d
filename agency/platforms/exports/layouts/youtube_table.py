"""YouTube Studio's Table data.csv, alone or in its zip, with the headers of either generation (platforms.md 5.6).

It stops at about 500 rows, so its first row, the total, is more than the sum of the others and is no work. Publication is
told as a day. The share of a video that is watched on average is no completion rate and stays raw.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.layout import Column, Layout

YOUTUBE_TABLE = Layout(
    name="youtube table",
    platform=Platform.YOUTUBE,
    shape=WorkFigures,
    columns={
        "content": Column("item_id", cells.identifier),
        "video": Column("item_id", cells.identifier),
        "videotitle": Column("title", cells.title),
        "videopublishtime": Column("published_at", moments.moment_or_day),
        "duration": Column("duration_ms", numbers.milliseconds),
        "views": Column("plays", numbers.count),
        "subscribers": Column("follower_gain", numbers.signed_count),
        "impressions": Column("impressions", numbers.count),
        "thumbnailimpressions": Column("impressions", numbers.count),
        "impressionsclick-throughrate": Column("cover_ctr", numbers.rate),
        "thumbnailclick-throughrate": Column("cover_ctr", numbers.rate),
        "averageviewduration": Column("avg_watch_s", numbers.seconds),
        "likes": Column("likes", numbers.count),
        "shares": Column("shares", numbers.count),
    },
    also={"videopublishtime": Column("published_to_the_day", moments.tells_a_day_only)},
    required=frozenset({"item_id", "title", "published_at", "plays"}),
    filled=frozenset({"item_id", "published_at"}),
    excluded=frozenset({"date"}),
    sums=frozenset({"total"}),
    cap=500,
)
