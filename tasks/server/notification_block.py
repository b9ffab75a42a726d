"""The block by which Prefect's own automations speak to the leads: a run failed, a run is late, the worker is gone.

It is loaded by Prefect's server, in whose process automations act (the entry point ``prefect.collections`` of
``pyproject.toml``): when the worker is gone, nothing that needs a worker could say so.
"""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from prefect.blocks.abstract import NotificationBlock
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records import people
from agency.records.tables import Notification
from agency.records.tables.base import now
from tasks.messages.sending import send_due
from tasks.messages.telling import tell
from tasks.opening import records
from tasks.responsible import coordinator

MANY = 5
MANY_WITHIN = timedelta(minutes=10)
LONGEST = 1500  # characters of an error that somebody reads in a group


class AgencyGroup(NotificationBlock):
    """Puts what an automation says into the agency's outbox, for the operations leads and the coordinator."""

    _block_type_name: ClassVar[str] = "Agency Group"
    _block_type_slug: ClassVar[str] = "agency-group"
    _description: ClassVar[str] = "Tells the operations leads and the coordinator through the agency's own outbox."

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Tell the leads, and send at once; what can't be sent now stays in the outbox."""
        await asyncio.to_thread(raise_alarm, body, subject, now())


def raise_alarm(body: str, subject: str | None, at: datetime) -> int:
    """Put an alarm into the outbox, once, and send what is due; return how many messages it made."""
    with records() as session:
        leads = [person.id for person in people.house(session, Role.OPERATIONS_LEAD)]
        last = coordinator(session, None)
        told = tell(session, alarm(session, body, subject, at), [*leads, *([last] if last else [])])
    send_due(at)
    return told


def alarm(session: Session, body: str, subject: str | None, at: datetime) -> Message:
    """Return what is told, as plain words: an error's text is nobody's Markdown. The same words of an hour are one alarm.

    A last line that is an address becomes the link.
    """
    *lines, last = body.strip().splitlines() or [""]
    link = last if last.startswith(("http://", "https://")) else None
    told = "\n".join(lines if link else [*lines, last])[:LONGEST]
    words = sha256(f"{subject}\n{body}".encode()).hexdigest()[:16]
    return Message(
        about=f"alarm-{at:%Y%m%d%H}-{words}",
        kind=MessageKind.ALARM,
        title=subject or _("Prefect reports something"),
        lines=[escaped(line) for line in told.splitlines() if line.strip()],
        link=link,
        urgency=urgency(session, at),
    )


def urgency(session: Session, at: datetime) -> Urgency:
    """Return how soon an alarm must be read: of many in a few minutes the later ones may be put together."""
    query = select(func.count()).where(
        Notification.kind == MessageKind.ALARM, Notification.created_at > at - MANY_WITHIN
    )
    return Urgency.AT_ONCE if (session.scalar(query) or 0) < MANY else Urgency.IN_HOURS
