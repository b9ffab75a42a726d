"""Parts 6 to 8: the works of the half-month at equal ages, and the best and the worst with why."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from agency.domain.calendar import beijing_minute
from agency.domain.figures import WorkFigures
from agency.domain.performance import rate_of
from agency.domain.terms import label
from agency.domain.terms.performance import Imported, Rate
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import fit, words
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Table, whole
from agency.reports.deck.tables import said, table_slides
from agency.reports.material import Evidence, ReviewMaterial, WorkReview, best_and_worst

MOST_SLIDES, MOST_SHOWN = 3, 60
WHY_MOST = 3
LONGEST_TITLE, LONGEST_WORDS = 20.0, 40.0
SHOWN_AGES = (1, 3, 7)


def works(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the works that came out, the furthest above the usual first; what does not fit is counted."""
    title, new = _("Works of the half-month"), [work for work in material.works if work.is_new]
    if not material.works:
        return [said(6, title, words.nothing_imported())]
    if not new:
        return [said(6, title, _("No work came out in this half-month."))]
    lead = _("{new} works came out; {older} older ones still gain and stand in the workbook.").format(
        new=f"{len(new):,}", older=f"{len(material.works) - len(new):,}"
    )
    ages = [age for age, _plays in new[0].at_ages if age in SHOWN_AGES]
    ordered = sorted(new, key=place)
    shown = ordered[:MOST_SHOWN]
    told = {name: rate for name, rate in rates().items() if any(rate(work.latest) is not None for work in shown)}
    if silent := [name for name in rates() if name not in told]:
        lead += _(" No data on: {names}.").format(names=_(", ").join(silent))
    table = Table(
        columns=work_columns(ages, list(told)),
        rows=tuple(work_row(work, ages, list(told.values())) for work in shown),
        sheet=sheets.works(),
        left_out=len(ordered) - len(shown),
    )
    return table_slides(6, title, table, lead=lead, most=MOST_SLIDES)


def place(work: WorkReview) -> tuple[float, float]:
    """Return where a work stands: the furthest above the usual first, those not judged last, by their plays."""
    ratio = work.judged.ratio if work.judged else None
    return (-ratio if ratio is not None else 1.0, -(work.latest.plays or 0))


def rates() -> dict[str, Callable[[WorkFigures], float | None]]:
    """Return the rates of a work that the table has room for, by their names."""
    return {
        label(Imported.COMPLETION_5S): attrgetter("completion_5s"),
        label(Imported.COMPLETION): attrgetter("completion"),
        label(Rate.LIKE_RATE): partial(rate_of, Rate.LIKE_RATE),
        label(Rate.ENGAGEMENT): partial(rate_of, Rate.ENGAGEMENT),
    }


def work_columns(ages: Sequence[int], told: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the works."""
    return (
        Column(name=_("title"), share=3.4),
        Column(name=_("account"), share=1.6),
        Column(name=_("published at"), share=1.7),
        Column(name=_("plays"), is_number=True),
        *(Column(name=_("{days} d").format(days=age), share=0.95, is_number=True) for age in ages),
        *(Column(name=name, share=0.95, is_number=True) for name in told),
        Column(name=_("times the usual"), share=1.0, is_number=True),
        Column(name=_("verdict"), share=1.1),
    )


def work_row(
    work: WorkReview, ages: Sequence[int], told: Sequence[Callable[[WorkFigures], float | None]]
) -> tuple[str, ...]:
    """Return one work as a row."""
    seen, plays = work.latest, dict(work.at_ages)
    return (
        short_title(work),
        work.account,
        published_at(work),
        words.count(seen.plays),
        *(words.count(plays.get(age)) for age in ages),
        *(words.share(rate(seen)) for rate in told),
        words.times(work.judged.ratio if work.judged else None),
        label(work.judged.hit.level) if work.judged else words.nothing(),
    )


def short_title(work: WorkReview) -> str:
    """Return a work's title, as much of it as a table has room for."""
    return fit.shortened(words.clean(work.latest.title), LONGEST_TITLE) or words.nothing()


def published_at(work: WorkReview) -> str:
    """Return when a work came out, by the minute where that is known."""
    moment = beijing_minute(work.latest.published_at)
    return moment[5:10] if work.latest.published_to_the_day else moment[5:]


def best(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the three works furthest above the usual, with why."""
    strongest, _weakest = best_and_worst(material.works)
    lead = _("Compared with the account's own earlier works at the same age; nothing is compared across accounts.")
    return [few(7, _("The three best, and why"), strongest, lead)]


def worst(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the three works furthest below the usual, with why."""
    _strongest, weakest = best_and_worst(material.works)
    lead = _("Look at the opening and the hour first: they are the easiest to change.")
    return [few(8, _("The three weakest, and why"), weakest, lead)]


def few(part: int, title: str, shown: Sequence[WorkReview], lead: str) -> Slide:
    """Return a few works: their plays beside the usual ones, and what may tell why."""
    if not shown:
        sentence = _(
            "Nothing to show: no work of this half-month is on this side of the usual, or too few can be compared."
        )
        return said(part, title, sentence)
    return Slide(part=part, title=title, lead=lead, stacks=whole(why_table(shown), plays_chart(shown)))


def plays_chart(shown: Sequence[WorkReview]) -> Chart:
    """Return the works' plays beside what is usual at the same age."""
    judged = [work.judged for work in shown]
    return Chart(
        kind=ChartKind.BARS,
        title=_("plays at the same age"),
        subject="",
        categories=tuple(words.quoted(short_title(work)) for work in shown),
        series=(
            Series(name=_("this work"), values=tuple(each.hit.plays if each else None for each in judged)),
            Series(name=_("usual"), values=tuple(each.hit.baseline if each else None for each in judged)),
        ),
        sheet=sheets.of_chart(_("best and weakest")),
    )


def why_table(shown: Sequence[WorkReview]) -> Table:
    """Return how the works were made, and their figures beside the usual ones."""
    columns = (
        Column(name=_("title"), share=2.2),
        Column(name=_("times the usual"), share=1.3),
        Column(name=_("topic and column"), share=1.7),
        Column(name=_("opening"), share=1.8),
        Column(name=_("length"), share=0.8),
        Column(name=_("background music"), share=1.1),
        Column(name=_("published at"), share=1.1),
        Column(name=_("figures beside the usual ones"), share=3.6),
    )
    return Table(columns=columns, rows=tuple(why_row(work) for work in shown), sheet=sheets.works())


def why_row(work: WorkReview) -> tuple[str, ...]:
    """Return one work with what may tell why."""
    made, judged = work.making, work.judged
    topic = " / ".join(part for part in (made.topic, made.pillar) if part) if made else ""
    told = (topic, made.opening if made else "")
    length = work.latest.duration_ms
    return (
        words.quoted(short_title(work)),
        _("{times} ({days} d, n={n})").format(times=words.times(judged.ratio), days=judged.age, n=judged.hit.n)
        if judged
        else words.nothing(),
        *(fit.shortened(words.clean(each), LONGEST_WORDS) or words.nothing() for each in told),
        words.seconds(length / 1000) if length else words.nothing(),
        fit.shortened(words.clean(made.bgm), LONGEST_TITLE) if made and made.bgm else words.nothing(),
        published_at(work),
        why(work.evidence),
    )


def why(evidence: Sequence[Evidence]) -> str:
    """Return the figures furthest from the usual, each with what is usual and over how many works."""
    known = [each for each in evidence if each.usual is not None]
    ordered = sorted(known, key=lambda each: -abs(each.value - (each.usual or 0)) / (abs(each.usual or 0) or 1))
    return (
        _("; ").join(
            _("{name} {value} (usual {usual}, n={n})").format(
                name=each.name, value=words.share(each.value), usual=words.share(each.usual), n=each.n
            )
            for each in ordered[:WHY_MOST]
        )
        or words.nothing()
    )
