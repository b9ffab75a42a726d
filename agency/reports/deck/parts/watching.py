"""Parts 9 and 10: how long people stay, and which columns, lengths and hours do better."""

from agency.domain.terms import label
from agency.domain.terms.performance import Imported, Rate
from agency.domain.terms.review import ComparedBy
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import words
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Stack, Table, whole
from agency.reports.deck.tables import cut, said
from agency.reports.material import AccountReview, ReviewMaterial
from agency.reports.review_groups import ENOUGH_WORKS
from agency.reports.review_sections import Group
from agency.reports.sheet import Format

MOST_SERIES = 6
MOST_COMPARED = 4
CHART_HEIGHT = 2.6


def retention(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return who stays 2 seconds, 5 seconds and to the end, account by account."""
    title = _("How long people stay")
    told = [each for each in material.accounts if any(step[1] is not None for step in steps(each))]
    if not told:
        return [said(9, title, words.nothing_imported())]
    columns = (
        Column(name=_("account"), share=3),
        Column(name=_("stayed 2 s"), is_number=True),
        Column(name=_("stayed 5 s"), is_number=True),
        Column(name=_("stayed to the end"), is_number=True),
        Column(name=_("works counted"), is_number=True),
    )
    rows = tuple(
        (each.name, *(words.share(value) for _name, value in steps(each)), str(counted(each))) for each in told
    )
    table = Table(columns=columns, rows=rows, sheet=sheets.accounts())
    lead = _("The platform's own figures, weighted by plays; not to be compared across platforms.")
    return [Slide(part=9, title=title, lead=lead, stacks=whole(cut(table, height=CHART_HEIGHT), funnel(told)))]


def steps(account: AccountReview) -> list[tuple[str, float | None]]:
    """Return the shares that stay, step by step."""
    left = account.rate(Imported.BOUNCE_2S).value
    return [
        (_("stayed 2 s"), None if left is None else 1 - left),
        (_("stayed 5 s"), account.rate(Imported.COMPLETION_5S).value),
        (_("stayed to the end"), account.rate(Imported.COMPLETION).value),
    ]


def counted(account: AccountReview) -> int:
    """Return over how many works the best told of the steps is taken."""
    asked = (Imported.BOUNCE_2S, Imported.COMPLETION_5S, Imported.COMPLETION)
    return max(account.rate(metric).works for metric in asked)


def funnel(told: list[AccountReview]) -> Chart:
    """Return the steps as columns, a colour for each account."""
    return Chart(
        kind=ChartKind.COLUMNS,
        title=_("share of plays that stay"),
        subject="",
        categories=tuple(name for name, _value in steps(told[0])),
        series=tuple(
            Series(name=each.name, values=tuple(value for _name, value in steps(each))) for each in told[:MOST_SERIES]
        ),
        sheet=sheets.of_chart(_("staying")),
        format=Format.SHARE,
    )


def comparison(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the groups of each account that has any, four accounts at the most; the others stand in the workbook."""
    grouped = [each for each in material.accounts if each.groups]
    if not grouped:
        return [said(10, _("Columns, lengths and hours"), words.nothing_imported())]
    return [compared(each) for each in grouped[:MOST_COMPARED]]


def compared(account: AccountReview) -> Slide:
    """Return an account's groups: a chart of the engagement beside a table with how many works each rests on."""
    columns = (
        Column(name=_("group"), share=2.4),
        Column(name=_("works"), share=0.7, is_number=True),
        Column(name=_("plays gained"), share=1.2, is_number=True),
        Column(name=_("like rate"), is_number=True),
        Column(name=_("engagement"), is_number=True),
        Column(name=_("completion"), is_number=True),
    )
    rows = tuple(group_row(each) for each in account.groups)
    drawn = tuple(chart for by in ComparedBy if not (chart := groups_chart(account, by)).is_empty)
    missing = [label(by) for by in ComparedBy if not any(each.by is by for each in account.groups)]
    lead = _("Rates are ratios of sums over {engagement}; under {n} works nothing is concluded.").format(
        engagement=account.rate(Rate.ENGAGEMENT).formula, n=ENOUGH_WORKS
    )
    if missing:
        lead += _(" No data on: {names}.").format(names=_(", ").join(missing))
    table = cut(Table(columns=columns, rows=rows, sheet=sheets.groups()), width=6.3)
    return Slide(
        part=10,
        title=_("Columns, lengths and hours · {name}").format(name=words.clean(account.name)),
        lead=lead,
        stacks=(
            *([Stack(blocks=drawn)] if drawn else []),
            Stack(blocks=(table,), share=1.2),
        ),
    )


def group_row(group: Group) -> tuple[str, ...]:
    """Return one group as a row; of too few works no rate is told."""
    few = _("not enough data")
    return (
        f"{label(group.by)} · {group.name}",
        str(group.works),
        words.count(group.plays),
        *(
            words.share(rate) if group.is_enough else few
            for rate in (group.like_rate, group.engagement, group.completion)
        ),
    )


def groups_chart(account: AccountReview, by: ComparedBy) -> Chart:
    """Return a rate of an account's groups of one kind; a group of too few works has no column.

    It is the engagement; where the platform does not tell all that belongs to it, the like rate.
    """
    own = [each for each in account.groups if each.by is by]
    rate = Rate.ENGAGEMENT if account.rate(Rate.ENGAGEMENT).value is not None else Rate.LIKE_RATE
    values = [each.engagement if rate is Rate.ENGAGEMENT else each.like_rate for each in own]
    enough = tuple(value if each.is_enough else None for each, value in zip(own, values, strict=True))
    return Chart(
        kind=ChartKind.COLUMNS,
        title=_("{rate} by {by}").format(rate=label(rate), by=label(by)),
        subject=account.name,
        categories=tuple(f"{each.name} (n={each.works})" for each in own),
        series=(Series(name=label(rate), values=enough),),
        sheet=sheets.of_chart(_("comparison")),
        format=Format.SHARE,
    )
