"""Every source of obligations; a new rule is one more file here and one more line."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation
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
