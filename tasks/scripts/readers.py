"""Keeps the readers of scripts told and asked: who came later is told, who left is asked no longer (I4).

``tell_new_readers`` and the questions below it are plain; they look at all scripts whose shoot is to come.
"""

from dataclasses import dataclass
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.content import ScriptStatus
from agency.locale import _
from agency.records import inbox
from agency.records.ledger import take_turns
from agency.records.tables import Account, ContentItem, Project, Script, ScriptSync
from agency.records.tables.base import now
from tasks.asking_people import about_id_of
from tasks.messages.telling import TURN
from tasks.opening import records
from tasks.scripts.delivery import deliver
from tasks.scripts.reading import READ, awaited


@dataclass(frozen=True)
class ToRead:
    """A version as a flow needs it to start a run for it."""

    script_id: str
    content: str
    version: int
    project: str

    @property
    def name(self) -> str:
        """What the run is called until it asks."""
        return _("I4 · {code} · script version {version}").format(code=self.content, version=self.version)


@task(name="tell-new-readers", cache_policy=NO_CACHE, persist_result=False)
def tell_readers() -> int:
    """Tell everybody who became a reader after a script was synced; return how many that are."""
    with records() as session:
        return tell_new_readers(session, now())


@task(name="readings-to-begin", cache_policy=NO_CACHE, persist_result=False)
def readings_to_begin(content: str = "") -> list[ToRead]:
    """Return the synced versions, of one content item or of all, that somebody must still know and no run asks about."""
    with records() as session:
        return unasked_readings(session, now(), content)


@task(name="outdated-readings", cache_policy=NO_CACHE, persist_result=False)
def outdated_readings() -> list[str]:
    """Return the runs that ask somebody about a script who need not answer any more, or miss somebody who must."""
    with records() as session:
        return runs_to_renew(session, now())


def tell_new_readers(session: Session, at: datetime) -> int:
    """Put each approved script before readers who have not been told of it, as long as its shoot is to come.

    Only of a script that was synced already: the first sync is the approval's. Return how many readers are told.
    """
    take_turns(session, TURN)
    return sum(len(deliver(session, script, at)) for script in scripts_with_new_readers(session, at))


def scripts_with_new_readers(session: Session, at: datetime) -> list[Script]:
    """Return the approved scripts that were synced and that somebody who should know them was not told of."""
    roles = (ContentItem.talent_id, ContentItem.photographer_id, ContentItem.editor_id)
    synced = select(ScriptSync.id).where(ScriptSync.script_id == Script.id)
    untold = (and_(role.is_not(None), ~synced.where(ScriptSync.recipient_id == role).exists()) for role in roles)
    return list(session.scalars(to_be_shot(at).where(synced.exists(), or_(*untold)).order_by(Script.id)))


def unasked_readings(session: Session, at: datetime, content: str = "") -> list[ToRead]:
    """Return the synced versions whose shoot is to come, that somebody must still know, and that no run asks about."""
    asked = {about_id_of(wait.question, READ) for wait in inbox.waits(session, gate=READ)}
    query = to_be_shot(at).where(ContentItem.code == content) if content else to_be_shot(at)
    unread = select(ScriptSync.id).where(ScriptSync.script_id == Script.id, ScriptSync.acknowledged_at.is_(None))
    scripts = session.scalars(query.where(unread.exists()).order_by(Script.id))
    return [reading for script in scripts if script.id not in asked for reading in readings_of(session, script, at)]


def readings_of(session: Session, script: Script, at: datetime) -> list[ToRead]:
    """Return a version as it is begun, none when nobody is awaited."""
    item = session.get_one(ContentItem, script.content_id)
    if not awaited(session, item, script, at):
        return []
    project = session.get_one(Project, session.get_one(Account, item.account_id).project_id)
    return [ToRead(script.id, item.code, script.version, project.code)]


def runs_to_renew(session: Session, at: datetime) -> list[str]:
    """Return the runs whose form no longer offers exactly the people who are to answer; with nobody left they will end."""
    return [
        wait.flow_run_id
        for wait in inbox.waits(session, gate=READ)
        if set(wait.awaited) != still_awaited(session, about_id_of(wait.question, READ), at)
    ]


def still_awaited(session: Session, script_id: str, at: datetime) -> set[str]:
    """Return who must still answer about a version."""
    script = session.get_one(Script, script_id)
    item = session.get_one(ContentItem, script.content_id)
    return {member.person for member in awaited(session, item, script, at)}


def to_be_shot(at: datetime) -> Select[tuple[Script]]:
    """Return the query for the approved scripts whose shoot is today or later."""
    return (
        select(Script)
        .join(ContentItem, ContentItem.id == Script.content_id)
        .where(Script.status == ScriptStatus.APPROVED, ContentItem.stopped_at.is_(None))
        .where(ContentItem.planned_shoot_on >= beijing_day(at))
    )
