"""Puts an approved script before talent, photographer and editor at one moment, and says how it stands with them (I4).

Note and message are one unit of work. When the message arrived is what counts; that is the outbox's to know.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import Member, one_seat_each
from agency.domain.finding import Findings
from agency.domain.messages import Message
from agency.domain.sync import Delivery, sync_findings
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ChatChannel
from agency.locale import _
from agency.records.ledger import take_turns
from agency.records.syncs import sync_to, syncs_of
from agency.records.tables import Account, ContentItem, Notification, Person, Script, ScriptSync
from config.settings import settings
from tasks.calendars import calendar
from tasks.messages.telling import TURN, tell
from tasks.scripts.pages import changes_since_told, link_to_script, name_of


def recipients(item: ContentItem) -> list[Member]:
    """Return who must know a script before it is shot, the roles without a person left out."""
    people = {Role.TALENT: item.talent_id, Role.PHOTOGRAPHER: item.photographer_id, Role.EDITOR: item.editor_id}
    return [Member(person, role) for role, person in people.items() if person is not None]


def deliver(session: Session, script: Script, at: datetime) -> list[str]:
    """Put a version on its way to each reader who has not been told of it, all in one moment; return who that is.

    A reader who came later is told alone; run again, nobody is told. Each note knows the message that carries it. What
    goes by hand counts as delivered when it is noted.
    """
    take_turns(session, TURN)
    item = session.get_one(ContentItem, script.content_id)
    readers = one_seat_each(recipients(item))
    news = [member for member in readers if sync_to(session, script.id, member.person) is None]
    if not news:
        return []
    tell(session, told(session, item, script), [member.person for member in news])
    carriers = carriers_of(session, script)
    session.add_all(noted(script, member, carriers.get(member.person), at) for member in news)
    session.flush()
    return [member.person for member in news]


def carriers_of(session: Session, script: Script) -> dict[str, Notification]:
    """Return by whom each reader is told of a version: the message that names the person, or goes to nobody else."""
    messages = session.scalars(select(Notification).where(Notification.about == about(script)))
    return {
        person: message
        for message in messages
        for person in (*message.mentions, message.person_id)
        if person is not None
    }


def noted(script: Script, member: Member, carrier: Notification | None, at: datetime) -> ScriptSync:
    """Return the note that a version is on its way to one reader since a moment; without a carrier it is on none."""
    channel = carrier.channel if carrier else ChatChannel.MANUAL
    goes_by_hand = carrier is not None and channel is ChatChannel.MANUAL
    return ScriptSync(
        script_id=script.id,
        recipient_id=member.person,
        recipient_role=member.role,
        channel=channel,
        told_at=at,
        notification_id=carrier.id if carrier else None,
        delivered_at=at if goes_by_hand else None,
    )


def about(script: Script) -> str:
    """Return what the messages of a version are about."""
    return f"script-{script.id}"


def told(session: Session, item: ContentItem, script: Script) -> Message:
    """Return the message that tells the readers of a version: where it is read, by when, and what changed."""
    line = _("Please get to know it before the shoot on {day}.").format(day=item.planned_shoot_on or _("a day to come"))
    changes = changes_since_told(session, script)
    heading = (
        [_("Changed since the version before:"), "\n".join(f"- {change}" for change in changes)] if changes else []
    )
    again = [_("What was said of the version before does not count any more.")] if changes else []
    return Message(
        about=about(script),
        kind=MessageKind.SCRIPT,
        title=name_of(item, script),
        lines=[line, *heading, *again],
        link=link_to_script(session, item, script),
        urgency=Urgency.AT_ONCE,
        project_id=session.get_one(Account, item.account_id).project_id,
    )


def standing_of_sync(session: Session, item: ContentItem, script: Script, shoot_on: date) -> Findings:
    """Return what the rule on the sync says of a version for a shoot on a day, by what was really delivered."""
    readers = recipients(item)
    names = {member.person: session.get_one(Person, member.person).name for member in readers}
    named = [Member(names[member.person], member.role) for member in readers]
    known = deliveries(session, item.id, names)
    return sync_findings(str(script.version), known, named, shoot_on, calendar(session), settings().policy)


def deliveries(session: Session, content_id: str, names: dict[str, str]) -> Sequence[Delivery]:
    """Return how every version came to every reader, as the rule sees it."""
    return [
        Delivery(
            person=names.get(sync.recipient_id, sync.recipient_id),
            version=str(version),
            told_at=sync.told_at,
            delivered_at=reached_at,
            read_at=sync.acknowledged_at,
        )
        for sync, version, reached_at in syncs_of(session, content_id)
    ]
