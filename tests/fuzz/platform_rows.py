"""What every row that a file or a platform gives must be, so that either database can keep it."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from math import isfinite

from agency.domain.figures import AccountDay, WorkFigures

LARGEST = 2**63 - 1
MAY_FALL = {"follower_gain", "new_fans", "plays_new", "likes_new", "comments_new", "shares_new", "saves_new"}


def check_kept(row: object) -> None:
    """Check that a row can be written: whole numbers in 64 bits, no NaN, moments with a zone, no character without a place."""
    told = {each.name: getattr(row, each.name) for each in fields(row)} if is_dataclass(row) else {"": row}
    for name, value in told.items():
        match value:
            case bool():
                continue
            case int():
                assert -LARGEST <= value <= LARGEST, name
            case float():
                assert isfinite(value), name
            case datetime():
                assert value.tzinfo is not None, name
            case str():
                assert "\x00" not in value.encode().decode(), name
        if isinstance(row, WorkFigures | AccountDay) and isinstance(value, int | float) and name not in MAY_FALL:
            assert value >= 0, name
