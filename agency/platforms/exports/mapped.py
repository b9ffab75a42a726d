"""Layouts that a lead has written down in the config: each field of the figures has the reader that suits it."""

from collections.abc import Iterable, Mapping

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.header import normalised, without_unit
from agency.platforms.exports.layout import Column, Layout
from agency.platforms.exports.layouts import LAYOUTS
from config.layouts import MappedLayout

WORK_COLUMNS: Mapping[str, Column] = {
    column.field: column
    for column in (
        Column("title", cells.title),
        Column("published_at", moments.moment_or_day),
        Column("item_id", cells.identifier),
        Column("link", cells.text),
        Column("kind", cells.kind),
        Column("visibility", cells.visibility),
        Column("duration_ms", numbers.milliseconds),
        Column("follower_gain", numbers.signed_count),
        Column("avg_watch_s", numbers.seconds),
        *(Column(rate, numbers.rate) for rate in ("completion", "completion_5s", "bounce_2s", "cover_ctr")),
        *(Column(count, numbers.count) for count in ("plays", "likes", "comments", "shares", "saves")),
        *(Column(count, numbers.count) for count in ("profile_visits", "danmaku", "coins", "impressions")),
    )
}
DAY_COLUMNS: Mapping[str, Column] = {
    column.field: column
    for column in (
        Column("day", moments.day),
        *(Column(count, numbers.count) for count in ("followers_total", "lost_fans", "plays_new", "profile_visits")),
        *(Column(count, numbers.count) for count in ("works_published", "works_total")),
        *(Column(gain, numbers.signed_count) for gain in ("new_fans", "likes_new", "comments_new")),
        *(Column(gain, numbers.signed_count) for gain in ("shares_new", "saves_new")),
    )
}


def layouts_of(mapped: Iterable[MappedLayout]) -> tuple[Layout, ...]:
    """Return every layout that is known here, and behind them those of the config."""
    return (*LAYOUTS, *map(layout_of, mapped))


def layout_of(mapped: MappedLayout) -> Layout:
    """Return a layout out of the config; a file is of it when it has all of its columns."""
    is_works = mapped.shape == "works"
    readers = WORK_COLUMNS if is_works else DAY_COLUMNS
    keys = {without_unit(normalised(header)): field for header, field in mapped.columns.items()}
    return Layout(
        name=mapped.name,
        own_label=mapped.name,
        platform=Platform(mapped.platform),
        shape=WorkFigures if is_works else AccountDay,
        columns={key: readers[field] for key, field in keys.items()},
        also={
            key: Column("published_to_the_day", moments.tells_a_day_only)
            for key, field in keys.items()
            if field == "published_at"
        },
        required=frozenset(keys.values()),
        filled=frozenset({"published_at"} if is_works else {"day"}),
    )
