"""Layouts of exported files that a lead has written down in ``layouts.toml``: which column is which figure.

This module checks the shape only; how a column is read is the business of the readers.
"""

import difflib
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from config.settings import SettingsError

LAYOUTS_FILE = Path(__file__).with_name("layouts.toml")

WorkField = Literal[
    "title",
    "published_at",
    "item_id",
    "link",
    "kind",
    "visibility",
    "duration_ms",
    "plays",
    "likes",
    "comments",
    "shares",
    "saves",
    "profile_visits",
    "follower_gain",
    "completion",
    "completion_5s",
    "bounce_2s",
    "cover_ctr",
    "avg_watch_s",
    "danmaku",
    "coins",
    "impressions",
]
DayField = Literal[
    "day",
    "followers_total",
    "new_fans",
    "lost_fans",
    "plays_new",
    "likes_new",
    "comments_new",
    "shares_new",
    "saves_new",
    "profile_visits",
    "works_published",
    "works_total",
]
FIELDS: dict[str, tuple[str, ...]] = {"works": get_args(WorkField), "days": get_args(DayField)}
NEEDED = {"works": ("title", "published_at"), "days": ("day",)}


class MappedLayout(BaseModel):
    """One kind of file: its columns by the header as it is written, each with the field of the figures it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="the name by which people speak of this kind of file")
    platform: Literal["douyin", "kuaishou", "channels", "xiaohongshu", "bilibili", "tiktok", "youtube", "other"]
    shape: Literal["works", "days"] = Field(description="whether a row is a work, or a day of the account")
    columns: dict[str, str] = Field(min_length=1, description="the field of the figures behind each header")

    @model_validator(mode="after")
    def fields_exist(self) -> Self:
        """Refuse a field that a row of this shape has not, one that is told twice, and a layout without the needed ones."""
        known = FIELDS[self.shape]
        for header, field in self.columns.items():
            if field not in known:
                near = difflib.get_close_matches(field, known, n=1)
                hint = f", perhaps {near[0]} was meant" if near else ""
                raise ValueError(f"{header!r} is called {field!r}, and {self.shape} have no such field{hint}")
        if doubles := [field for field, times in Counter(self.columns.values()).items() if times > 1]:
            raise ValueError(f"{', '.join(doubles)} stands behind more than one header")
        if lacking := [field for field in NEEDED[self.shape] if field not in self.columns.values()]:
            raise ValueError(f"{self.shape} need a column for {', '.join(lacking)}")
        if len(self.columns) == len(NEEDED[self.shape]):
            raise ValueError(f"no column tells a figure beside {', '.join(NEEDED[self.shape])}")
        return self


class Layouts(BaseModel):
    """All layouts of the file, in its order; each name stands once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: tuple[MappedLayout, ...] = ()

    @model_validator(mode="after")
    def names_differ(self) -> Self:
        """Refuse two layouts of one name."""
        if doubles := [name for name, times in Counter(each.name for each in self.layout).items() if times > 1]:
            raise ValueError(f"{', '.join(doubles)} is the name of more than one layout")
        return self


def read_layouts(file: Path) -> tuple[MappedLayout, ...]:
    """Read the layouts of a file; ``SettingsError`` names the layout and the key that is wrong in one sentence."""
    try:
        return Layouts.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).layout
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise SettingsError("; ".join(complaint(detail, file) for detail in error.errors())) from None


def complaint(detail: ErrorDetails, file: Path) -> str:
    """Return one sentence on what is wrong; layouts are counted from 1, as a reader counts them."""
    key = ".".join(str(part) for part in detail["loc"][2:])
    place = f"layout {int(detail['loc'][1]) + 1}" if len(detail["loc"]) > 1 else ".".join(map(str, detail["loc"]))
    named = f"{file.name}: {place}" if place else file.name
    if detail["type"] == "extra_forbidden":
        return f"{named}: there is no key {key!r}" if key else f"{file.name}: there is no key {place!r}"
    said = detail["msg"].removeprefix("Value error, ")
    return f"{named}: {key!r} is wrong: {said}" if key else f"{named}: {said}"


@cache
def layouts() -> tuple[MappedLayout, ...]:
    """Return the layouts that the agency has written down, read once; raise ``SettingsError`` as ``read_layouts`` does."""
    return read_layouts(LAYOUTS_FILE)
