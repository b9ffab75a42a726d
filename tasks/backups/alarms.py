"""Tells the leads when backups are missing, unproven or proven worthless; each once, and again in a week."""

from collections.abc import Iterator
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.backups import Standing
from agency.domain.calendar import beijing_day
from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records.tables.base import now
from config.settings import Settings, settings
from tasks.backups.keeping import standing_of
from tasks.backups.page import PAGE, headline, wrongs
from tasks.messages.dead_groups import leads_of
from tasks.messages.telling import tell
from tasks.opening import looking, records
from tasks.page_links import page_link


@task(name="tell-of-backups", cache_policy=NO_CACHE, persist_result=False)
def tell_of_backups() -> int:
    """Put what is wrong with the backups into the outbox, and return how many messages that makes."""
    chosen, at = settings(), now()
    with looking() as session:
        if standing_of(session, chosen, at).is_well:
            return 0
    with records() as session:
        return told(session, chosen, at)


def told(session: Session, chosen: Settings, at: datetime) -> int:
    """Tell the leads of everything that is wrong."""
    stands = standing_of(session, chosen, at)
    leads = leads_of(session, None)
    return sum(tell(session, message, leads) for message in messages(stands, chosen, at))


def messages(stands: Standing, chosen: Settings, at: datetime) -> Iterator[Message]:
    """Yield the alarm, if any; it is the same for a week, unless something else is wrong."""
    if stands.is_well:
        return
    week = "-".join(map(str, beijing_day(at).isocalendar()[:2]))
    failed = stands.failed.id if stands.failed else ""
    yield Message(
        about=f"backups-{week}-{stands.is_overdue:d}{stands.is_unproven:d}{failed}",
        kind=MessageKind.ALARM,
        urgency=Urgency.AT_ONCE if stands.failed else Urgency.IN_HOURS,
        title=_("The backups need somebody"),
        lines=[headline(stands), *(f"- {escaped(sentence)}" for sentence in wrongs(stands, chosen))],
        link=page_link(PAGE),
    )
