"""Every source of obligations; a new rule is one more file here and one more line."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation
from tasks.engagement.answers import ANSWER
from tasks.owed import actions, cases, engagement, gates, incidents, meetings, papers, plans, sharing, shoots, syncs

Source = Callable[[Session, datetime], Iterable[Obligation]]

SOURCES: tuple[Source, ...] = (
    plans.owed,
    gates.owed,
    syncs.owed,
    shoots.owed,
    engagement.owed,
    meetings.owed,
    actions.owed,
    papers.owed,
    cases.owed,
    incidents.owed,
    sharing.owed,
)

OF_HOURS: tuple[Source, ...] = (engagement.owed, cases.owed, incidents.owed)
"""Those that know of things of hours: they alone are asked between the sweeps of the full hours, and at night."""

RULES_OF_HOURS = frozenset({engagement.NOTICE, ANSWER, cases.RULE, incidents.RULE})
"""The rules that these speak of, and no other source does."""
