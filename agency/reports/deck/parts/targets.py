"""Part 4: the month's targets against the time that has passed, account by account."""

from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import TargetLevel
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import words
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Table, whole
from agency.reports.deck.tables import BODY_HEIGHT, cut, said
from agency.reports.material import ReviewMaterial
from agency.reports.review_findings import all_targets
from agency.reports.review_sections import TargetLine
from agency.reports.sheet import Format

MOST_BARS = 8
CHART_HEIGHT = 1.95
COUNTS = frozenset(
    {
        Metric.PLAYS, Metric.LIKES, Metric.COMMENTS, Metric.SHARES, Metric.SAVES, Metric.PROFILE_VISITS,
        Metric.FOLLOWER_GAIN, Metric.FOLLOWERS, Metric.WORKS_PUBLISHED,
    }
)  # fmt: skip


def targets(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the targets with what is reached of them and the pace that would be needed."""
    lines, title = all_targets(material), _("Targets of the month")
    if not lines:
        return [said(4, title, _("No data: the month has no confirmed plan with targets."))]
    columns = (
        Column(name=_("account"), share=2),
        Column(name=_("metric"), share=1.4),
        Column(name=_("level")),
        Column(name=_("target"), is_number=True),
        Column(name=_("reached so far"), is_number=True),
        Column(name=_("share reached"), is_number=True),
        Column(name=_("time passed"), is_number=True),
        Column(name=_("pace")),
        Column(name=_("month's end (estimate)"), share=1.4, is_number=True),
    )
    table = Table(columns=columns, rows=tuple(row(each) for each in lines), sheet=sheets.targets())
    lead = _("Counted from the first of the month to {day}.").format(day=material.window.last)
    return [
        Slide(
            part=4,
            title=title,
            lead=lead,
            stacks=whole(cut(table, height=BODY_HEIGHT - CHART_HEIGHT), chart(lines)),
        )
    ]


def row(line: TargetLine) -> tuple[str, ...]:
    """Return one target as a row."""
    number = words.count if line.metric in COUNTS else words.seconds if line.metric is Metric.AVG_WATCH else words.share
    return (
        line.account,
        label(line.metric),
        label(line.level),
        ("≤ " if line.is_at_most else "") + number(line.target),
        number(line.actual),
        words.share(line.reached),
        "–" if line.elapsed is None else words.share(line.elapsed),
        label(line.light) if line.light else words.nothing(),
        "–" if line.forecast is None else number(line.forecast),
    )


def chart(lines: list[TargetLine]) -> Chart:
    """Return what is reached beside the time that has passed, of the targets that must be reached first."""
    ordered = sorted(lines, key=lambda line: (line.level is not TargetLevel.MUST_REACH, line.elapsed is None))
    shown = ordered[:MOST_BARS]
    return Chart(
        kind=ChartKind.COLUMNS,
        title=_("share reached and time passed"),
        subject="",
        categories=tuple(f"{line.account} {label(line.metric)}" for line in shown),
        series=(
            Series(name=_("share reached"), values=tuple(line.reached for line in shown)),
            Series(name=_("time passed"), values=tuple(line.elapsed for line in shown)),
        ),
        sheet=sheets.of_chart(_("targets")),
        format=Format.SHARE,
    )
