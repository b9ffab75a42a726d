"""The rows of the schedule of cuts and publications (剪辑上线排期表; S10, S11)."""

from collections.abc import Mapping, Sequence

from agency.domain.terms.editing import FocusPoint
from agency.locale import _
from agency.reports.sheet import Value
from agency.reports.tables import cuts
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.table_rows.content import SECOND, Words, confirmed_at, publication
from tasks.table_rows.filling import in_order, or_blank
from tasks.table_rows.items import PACKAGE, Item
from tasks.table_rows.people import People

Plays = Mapping[str, Mapping[int, int]]
"""The plays of publications at ages in days; an age at which nobody looked is left out."""


def fill(items: Sequence[Item], people: People, plays: Plays) -> Filled:
    """Return the schedule of cuts of these items, given the plays of their publications."""
    table = cuts.table(settings().policy)
    row, words = in_order(table), Words()
    judged = {True: _("good"), False: _("needs work")}
    return Filled(
        table=table,
        rows=[row(values(item, people, words) | verdicts(item, judged) | seen(item, plays)) for item in items],
        revs=[item.plan.rev for item in items],
        choices=people.choices(table),
    )


def values(item: Item, people: People, words: Words) -> dict[str, Value]:
    """Return the values of one row but for what was judged and seen, by column."""
    plan, made = item.plan, item.cuts
    return {
        "code": plan.code,
        "title": plan.title,
        "editor": people.word(plan.editor_id),
        "footage_received_at": or_blank(item.received_at),
        "planned_first_cut_on": or_blank(plan.planned_first_cut_on),
        "first_cut_at": made[0].uploaded_at if made else "",
        "revisions": len(made) - 1 if made else "",
        "planned_edit_due_on": or_blank(plan.planned_edit_due_on),
        "final_cut_at": made[-1].uploaded_at if item.is_confirmed else "",
        "seconds": made[-1].duration_ms / SECOND if made else "",
        "cover": or_blank(item.publication.cover_ref) if item.publication else "",
        "client_version": made[-1].version if item.is_confirmed else "",
        "client_confirmed_at": confirmed_at(item),
        "publish_confirmed_at": or_blank(item.passed.get(PACKAGE)),
        "account": item.account.name,
        **publication(item),
        "notified_at": or_blank(item.notified_at),
        "status": words.standings[item.standing],
    }


def verdicts(item: Item, judged: Mapping[bool, str]) -> dict[str, Value]:
    """Return what the director said in the last round: of each point, and in all."""
    points: dict[str, Value] = {
        f"judged_{point.value}": judged[item.judged[point]] if point in item.judged else "" for point in FocusPoint
    }
    if item.round_number is None:
        return points | {"director_review": ""}
    verdict = _("passed inside") if all(item.judged.values()) else _("sent back")
    said = _("{verdict}, round {number}").format(verdict=verdict, number=item.round_number)
    return points | {"director_review": said}


def seen(item: Item, plays: Plays) -> dict[str, Value]:
    """Return the plays by age: nothing before the work is out, None where nobody looked at that age."""
    if item.publication is None or item.publication.published_at is None:
        return dict.fromkeys((code for _days, code in cuts.AGES), "")
    known = plays.get(item.publication.id, {})
    return {code: known.get(days) for days, code in cuts.AGES}
