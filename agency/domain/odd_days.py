"""What is out of the ordinary in an account's days, each with its evidence (domain.md 5.5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from agency.domain.anomalies import Anomaly
from agency.domain.daily_series import LEAST_DAYS, compare_day, days_before, level_shift
from agency.domain.figures import AccountDay
from agency.domain.terms import label
from agency.domain.terms.performance import AnomalyKind, DayCounter, Standing
from agency.domain.windows import Window
from agency.locale import _
from config.policy import Policy

DAYS_RUNNING = 2
DAY = timedelta(days=1)


def losing_fans(days: Iterable[AccountDay], *, running: int = DAYS_RUNNING) -> Iterator[Anomaly]:
    """Yield every stretch of at least ``running`` days, without a gap, on each of which the account lost fans."""
    for stretch in stretches(day for day in days if day.new_fans is not None and day.new_fans < 0):
        if len(stretch) >= running:
            lost = sum(day.new_fans or 0 for day in stretch)
            sentence = _("{days} days running with fewer fans, {lost} in all")
            yield Anomaly(
                kind=AnomalyKind.LOSING_FANS,
                message=sentence.format(days=len(stretch), lost=lost),
                value=lost,
                baseline=0,
                n=len(stretch),
                window=span(stretch[0].day, stretch[-1].day),
            )


def missing_days(days: Iterable[AccountDay], window: Window, *, until: date) -> Anomaly | None:
    """Return the days of a window, to the end of ``until``, without figures of the account; None when there are none."""
    last = min(window.last, until)
    wanted = {window.first + DAY * index for index in range((last - window.first).days + 1)}
    missing = sorted(wanted - {day.day for day in days})
    if not missing:
        return None
    sentence = _("no figures for {count} of {days} days: {missing}")
    listed = ", ".join(day.isoformat() for day in missing)
    return Anomaly(
        kind=AnomalyKind.DAYS_MISSING,
        message=sentence.format(count=len(missing), days=len(wanted), missing=listed),
        value=len(missing),
        baseline=0,
        n=len(wanted),
        window=span(window.first, last),
    )


def odd_days(days: Sequence[AccountDay], window: Window, policy: Policy) -> Iterator[Anomaly]:
    """Yield the days of a window that leap, and the level that moved in it, by the account's own weeks before.

    Where these are too few to tell what is usual, that is told once: silence would read as all quiet.
    """
    series = {counter: daily(counter, days) for counter in DayCounter}
    if any(window.first <= day <= window.last for counts in series.values() for day in counts):
        yield from too_few_days(series.values(), window)
    for counter, counts in series.items():
        yield from spikes(counter, counts, window, policy)
        if shift := shifted(counter, counts, window):
            yield shift


def daily(counter: DayCounter, days: Iterable[AccountDay]) -> dict[date, int]:
    """Return one figure of an account's days, those left out that do not tell it; a day's loss is no count."""
    counts: dict[date, int | None] = {day.day: getattr(day, counter.value) for day in days}
    return {day: count for day, count in counts.items() if count is not None and count >= 0}


def too_few_days(series: Iterable[Mapping[date, int]], window: Window) -> Iterator[Anomaly]:
    """Yield that nothing can be said of what is usual for an account's days, where the weeks before tell too few."""
    known = max(len(days_before(counts, window.first)) for counts in series)
    if known < LEAST_DAYS:
        sentence = _("{known} days before {first} are on record, at least {least} are needed to say what is usual")
        yield Anomaly(
            kind=AnomalyKind.TOO_FEW_DAYS,
            message=sentence.format(known=known, first=window.first, least=LEAST_DAYS),
            value=known,
            baseline=LEAST_DAYS,
            n=known,
            window=span(window.first, window.last),
        )


def spikes(counter: DayCounter, counts: Mapping[date, int], window: Window, policy: Policy) -> Iterator[Anomaly]:
    """Yield every day of a window whose count is unusual for its weekday."""
    for day in sorted(day for day in counts if window.first <= day <= window.last):
        found = compare_day(counts, day, policy)
        if found.baseline is not None and found.standing is not Standing.ORDINARY:
            sentence = _("{day}: {counter} {value}, about {usual} is usual for this weekday (n={n} days)")
            message = sentence.format(
                day=day, counter=label(counter), value=counts[day], usual=round(found.baseline), n=found.n
            )
            yield Anomaly(
                kind=AnomalyKind.SPIKE,
                message=message,
                value=found.value,
                baseline=found.baseline,
                n=found.n,
                window=found.window,
            )


def shifted(counter: DayCounter, counts: Mapping[date, int], window: Window) -> Anomaly | None:
    """Return that an account's days lie on another level than before."""
    found = level_shift(counts, window)
    if found is None:
        return None
    sentence = _("since {since} {counter} about {value} a day over {n} days, {usual} before (n={before} days)")
    message = sentence.format(
        since=found.since,
        counter=label(counter),
        value=round(found.value),
        n=found.n,
        usual=round(found.baseline),
        before=found.usual.n,
    )
    return Anomaly(
        kind=AnomalyKind.LEVEL_SHIFT,
        message=message,
        value=found.value,
        baseline=found.baseline,
        n=found.n,
        window=span(found.since, window.last),
    )


def stretches(days: Iterable[AccountDay]) -> Iterator[list[AccountDay]]:
    """Yield the days in stretches without a gap."""
    stretch: list[AccountDay] = []
    for day in sorted(days, key=lambda one: one.day):
        if stretch and day.day - stretch[-1].day > DAY:
            yield stretch
            stretch = []
        stretch.append(day)
    if stretch:
        yield stretch


def span(first: date, last: date) -> str:
    """Return a stretch of days as text."""
    return f"{first}..{last}"
