"""The 24 solar terms: the Beijing days on which the sun reaches every fifteenth degree of its yearly way.

After Meeus, *Astronomical Algorithms*, chapter 25 (lower accuracy: 0.01 degree, some fifteen minutes of time). A term
that falls within those minutes of midnight, one in a hundred, may be told a day off: good enough to make a topic of it.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import radians, sin

from agency.domain.calendar import beijing_day

STEP = 15
FULL_CIRCLE = 360
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
DAYS_OF_A_CENTURY = 36_525
DYNAMICAL_AHEAD = timedelta(seconds=70)  # dynamical time runs ahead of ours by 70 s in these years
A_DAY_PER_DEGREE = timedelta(days=365.2422 / FULL_CIRCLE)
NEAR_ENOUGH = 1e-5  # degrees: a second of time


def solar_longitude(moment: datetime) -> float:
    """Return the sun's apparent longitude at a moment, in degrees from 0 to 360."""
    centuries = (moment + DYNAMICAL_AHEAD - J2000) / timedelta(days=DAYS_OF_A_CENTURY)
    mean = 280.46646 + centuries * (36000.76983 + 0.0003032 * centuries)
    anomaly = radians(357.52911 + centuries * (35999.05029 - 0.0001537 * centuries))
    centre = (
        (1.914602 - centuries * (0.004817 + 0.000014 * centuries)) * sin(anomaly)
        + (0.019993 - 0.000101 * centuries) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * centuries)
    return (mean + centre - 0.00569 - 0.00478 * sin(node)) % FULL_CIRCLE


@cache
def solar_terms(year: int) -> dict[date, int]:
    """Return the Beijing days of a year's solar terms, each with the sun's longitude in whole degrees (0 is 春分)."""
    return {term_day(year, longitude): longitude for longitude in range(0, FULL_CIRCLE, STEP)}


def term_day(year: int, longitude: int) -> date:
    """Return the Beijing day of a year on which the sun reaches a longitude."""
    return beijing_day(term_moment(year, longitude))


def term_moment(year: int, longitude: int) -> datetime:
    """Return the moment of a year at which the sun reaches a longitude, good to some fifteen minutes."""
    after_new_year = (longitude - solar_longitude(datetime(year, 1, 1, tzinfo=UTC))) % FULL_CIRCLE
    moment = datetime(year, 1, 1, tzinfo=UTC) + after_new_year * A_DAY_PER_DEGREE
    while abs(off := short_way(longitude - solar_longitude(moment))) > NEAR_ENOUGH:
        moment += off * A_DAY_PER_DEGREE
    return moment


def short_way(degrees: float) -> float:
    """Return an angle as the shorter way around, from -180 to 180."""
    return (degrees + FULL_CIRCLE / 2) % FULL_CIRCLE - FULL_CIRCLE / 2
