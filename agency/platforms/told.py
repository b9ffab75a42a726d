"""The values that platforms tell, as they can be kept: what is no count, no length and no moment is not taken for one.

A platform says -1 for what it does not show, milliseconds where it said seconds, and now and then nonsense. One such
figure must not cost the others of its page, so it is missing; a moment that can't be one makes an answer unreadable.
"""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

Number = TypeVar("Number", int, float)

LARGEST = 2**63 - 1
LONGEST_S = 2_000_000
LAST_SECOND = 2**32 - 1  # in the year 2106; told in milliseconds, every moment lies far behind it
LONGEST_LIFE_S = 20 * 366 * 86_400


def within(least: int, most: int, told: Number | None) -> Number | None:
    """Return a number that lies within these bounds, None for any other."""
    return told if told is not None and least <= told <= most else None


Total = Annotated[int | None, AfterValidator(lambda told: within(0, LARGEST, told))]
"""How many there are of something; what is negative is not told."""

Change = Annotated[int | None, AfterValidator(lambda told: within(-LARGEST, LARGEST, told))]
"""What a day brought, which may be taken away again."""

Length = Annotated[int | None, AfterValidator(lambda told: within(0, LONGEST_S, told))]
"""How long a work is, in seconds."""

MeanSeconds = Annotated[float | None, AfterValidator(lambda told: within(0, LONGEST_S, told))]
"""How long a work is watched on average, in seconds."""

UnixSeconds = Annotated[int, Field(ge=0, le=LAST_SECOND)]
"""A moment."""

Lifetime = Annotated[int, Field(ge=0, le=LONGEST_LIFE_S)]
"""For how many seconds something is good."""
