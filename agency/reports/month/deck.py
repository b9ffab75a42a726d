"""The deck of a month meeting, in the order in which it is talked over, from the results to the client's name (C1)."""

from agency.domain.budgets import yuan
from agency.domain.calendar import beijing_minute
from agency.domain.terms.performance import Light
from agency.locale import _
from agency.reports.deck import words
from agency.reports.deck.plan import Card, Cards, Column, Edition, Line, Lines, Slide, Stack, Table, Tone, whole
from agency.reports.month.deck_tables import budget, days, needed, people, results, strongest, targets, tasks, videos
from agency.reports.month.pack import MonthPack, ResultLine
from agency.reports.month.plan_page import joined

MOST_RISKS = 5
MOST_NEEDED = 6


def edition_of(pack: MonthPack, workbook: str) -> Edition:
    """Return what stands at the foot of the slides."""
    return Edition(subject=pack.project_name, window=pack.planned.key, version=pack.plan.version, workbook=workbook)


def slides_of(pack: MonthPack) -> list[Slide]:
    """Return all slides of a month meeting; a part without data stays and says so."""
    return [
        cover(pack),
        at_a_glance(pack),
        *results(pack),
        *strongest(pack),
        *targets(pack),
        *tasks(pack),
        *videos(pack),
        *days(pack),
        *budget(pack),
        *people(pack),
        *needed(pack),
        names(pack),
    ]


def cover(pack: MonthPack) -> Slide:
    """Return the cover: whose month, when it is talked over, up to when the figures were seen."""
    seen = beijing_minute(pack.seen_until) if pack.seen_until else words.nothing_imported()
    lines = (
        _("Meeting: {day}").format(day=pack.held_on),
        _("Accounts: {accounts}").format(accounts=joined([words.clean(name) for name in pack.plan.accounts.values()])),
        _("Figures until {moment}, Beijing time").format(moment=seen),
    )
    return Slide(
        part=1,
        title=_("{project} · work of the month {month}").format(
            project=words.clean(pack.project_name), month=pack.planned.key
        ),
        lead=_("Results of {running}, tasks, targets, dates, budget and people of {planned}").format(
            running=pack.running.key, planned=pack.planned.key
        ),
        stacks=whole(Lines(lines=tuple(Line(text=each) for each in lines))),
        is_cover=True,
    )


def at_a_glance(pack: MonthPack) -> Slide:
    """Return the month in four figures, with what endangers it and what the client is asked for."""
    risks = [Line(text=f"{place}. {each}") for place, each in enumerate(pack.risks[:MOST_RISKS], start=1)]
    asked = [Line(text=f"{each.due_on} {each.what}") for each in pack.plan.needed[:MOST_NEEDED]]
    left = (Line(text=_("Risks"), is_head=True), *(risks or [quiet(_("None is seen in the records."))]))
    right = (
        Line(text=_("Needed from the client"), is_head=True),
        *(asked or [quiet(_("Nothing beside the confirmations of the process."))]),
    )
    shown_cards = cards(pack)
    return Slide(
        part=2,
        title=_("The month at a glance"),
        stacks=(
            Stack(blocks=(Cards(cards=shown_cards[:2]), Lines(lines=left))),
            Stack(blocks=(Cards(cards=shown_cards[2:]), Lines(lines=right))),
        ),
    )


def quiet(text: str) -> Line:
    """Return a line that only says that there is nothing."""
    return Line(text=text, tone=Tone.QUIET)


def cards(pack: MonthPack) -> tuple[Card, ...]:
    """Return how many targets are on their way, how many videos are planned, how often is shot, and the budget."""
    planned = sum(line.planned for line in pack.counts)
    wished = [line.wanted for line in pack.counts if line.wanted is not None]
    is_enough = bool(wished) and planned >= sum(wished)
    total = pack.plan.total_fen
    return (
        targets_card(pack),
        Card(
            name=_("videos planned"),
            value=str(planned),
            note=_("target {count}").format(count=sum(wished)) if wished else _("no target yet"),
            tone=Tone.GOOD if is_enough else Tone.BAD if wished else Tone.QUIET,
        ),
        Card(name=_("shoot days"), value=str(len(pack.shoots)), note=pack.planned.key),
        Card(
            name=_("budget in yuan"),
            value=_("not filled in yet") if total is None else yuan(total),
            note=_("{count} lines").format(count=len(pack.plan.budget)),
            tone=Tone.QUIET if total is None else Tone.PLAIN,
        ),
    )


def targets_card(pack: MonthPack) -> Card:
    """Return how many targets of the running month are met or keep pace, of those that can be judged."""
    judged = [line for line in pack.results if line.reached.is_met is not None]
    name, passed = _("targets on their way"), f"{pack.elapsed:.0%}"
    note = _("{share} of {month} is over").format(share=passed, month=pack.running.key)
    if not judged:
        return Card(name=name, value=words.nothing(), note=note, tone=Tone.QUIET)
    kept = sum(is_on_its_way(line) for line in judged)
    tone = Tone.GOOD if kept == len(judged) else Tone.BAD
    return Card(name=name, value=f"{kept} / {len(judged)}", note=note, tone=tone)


def is_on_its_way(line: ResultLine) -> bool:
    """Say whether a target is met, or keeps the pace it needs."""
    pace = line.reached.pace
    return bool(line.reached.is_met) or (pace is not None and pace.light is Light.GREEN)


def names(pack: MonthPack) -> Slide:
    """Return the page for the names: what is confirmed by them (G7)."""
    above = Line(text=_("Confirmed are the targets, tasks, dates, budget and people above."), is_head=True)
    below = quiet(_("With the client's confirmation the plan is locked and the month's schedule is open."))
    columns = (
        Column(name=_("party")),
        Column(name=_("name"), share=2),
        Column(name=_("signature"), share=2),
        Column(name=_("date")),
    )
    signed = Table(
        columns=columns, rows=((_("Signed by the agency"), "", "", ""), (_("Signed by the client"), "", "", ""))
    )
    return Slide(
        part=12,
        title=_("Confirmation of {month}").format(month=pack.planned.key),
        stacks=whole(Lines(lines=(above,)), signed, Lines(lines=(below,))),
    )
