"""False alarms and finds of the detectors on invented half-months, beside a z-score over the last 14 days.

python3 run.py bench anomalies
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, stdev

from agency.domain.comparisons import standing_between
from agency.domain.daily_series import compare_day, level_shift
from agency.domain.terms.performance import Standing
from agency.domain.windows import half_month
from benchmarks.ground.table import Row, show
from config.policy import Policy
from tests.domain.weeks import LAST, leaping, moved, weeks

SERIES = 400
HALF = half_month(LAST)
DAYS = [HALF.first + timedelta(days=place) for place in range(HALF.days)]
LEAP = HALF.first + timedelta(days=9)
MOVE = HALF.first + timedelta(days=5)
DAYS_OF_PEER = 14
Z_OF_PEER = 3.0
POLICY = Policy()
ODD = (Standing.UNUSUALLY_HIGH, Standing.UNUSUALLY_LOW)

Counts = Mapping[date, int]
Detector = Callable[[Counts, date], bool]
KINDS: Mapping[str, Mapping[str, float]] = {
    "noise 0.3": {"noise": 0.3},
    "noise 0.5": {"noise": 0.5},
    "noise 0.3 that lingers": {"noise": 0.3, "persistence": 0.4},
}


def ours(counts: Counts, day: date) -> bool:
    """Tell whether the weeks before call a day unusual for its weekday."""
    return compare_day(counts, day, POLICY).standing in ODD


def naive(counts: Counts, day: date) -> bool:
    """Tell whether a day lies beyond three standard deviations of the 14 days before."""
    before = [counts[day - timedelta(days=place)] for place in range(1, DAYS_OF_PEER + 1)]
    return standing_between((counts[day] - mean(before)) / stdev(before), -Z_OF_PEER, Z_OF_PEER) in ODD


DETECTORS: Mapping[str, Detector] = {"weekday and MAD": ours, "peer: z over 14 days": naive}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Of invented series: alarms in an ordinary half-month, and shares of planted leaps and moves that were found."""

    alarms: float
    leaps: Mapping[float, float]


def spikes(detector: Detector, all_series: Sequence[Counts]) -> Found:
    """Return how a detector of leaps does."""
    alarms = sum(detector(counts, day) for counts in all_series for day in DAYS)
    leaps = {
        times: mean(detector(leaping(counts, LEAP, times), LEAP) for counts in all_series) for times in (2, 3, 5, 0.2)
    }
    return Found(alarms=alarms / len(all_series), leaps=leaps)


def rows_of_spikes(kind: str, all_series: Sequence[Counts]) -> list[Row]:
    """Return the rows of one kind of series, ours first."""
    found = {name: spikes(detector, all_series) for name, detector in DETECTORS.items()}
    peer = found["peer: z over 14 days"]
    rows = []
    for name, one in found.items():
        base = {"against": "peer"} if one is not peer else {}
        ratio = one.alarms / peer.alarms if base and peer.alarms else None
        rows.append(Row(what=f"{kind}, {name}: false alarms", measured=one.alarms, unit="", ratio=ratio, **base))
        for times, share in one.leaps.items():
            ratio = share / peer.leaps[times] if base and peer.leaps[times] else None
            rows.append(Row(what=f"{kind}, {name}: found × {times:g}", measured=share, unit="", ratio=ratio, **base))
    return rows


def rows_of_shifts(kind: str, all_series: Sequence[Counts]) -> list[Row]:
    """Return how the detector of levels does on one kind of series."""
    rows = [Row(what=f"{kind}: false alarms", measured=share_shifted(all_series), unit="")]
    for times in (1.5, 2.0, 0.5):
        share = share_shifted([moved(counts, MOVE, times) for counts in all_series])
        rows.append(Row(what=f"{kind}: found × {times:g}", measured=share, unit=""))
    leapt = share_shifted([leaping(counts, LEAP, 20) for counts in all_series])
    rows.append(Row(what=f"{kind}: a single leap × 20 taken for a level", measured=leapt, unit=""))
    return rows


def share_shifted(all_series: Sequence[Counts]) -> float:
    """Return the share of series whose level is said to have moved."""
    return mean(level_shift(counts, HALF) is not None for counts in all_series)


def main() -> None:
    """Print both tables: alarms are per half-month of one figure, finds are shares of what was planted."""
    kinds = {kind: [weeks(seed, **how) for seed in range(SERIES)] for kind, how in KINDS.items()}
    leaps = [row for kind, all_series in kinds.items() for row in rows_of_spikes(kind, all_series)]
    show(f"Days that leap, {SERIES} half-months of each kind", leaps)
    levels = [row for kind, all_series in kinds.items() for row in rows_of_shifts(kind, all_series)]
    show(f"Levels that move, {SERIES} half-months of each kind", levels)


if __name__ == "__main__":
    main()
