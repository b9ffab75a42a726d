"""The days an agency makes topics of, as a lead has written them down in ``hot_days.toml`` (domain.md 6.3).

This module checks the shape only. Public holidays and solar terms stand in no file: they are worked out.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

HOT_DAYS_FILE = Path(__file__).with_name("hot_days.toml")
LEAP_YEAR = 2024
MONTH_AND_DAY = re.compile(r"\d{2}-\d{2}")
WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of_every_year(text: str) -> str:
    """Return ``03-08`` as it stands; raise ``ValueError`` for what is no day of any year."""
    if not MONTH_AND_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no month and day like 03-08")
    date.fromisoformat(f"{LEAP_YEAR}-{text}")
    return text


def day_of_one_year(text: str) -> str:
    """Return ``2026-08-19`` as it stands; raise ``ValueError`` for what is no day."""
    if not WHOLE_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no day like 2026-08-19")
    date.fromisoformat(text)
    return text


Name = Annotated[str, Field(min_length=1)]


class HotDays(BaseModel):
    """Names by day: of every year (``03-08``), and of one year only (``2026-08-19``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every_year: dict[Annotated[str, AfterValidator(day_of_every_year)], Name] = Field(default_factory=dict)
    once: dict[Annotated[str, AfterValidator(day_of_one_year)], Name] = Field(default_factory=dict)

    def names_of(self, day: date) -> list[str]:
        """Return what a day is called, the name of that very year first."""
        found = (self.once.get(day.isoformat()), self.every_year.get(f"{day:%m-%d}"))
        return [name for name in found if name is not None]


def read_hot_days(table: Mapping[str, object]) -> HotDays:
    """Check a table of hot days; raise ``ValueError`` naming the key that is wrong."""
    return HotDays.model_validate(table)


@cache
def hot_days() -> HotDays:
    """Return the agency's hot days, read once."""
    return read_hot_days(tomllib.loads(HOT_DAYS_FILE.read_text(encoding="utf-8")))
