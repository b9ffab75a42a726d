"""What is owed after a work went live: the notice in its groups within minutes, and the answers of those it asks (C3, R20, R21).

``C3-notice`` is the operator's. ``C3-answer`` only keeps the record: nobody is reminded of it, and who has not answered is
told once, to the one responsible, when the calls are closed (``tasks.engagement.closing``).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from agency.domain.obligations import STILL_TOLD, Obligation
from agency.domain.terms.people import Role
from agency.domain.timers import notice_due
from agency.locale import _
from agency.records.engagement import called, called_by
from agency.records.tables import (
    Account,
    ContentItem,
    EngagementAck,
    EngagementCall,
    Notification,
    Person,
    Project,
    Publication,
)
from config.settings import settings
from config.standard import standard
from tasks.engagement.answers import ANSWER
from tasks.owed.people import Responsible

NOTICE = "C3-notice"
GATE = "C3"


@dataclass(frozen=True)
class Surroundings:
    """What every obligation here is judged by: who is responsible, who is here, and when each person answered each call."""

    people: Responsible
    active: frozenset[str]
    answers: Mapping[tuple[str, str], datetime]


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield what is owed of every work of the last weeks that its project's groups were called for."""
    found = by_publication(session, at)
    around = Surroundings(
        Responsible.read(session),
        frozenset(session.scalars(select(Person.id).where(Person.active))),
        answers(session, at),
    )
    for calls in found.values():
        yield of_notice(calls, around.people)
        if any(call.asked for call in calls):
            yield of_answers(calls, around)


def by_publication(session: Session, at: datetime) -> dict[str, list[Row[Any]]]:
    """Return the calls of each publication of the last weeks."""
    query = (
        select(
            EngagementCall.id,
            EngagementCall.publication_id,
            EngagementCall.asked,
            EngagementCall.told_at,
            EngagementCall.closed_at,
            called.label("sent_at"),
            Publication.title,
            Publication.published_at,
            Publication.link,
            ContentItem.operator_id,
            Account.operator_id.label("account_operator_id"),
            Account.project_id,
            Project.interaction_calls,
        )
        .join(Publication, Publication.id == EngagementCall.publication_id)
        .join(Account, Account.id == Publication.account_id)
        .join(Project, Project.id == Account.project_id)
        .outerjoin(ContentItem, ContentItem.id == Publication.content_id)
        .outerjoin(Notification, called_by)
        .where(EngagementCall.told_at >= at - STILL_TOLD, Publication.published_at.is_not(None))
        .order_by(EngagementCall.publication_id, EngagementCall.id)
    )
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.publication_id].append(row)
    return found


def answers(session: Session, at: datetime) -> dict[tuple[str, str], datetime]:
    """Return when each person answered each call of the last weeks."""
    query = select(EngagementAck.call_id, EngagementAck.person_id, EngagementAck.acted_at).join(EngagementCall)
    rows = session.execute(query.where(EngagementCall.told_at >= at - STILL_TOLD))
    return {(call, person): acted_at for call, person, acted_at in rows if acted_at is not None}


def of_notice(calls: Sequence[Row[Any]], people: Responsible) -> Obligation:
    """Return what is owed of one work: that the last of its groups hears of it within minutes of its publication."""
    work, policy = calls[0], settings().policy
    sent = [call.sent_at for call in calls]
    own = [person for person in (work.operator_id, work.account_operator_id) if person]
    return Obligation(
        rule=NOTICE,
        subject_kind=Publication.__tablename__,
        subject_id=work.publication_id,
        what=_("Notice of 《{title}》 in its groups").format(title=work.title),
        owners=tuple((own or people.holding(work.project_id, [Role.OPERATOR]))[:1]),
        due_at=notice_due(work.published_at, policy),
        chain=people.chain(work.project_id, standard().gates[GATE].escalate),
        project_id=work.project_id,
        link=work.link,
        done_at=max(sent) if all(moment is not None for moment in sent) else None,
        is_waived=not work.interaction_calls and None in sent,
        remind_days=(),
        patience=timedelta(minutes=policy.medium_case_minutes),
    )


def of_answers(calls: Sequence[Row[Any]], around: Surroundings) -> Obligation:
    """Return whether everybody who was asked to watch one work has answered in its days; nobody is chased for it."""
    work = calls[0]
    taken_for = timedelta(days=settings().policy.engagement_days)
    given = [
        around.answers.get((call.id, person)) for call in calls for person in call.asked if person in around.active
    ]
    answered = [moment for moment in given if moment is not None]
    is_done = bool(answered) and len(answered) == len(given)
    return Obligation(
        rule=ANSWER,
        subject_kind=Publication.__tablename__,
        subject_id=work.publication_id,
        what=_("《{title}》 watched by those who were asked: {count} of {all}").format(
            title=work.title, count=len(answered), all=len(given)
        ),
        owners=(),
        due_at=max(call.sent_at or call.told_at for call in calls) + taken_for,
        project_id=work.project_id,
        link=work.link,
        done_at=max(answered) if is_done else None,
        is_waived=not given,
        remind_days=(),
    )
