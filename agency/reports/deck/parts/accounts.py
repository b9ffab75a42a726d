"""Part 5: every account at large: its days beside those of the half-month before, and what its counters gained."""

from collections.abc import Callable, Iterator

from agency.domain.figures import AccountDay
from agency.domain.terms import label
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window, previous
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import words
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Stack, Table
from agency.reports.deck.tables import said, table_slides
from agency.reports.material import AccountReview, ReviewMaterial, every_day

MOST_DRAWN = 6


def accounts(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return a slide for each account, the most played first; of many accounts the others stand in one table."""
    if not material.accounts:
        return [said(5, _("Accounts at large"), _("No data: the project has no account."))]
    ordered = sorted(material.accounts, key=lambda each: -(each.gain(Counter.PLAYS).gained or 0))
    slides = [account_slide(each, material.window) for each in ordered[:MOST_DRAWN]]
    return [*slides, *others(ordered[MOST_DRAWN:])]


def account_slide(account: AccountReview, window: Window) -> Slide:
    """Return one account."""
    followers = next((day.followers_total for day in reversed(account.days) if day.followers_total is not None), None)
    lead = _("{platform} · followers {followers} · {works} works published").format(
        platform=label(account.platform),
        followers=words.count(followers),
        works=len(account.published) if account.has_figures else words.nothing(),
    )
    return Slide(
        part=5,
        title=_("Account {name}").format(name=words.clean(account.name)),
        lead=lead,
        stacks=(
            Stack(blocks=tuple(day_charts(account, window)), share=1.25),
            Stack(blocks=(gains_table(account), rates_table(account))),
        ),
    )


def day_charts(account: AccountReview, window: Window) -> Iterator[Chart]:
    """Yield the plays and the net new fans day by day, each beside the days of the half-month before."""
    yield days_chart(account, window, _("plays of the day"), lambda day: day.plays_new)
    yield days_chart(account, window, _("net new fans of the day"), lambda day: day.new_fans)


def days_chart(account: AccountReview, window: Window, title: str, figure: Callable[[AccountDay], int | None]) -> Chart:
    """Return a figure of an account's days; a day that was not told is a gap, the days before lie under their ordinals."""
    now = every_day(account.days, window)
    before = every_day(account.days_before, previous(window))
    earlier = [None if day is None else figure(day) for _day, day in before][: len(now)]
    return Chart(
        kind=ChartKind.LINES,
        title=title,
        subject=account.name,
        categories=tuple(f"{day.month}/{day.day}" for day, _told in now),
        series=(
            Series(
                name=_("this half-month"), values=tuple(None if told is None else figure(told) for _day, told in now)
            ),
            Series(name=_("the one before"), values=(*earlier, *[None] * (len(now) - len(earlier)))),
        ),
        sheet=sheets.of_chart(_("days")),
    )


def gains_table(account: AccountReview) -> Table:
    """Return what the account's counters gained."""
    columns = (
        Column(name=_("gained"), share=1.2),
        Column(name=_("this half-month"), is_number=True),
        Column(name=_("the one before"), is_number=True),
        Column(name=_("change"), share=1.6, is_number=True),
    )
    rows = tuple(
        (
            label(each.counter),
            words.count(each.gained),
            words.count(each.before),
            words.change(each.gained, each.before),
        )
        for each in account.gains
    )
    return Table(columns=columns, rows=rows, sheet=_("overview"))


def rates_table(account: AccountReview) -> Table:
    """Return the rates over the account's videos that are known, four at the most, or the engagement that is not."""
    known = [each for each in account.rates if each.is_share and each.value is not None][:4]
    rows = tuple((each.name, words.share(each.value), f"n={each.works}") for each in known)
    columns = (
        Column(name=_("rate over all videos"), share=2),
        Column(name=_("rate"), is_number=True),
        Column(name=_("works"), is_number=True),
    )
    return Table(columns=columns, rows=rows or ((_("rates"), words.nothing(), "–"),), sheet=sheets.accounts())


def others(rest: list[AccountReview]) -> list[Slide]:
    """Return the accounts that have no slide of their own as a table, which goes on as long as it must."""
    if not rest:
        return []
    columns = (
        Column(name=_("account"), share=3),
        Column(name=_("platform")),
        Column(name=_("plays gained"), is_number=True),
        Column(name=_("the one before"), is_number=True),
        Column(name=_("works published"), is_number=True),
    )
    rows = []
    for each in rest:
        plays = each.gain(Counter.PLAYS)
        works = words.count(len(each.published)) if each.has_figures else words.nothing()
        figures = (words.count(plays.gained), words.count(plays.before), works)
        rows.append((f"{each.name} ({each.code})", label(each.platform), *figures))
    return table_slides(5, _("The other accounts"), Table(columns=columns, rows=tuple(rows), sheet=_("overview")))
