"""How a report writes its numbers, its people and its periods, the same on the page, in the workbook and in the text."""

from collections.abc import Sequence

from agency.domain.month_plan import RATES
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Imported, Rate
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import Window
from agency.locale import _
from agency.reports.sheet import no_figures

SHARES = RATES | {Metric.PROFILE_CONVERSION, Metric.PROFILE_RATE, Metric.HIT_RATE, Metric.WATCH_RATIO}
FEW = 3
TENTHS = frozenset({Metric.AVG_WATCH, Metric.FANS_PER_K})


def count(value: float | None) -> str:
    """Return a count; what is not known says so."""
    return no_figures() if value is None else f"{round(value):,}"


def signed(value: float | None) -> str:
    """Return a change with its sign."""
    return no_figures() if value is None else f"{round(value):+,}"


def share(value: float | None) -> str:
    """Return a rate as a percentage."""
    return no_figures() if value is None else f"{value:.2%}"


def rate(metric: Rate | Imported, value: float | None) -> str:
    """Return a rate or one of the platform's own means; the watch time is in seconds."""
    if metric is Imported.AVG_WATCH_S and value is not None:
        return _("{count:g} s").format(count=round(value, 1))
    return share(value)


def figure(metric: Metric, value: float | None) -> str:
    """Return a metric's value: a share, a number with a tenth, or a count."""
    if metric in SHARES:
        return share(value)
    return f"{value:,.1f}" if metric in TENTHS and value is not None else count(value)


def deviation(metric: Metric, value: float | None) -> str:
    """Return what is ahead (+) or lacks (-): points of a percentage for a share, else a count."""
    if value is None:
        return no_figures()
    return _("{points:+.2f} points").format(points=100 * value) if metric in SHARES else f"{round(value):+,}"


def change(now: float | None, before: float | None) -> str:
    """Return by how much a figure changed against the period before, as a share of it; a dash where that tells nothing."""
    if now is None or before is None or before <= 0:
        return "–"
    return f"{now / before - 1:+.1%}"


def of_whom(people: Sequence[str]) -> str:
    """Return the people who may answer."""
    return _(", ").join(people) or _("nobody named")


def some(names: Sequence[str]) -> str:
    """Return the first few of some names, and how many there are in all."""
    few = _(", ").join(names[:FEW])
    return few if len(names) <= FEW else _("{few} and others, {count} in all").format(few=few, count=len(names))


def days_of(window: Window) -> str:
    """Return the days of a window."""
    return str(window.first) if window.days == 1 else f"{window.first} – {window.last}"


def name_of(period: ReportPeriod) -> str:
    """Return what a report of a period is called."""
    return label(period)


def the_one_before(period: ReportPeriod) -> str:
    """Return what the period before is called."""
    names = {
        ReportPeriod.DAY: _("the day before"),
        ReportPeriod.WEEK: _("the week before"),
        ReportPeriod.MONTH: _("the month before"),
    }
    return names[period]
