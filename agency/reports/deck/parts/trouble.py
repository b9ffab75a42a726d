"""Parts 11 and 12: what is out of the ordinary with its evidence, and what people said."""

from agency.domain.calendar import beijing_day
from agency.domain.terms import label
from agency.domain.terms.engagement import Sentiment
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import fit, words
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Stack, Table
from agency.reports.deck.tables import cut, said, table_slides
from agency.reports.material import ReviewMaterial
from agency.reports.review_sections import CaseLine

MOST_SLIDES = 2
LONGEST = 60.0
LIKED_HEIGHT, CASES_HEIGHT, STACK_WIDTH = 2.6, 1.7, 7.1


def anomalies(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return what is out of the ordinary; value, usual and n stand beside each."""
    columns = (
        Column(name=_("account"), share=1.5),
        Column(name=_("title"), share=2.4),
        Column(name=_("kind"), share=1.2),
        Column(name=_("what was seen"), share=4.2),
        Column(name=_("value"), is_number=True),
        Column(name=_("usual"), is_number=True),
        Column(name="n", share=0.6, is_number=True),
    )
    rows = tuple(
        (
            account.code,
            fit.shortened(words.clean(account.title(odd.work_id)), 20) or "–",
            label(odd.kind),
            odd.message,
            number(odd.value),
            "–" if odd.baseline is None else number(odd.baseline),
            str(odd.n),
        )
        for account in material.accounts
        for odd in account.anomalies
    )
    known = any(account.has_figures for account in material.accounts)
    return table_slides(
        11,
        _("Out of the ordinary"),
        Table(columns=columns, rows=rows, sheet=sheets.anomalies()),
        lead=_("Measured by the account's own history; a person says what it means.") if rows else "",
        most=MOST_SLIDES,
        empty=_("Nothing out of the ordinary was found.") if known else words.nothing_imported(),
    )


def number(value: float) -> str:
    """Return a value as it is: whole numbers without a fraction, shares in per cent."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) > 1 else words.share(value)


def comments(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return how people spoke of the works, what most agreed with, and the cases that somebody saw to."""
    title, seen = _("Comments and negative cases"), material.comments
    if not seen.counts and not seen.cases:
        return [said(12, title, words.nothing_imported())]
    counted = dict(seen.counts)
    chart = Chart(
        kind=ChartKind.COLUMNS,
        title=_("comments of the half-month"),
        subject="",
        categories=tuple(label(each) for each in Sentiment),
        series=(
            Series(name=_("comments"), values=tuple(counted.get(each, 0 if counted else None) for each in Sentiment)),
        ),
        sheet=sheets.of_chart(_("comments and cases")),
    )
    judged = sum(counted.values()) - counted.get(Sentiment.UNDECIDED, 0)
    rate = counted.get(Sentiment.NEGATIVE, 0) / judged if judged else None
    lead = _("Negative: {rate} of {judged} comments that were judged; {cases} cases, {open} still open.").format(
        rate=words.share(rate),
        judged=judged,
        cases=len(seen.cases),
        open=sum(case.hours is None for case in seen.cases),
    )
    tables = (
        cut(liked(material), height=LIKED_HEIGHT, width=STACK_WIDTH),
        cut(cases(material), height=CASES_HEIGHT, width=STACK_WIDTH),
    )
    shown = tuple(table for table in tables if table.rows)
    return [Slide(part=12, title=title, lead=lead, stacks=(Stack(blocks=(chart,)), Stack(blocks=shown, share=1.5)))]


def liked(material: ReviewMaterial) -> Table:
    """Return the comments that most people agreed with."""
    columns = (
        Column(name=_("comment most agreed with"), share=4),
        Column(name=_("title"), share=2.4),
        Column(name=_("likes"), is_number=True),
        Column(name=_("how it speaks")),
    )
    rows = tuple(
        (
            fit.shortened(words.clean(each.words), LONGEST),
            fit.shortened(words.clean(each.title), 12),
            words.count(each.likes),
            label(each.sentiment),
        )
        for each in material.comments.most_liked
    )
    return Table(columns=columns, rows=rows, sheet=sheets.comments())


def cases(material: ReviewMaterial) -> Table:
    """Return the cases of the half-month, the open ones first."""
    columns = (
        Column(name=_("case"), share=3),
        Column(name=_("severity")),
        Column(name=_("owner")),
        Column(name=_("found")),
        Column(name=_("closed after"), share=1.2),
    )
    ordered = sorted(material.comments.cases, key=lambda case: (case.hours is not None, case.found_at))
    return Table(columns=columns, rows=tuple(case_row(each) for each in ordered), sheet=sheets.comments())


def case_row(case: CaseLine) -> tuple[str, ...]:
    """Return one case as a row."""
    closed = _("case open") if case.hours is None else _("{hours} h").format(hours=f"{case.hours:.1f}")
    what = fit.shortened(f"{label(case.kind)}: {words.clean(case.what)}", LONGEST)
    return (what, label(case.severity), case.owner, f"{beijing_day(case.found_at):%m-%d}", closed)
