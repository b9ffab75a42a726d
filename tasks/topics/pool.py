"""An account's pool of topics as a table with its points, and as schedule lines on the first days that leave time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.first_schedule import first_slot
from agency.domain.terms import label
from agency.domain.topics import Scores, has_expired, topic_advice
from agency.locale import _
from agency.records import topics
from agency.records.tables import Topic
from agency.records.tables.base import now
from config.policy import Policy
from config.settings import settings
from tasks.calendars import calendar
from tasks.gate.exhibits import table

PROPOSED_LINES = 6
SOON = timedelta(days=7)


def scores(topic: Topic) -> Scores:
    """Return what a topic was given points for."""
    return Scores(
        resonance=topic.score_resonance,
        reach=topic.score_reach,
        business=topic.score_business,
        cost=topic.score_cost,
        reuse=topic.score_reuse,
    )


def pool_table(pool: Sequence[Topic], policy: Policy) -> str:
    """Return topics as a table: where each came from, its points, what they suggest, until when it is fresh."""
    rows = []
    for topic in pool:
        advice = topic_advice(scores(topic), policy)
        said = label(advice) if advice else _("not scored")
        rows.append([topic.code, topic.title, label(topic.source), scores(topic).points, said, fresh_until(topic)])
    header = [_("topic"), _("working title"), _("source"), _("points"), _("advice"), _("fresh until")]
    return table(rows, header) if rows else _("The pool of topics is empty.")


def fresh_until(topic: Topic) -> str | None:
    """Return until when a topic is fresh, with a word where that is over or nearly so; None for one that stays fresh."""
    if topic.expires_on is None:
        return None
    today = beijing_day(now())
    if has_expired(topic.expires_on, today):
        return _("{day}, gone stale").format(day=topic.expires_on)
    if topic.expires_on - today <= SOON:
        return _("{day}, soon stale").format(day=topic.expires_on)
    return str(topic.expires_on)


def first_lines(session: Session, account_id: str) -> str:
    """Return schedule lines for the first topics of the pool, as a person may correct them."""
    today, days, policy = beijing_day(now()), calendar(session), settings().policy
    lines = []
    for place, topic in enumerate(topics.pool(session, account_id)[:PROPOSED_LINES]):
        slot = first_slot(today, place, days, policy)
        lines.append(f"{topic.code} | {topic.title} | {slot.shoot_on} | {slot.publish_at:%Y-%m-%d %H:%M}")
    return "\n".join(lines)
