"""The rows of the schedule of cuts and publications (剪辑上线排期表; S10, S11)."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from agency.domain.terms.editing import FocusPoint
from agency.locale import _
from agency.reports.sheet import Value
from agency.reports.tables import cuts
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.tables.rows.content import SECOND, Words, confirmed_at, publication
from tasks.tables.rows.filling import in_order, or_blank
from tasks.tables.rows.items import PACKAGE, Item
from tasks.tables.rows.people import People

GOOD, BAD = 1, 0
Plays = Mapping[str, Mapping[int, int]]
"""The plays of publications at ages in days; an age at which nobody looked is left out."""


def fill(items: Sequence[Item], people: People, plays: Plays) -> Filled:
    """Return the schedule of cuts of these items, given the plays of their publications."""
    table = cuts.table(settings().policy)
    row, words = in_order(table), Words()
    verdicts = Verdicts()
    return Filled(
        table=table,
        rows=[row(values(item, people, words) | verdicts.of(item) | seen(item, plays)) for item in items],
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


class Verdicts:
    """What the director said in the last round, in words that are looked up once."""

    def __init__(self) -> None:
        self.words = {GOOD: _("good"), BAD: _("needs work")}
        self.in_all = {True: _("passed inside"), False: _("sent back")}
        self.sentence = _("{verdict}, round {number}")
        self.codes = [(f"judged_{point.value}", attrgetter(point.value)) for point in FocusPoint]
        self.none: dict[str, Value] = dict.fromkeys((*(code for code, _point in self.codes), "director_review"), "")

    def of(self, item: Item) -> dict[str, Value]:
        """Return it of each point, and in all."""
        if item.round is None:
            return self.none
        said: dict[str, Value] = {code: self.words.get(judged(item.round), "") for code, judged in self.codes}
        verdict = self.in_all[self.words[BAD] not in said.values()]
        said["director_review"] = self.sentence.format(verdict=verdict, number=item.round.number)
        return said


def seen(item: Item, plays: Plays) -> dict[str, Value]:
    """Return the plays by age: nothing before the work is out, None where nobody looked at that age."""
    if item.publication is None or item.publication.published_at is None:
        return dict.fromkeys((code for _days, code in cuts.AGES), "")
    known = plays.get(item.publication.id, {})
    return {code: known.get(days) for days, code in cuts.AGES}
