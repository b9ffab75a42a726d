"""Puts an approved script before talent, photographer and editor at one moment, and says how it stands with them (I4)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from agency.domain.approvals import Member
from agency.domain.finding import Findings
from agency.domain.messages import Message
from agency.domain.sync import Delivery, sync_findings
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ChatChannel
from agency.locale import _
from agency.records.tables import Account, ContentItem, Person, Script, ScriptSync
from config.settings import settings
from tasks.calendars import calendar
from tasks.telling import tell


def recipients(item: ContentItem) -> list[Member]:
    """Return who must know a script before it is shot, the roles without a person left out."""
    people = {Role.TALENT: item.talent_id, Role.PHOTOGRAPHER: item.photographer_id, Role.EDITOR: item.editor_id}
    return [Member(person, role) for role, person in people.items() if person is not None]


def deliver(session: Session, script: Script, at: datetime) -> None:
    """Note the delivery of a version to each reader, all at the same moment, with a message for each; once."""
    item = session.get_one(ContentItem, script.content_id)
    for member in recipients(item):
        if delivery_to(session, script, member.person) is None:
            session.add(received(script, member, at))
    tell(session, told(session, item, script), [member.person for member in recipients(item)])


def received(script: Script, member: Member, at: datetime) -> ScriptSync:
    """Return the note that a version lies with one reader since a moment."""
    return ScriptSync(
        script_id=script.id,
        recipient_id=member.person,
        recipient_role=member.role,
        channel=ChatChannel.MANUAL,
        delivered_at=at,
    )


def told(session: Session, item: ContentItem, script: Script) -> Message:
    """Return the message that tells the readers of a version."""
    title = _("Script of 《{title}》, version {version}").format(title=item.title, version=script.version)
    line = _("Please get to know it before the shoot on {day}.").format(day=item.planned_shoot_on or _("a day to come"))
    return Message(
        about=f"script-{script.id}",
        kind=MessageKind.SCRIPT,
        title=title,
        lines=[line],
        urgency=Urgency.AT_ONCE,
        project_id=session.get_one(Account, item.account_id).project_id,
    )


def delivery_to(session: Session, script: Script, person: str) -> ScriptSync | None:
    """Return how one version came to one reader, None when it did not."""
    return session.scalar(
        select(ScriptSync).where(ScriptSync.script_id == script.id, ScriptSync.recipient_id == person)
    )


def deliveries(session: Session, content_id: str) -> Sequence[Row[tuple[ScriptSync, int]]]:
    """Return every delivery of every version of a content item's script, with the version's number."""
    query = select(ScriptSync, Script.version).join(Script, Script.id == ScriptSync.script_id)
    return session.execute(query.where(Script.content_id == content_id)).all()


def standing_of_sync(session: Session, item: ContentItem, script: Script, shoot_on: date) -> Findings:
    """Return what the rule on the sync says of a version for a shoot on a day."""
    names = {member.person: session.get_one(Person, member.person).name for member in recipients(item)}
    known = [
        Delivery(
            person=names.get(sync.recipient_id, sync.recipient_id),
            version=str(version),
            delivered_at=sync.delivered_at,
            read_at=sync.acknowledged_at,
        )
        for sync, version in deliveries(session, item.id)
        if sync.delivered_at is not None
    ]
    named = [Member(names[member.person], member.role) for member in recipients(item)]
    return sync_findings(str(script.version), known, named, shoot_on, calendar(session), settings().policy)
