"""TikTok Studio's Content.csv, in English and Spanish (platforms.md 5.7); a work's id is the last part of its link.

Publication is told as a day without a year; the file reaches back a year at most, so it is the latest such day.
"""

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, months, numbers
from agency.platforms.exports.layout import Column, Layout

TITLE = Column("title", cells.title)
LINK = Column("link", cells.text)
ON_A_DAY = Column("published_to_the_day", moments.tells_a_day_only, months.most_recent)
PUBLISHED = Column("published_at", moments.moment_or_day, months.most_recent)

TIKTOK_WORKS = Layout(
    name="tiktok works",
    platform=Platform.TIKTOK,
    shape=WorkFigures,
    columns={
        "videotitle": TITLE,
        "títulodelvideo": TITLE,
        "videolink": LINK,
        "enlacedelvideo": LINK,
        "posttime": PUBLISHED,
        "horadepublicación": PUBLISHED,
        "totalviews": Column("plays", numbers.count),
        "visualizacionestotales": Column("plays", numbers.count),
        "totallikes": Column("likes", numbers.count),
        "megustatotales": Column("likes", numbers.count),
        "totalcomments": Column("comments", numbers.count),
        "totalshares": Column("shares", numbers.count),
    },
    also={
        "posttime": ON_A_DAY,
        "horadepublicación": ON_A_DAY,
        "videolink": Column("item_id", cells.last_part),
        "enlacedelvideo": Column("item_id", cells.last_part),
    },
    required=frozenset({"title", "link", "published_at", "plays"}),
    filled=frozenset({"link", "published_at"}),
)
