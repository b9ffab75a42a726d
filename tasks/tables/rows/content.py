"""The rows of the content schedule (内容排期表; S3, I3)."""

from collections.abc import Sequence

from agency.domain.deadlines import handover_due
from agency.domain.terms import label
from agency.domain.terms.content import ContentKind
from agency.domain.terms.figures import Platform
from agency.domain.terms.standings import ContentStanding
from agency.domain.titles import title_length
from agency.reports.sheet import Value
from agency.reports.tables import content
from agency.reports.tables.table import Filled
from config.policy import Policy
from config.settings import settings
from tasks.tables.rows.filling import in_order, or_blank
from tasks.tables.rows.items import CUT, Item
from tasks.tables.rows.people import People

SECOND = 1_000  # milliseconds
PLANNED = ("copy_due_on", "script_due_on", "planned_shoot_on", "planned_first_cut_on", "planned_edit_due_on")


def fill(items: Sequence[Item], people: People) -> Filled:
    """Return the content schedule of these items."""
    policy = settings().policy
    table = content.table(policy)
    row, words = in_order(table), Words()
    return Filled(
        table=table,
        rows=[row(values(item, number, people, words, policy)) for number, item in enumerate(items, start=1)],
        revs=[item.plan.rev for item in items],
        choices=people.choices(table),
    )


class Words:
    """The words of the closed lists that stand in every row, looked up once."""

    def __init__(self) -> None:
        self.kinds = {each: label(each) for each in ContentKind}
        self.platforms = {each: label(each) for each in Platform}
        self.standings = {each: label(each) for each in ContentStanding}


def values(item: Item, number: int, people: People, words: Words, policy: Policy) -> dict[str, Value]:
    """Return the values of one row, by column."""
    plan, copy = item.plan, item.copy
    return {
        "number": number,
        "code": plan.code,
        "account": item.account.name,
        "platform": words.platforms[item.account.platform],
        "pillar": or_blank(plan.pillar),
        "topic": or_blank(plan.topic),
        "title": plan.title,
        "title_length": title_length(plan.title),
        "kind": words.kinds[plan.kind],
        "sound": copy.sound_effects if copy else "",
        "planned_seconds": copy.planned_duration_ms / SECOND if copy else "",
        "shot_count": copy.shot_count if copy else "",
        "references": " ".join(copy.reference_cases) if copy else "",
        "director": people.word(plan.director_id),
        "operator": people.word(plan.operator_id),
        "talent": people.word(plan.talent_id),
        **{code: or_blank(getattr(plan, code)) for code in PLANNED},
        "handover_due_on": handover_due(plan.planned_shoot_on, policy) if plan.planned_shoot_on else "",
        "script_synced_at": or_blank(item.synced_at),
        "client_confirmed_at": confirmed_at(item),
        **publication(item),
        "status": words.standings[item.standing],
        "note": plan.note,
    }


def confirmed_at(item: Item) -> Value:
    """Return when the client confirmed the cut as it is now: nothing while not, None where nobody noted the moment."""
    return item.passed.get(CUT) if item.is_confirmed else ""


def publication(item: Item) -> dict[str, Value]:
    """Return when an item is to go live, when it did, and where it can be seen."""
    live = item.publication
    return {
        "planned_publish_at": or_blank(item.plan.planned_publish_at),
        "published_at": or_blank(live.published_at) if live else "",
        "link": or_blank(live.link) if live else "",
    }
