"""The videos of an account in groups: by what they are about, how long they are, and when they came out (S13, domain.md 5.3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agency.domain.calendar import BEIJING
from agency.domain.figures import WorkFigures
from agency.domain.performance import duration_band, pooled_mean, pooled_rate
from agency.domain.terms import label
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import DurationBand, Imported, Rate
from agency.domain.terms.review import ComparedBy
from agency.reports.review_sections import Group, Making

ENOUGH_WORKS = 3
HOURS = (0, 6, 9, 12, 14, 18, 21, 24)


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """A video: what its counters gained in the window, what its platform told of it there, and how it was made."""

    gained: WorkFigures
    told: WorkFigures
    making: Making | None


def groups_of(works: Iterable[Grouped]) -> Iterator[Group]:
    """Yield the groups of an account's videos, those that can be told apart; a set of pictures is in none."""
    videos = [work for work in works if work.told.kind is WorkKind.VIDEO]
    for by, names in ((ComparedBy.PILLAR, pillars), (ComparedBy.DURATION, bands), (ComparedBy.HOUR, hours)):
        for name, own in names(videos).items():
            yield group(by, name, own)


def group(by: ComparedBy, name: str, works: list[Grouped]) -> Group:
    """Return some videos as one group."""
    plays = [work.gained.plays for work in works if work.gained.plays is not None]
    return Group(
        by=by,
        name=name,
        works=len(works),
        plays=sum(plays) if plays else None,
        like_rate=pooled_rate(Rate.LIKE_RATE, [work.gained for work in works], kind=WorkKind.VIDEO).value,
        engagement=pooled_rate(Rate.ENGAGEMENT, [work.gained for work in works], kind=WorkKind.VIDEO).value,
        completion=pooled_mean(Imported.COMPLETION, [work.told for work in works], kind=WorkKind.VIDEO).value,
        is_enough=len(works) >= ENOUGH_WORKS,
    )


def pillars(works: Iterable[Grouped]) -> Mapping[str, list[Grouped]]:
    """Return the videos by what the account's columns call them; those without one are in none."""
    found: dict[str, list[Grouped]] = defaultdict(list)
    for work in works:
        if work.making and work.making.pillar:
            found[work.making.pillar].append(work)
    return dict(sorted(found.items()))


def bands(works: Iterable[Grouped]) -> Mapping[str, list[Grouped]]:
    """Return the videos whose length is known by the band it is in, the shortest first."""
    found: dict[DurationBand, list[Grouped]] = defaultdict(list)
    for work in works:
        if work.told.duration_ms:
            found[duration_band(work.told.duration_ms)].append(work)
    return {label(band): found[band] for band in DurationBand if band in found}


def hours(works: Iterable[Grouped]) -> Mapping[str, list[Grouped]]:
    """Return the videos whose hour is known by the part of the Beijing day they came out in, the earliest first."""
    found: dict[int, list[Grouped]] = defaultdict(list)
    for work in works:
        if not work.told.published_to_the_day:
            hour = work.told.published_at.astimezone(BEIJING).hour
            found[max(begins for begins in HOURS[:-1] if begins <= hour)].append(work)
    return {f"{begins:02}:00–{HOURS[HOURS.index(begins) + 1]:02}:00": found[begins] for begins in sorted(found)}
