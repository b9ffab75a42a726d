"""Closes the calls to watch a work once their days are over: who has not answered is told once, as a fact (C3, R21).

To one person, the one responsible; with one case for the work, however many are missing. No score, no quota.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.messages import Message
from agency.domain.terms.engagement import CaseKind, Severity
from agency.domain.terms.messages import MessageKind
from agency.domain.terms.sharing import DeliveryStatus
from agency.locale import _
from agency.records.engagement import Call, awaited, calls_of, open_publications
from agency.records.ledger import take_turns
from agency.records.tables import Account, NegativeCase, Notification, Publication
from agency.records.tables.base import now
from config.settings import settings
from tasks.asking_people import names_of
from tasks.engagement.calls import code_of, responsible
from tasks.messages.telling import tell
from tasks.opening import records

TURN = "engagement"
NEVER_SENT = timedelta(days=45)
"""How long a call is waited for that is neither sent nor given up: one that nobody carried."""


@task(name="close-engagement-calls", cache_policy=NO_CACHE, persist_result=False)
def close_over_calls() -> int:
    """Close the calls whose days are over, and return of how many publications."""
    with records() as session:
        return len(close_calls(session, now()))


def close_calls(session: Session, at: datetime) -> list[str]:
    """Close the calls whose days are over; return the publications that are closed, each once and never again.

    Where somebody has not answered, the one responsible is told who, and one case is opened for the publication.
    """
    take_turns(session, TURN)
    last = at - timedelta(days=settings().policy.engagement_days)
    publications = [session.get_one(Publication, one) for one in open_publications(session, told_before=last)]
    return [publication.id for publication in publications if close_if_over(session, publication, at)]


def close_if_over(session: Session, publication: Publication, at: datetime) -> bool:
    """Close the calls for one publication when the days of all of them are over."""
    calls = [one for one in calls_of(session, publication.id) if one.call.closed_at is None]
    if not calls or any(at < answers_until(session, one) for one in calls):
        return False
    missing = [person for person, one in awaited(session, publication.id).items() if one.sent_at is not None]
    owners = responsible(session, publication)
    if missing and owners:
        report(session, publication, missing, calls, owners[0], at)
    for one in calls:
        one.call.closed_at = at
    session.flush()
    return True


def answers_until(session: Session, one: Call) -> datetime:
    """Return until when answers to a call are taken: its days after it arrived; what is still on its way is waited for."""
    taken_for = timedelta(days=settings().policy.engagement_days)
    if one.sent_at is not None:
        return one.sent_at + taken_for
    carrier = session.get(Notification, one.call.notification_id) if one.call.notification_id else None
    is_given_up = carrier is None or carrier.status is DeliveryStatus.GIVEN_UP
    return one.call.told_at + (taken_for if is_given_up else NEVER_SENT)


def report(
    session: Session, publication: Publication, missing: Sequence[str], calls: Sequence[Call], owner: str, at: datetime
) -> None:
    """Tell the one responsible once who has not answered, and open the publication's one case of it."""
    names = names_of(session, missing)
    sentence = _("《{title}》 ({code}): not yet said to have watched it: {names}.")
    what = sentence.format(title=publication.title, code=code_of(session, publication), names=names)
    session.add(
        NegativeCase(
            kind=CaseKind.NOT_CARRIED_OUT,
            severity=Severity.LIGHT,
            what=what,
            publication_id=publication.id,
            call_id=calls[0].call.id,
            owner_id=owner,
            found_at=at,
            notified_at=at,
        )
    )
    tell(session, unanswered_told(session, publication, what, calls), [owner])


def unanswered_told(session: Session, publication: Publication, what: str, calls: Sequence[Call]) -> Message:
    """Return the message to the one responsible: who, since when, and what may be done; no score, no quota."""
    sent = [one.sent_at for one in calls if one.sent_at is not None]
    when = _("The notice reached the group on {moment}; answers were taken for {days} days.")
    told = when.format(moment=beijing_minute(min(sent)), days=settings().policy.engagement_days)
    todo = _("Speak with them, or correct who takes part in the project, and say in the form what came of it.")
    free = _("Nobody owes a like, a share or a comment.")
    return Message(
        about=f"unanswered-{publication.id}",
        kind=MessageKind.CASE,
        title=_("Not everybody has answered: 《{title}》").format(title=publication.title),
        lines=[what, told, todo, free],
        link=publication.link,
        project_id=session.get_one(Account, publication.account_id).project_id,
    )
