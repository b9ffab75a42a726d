"""How the versions of scripts came to their readers: what was really delivered, not only what was put on its way (I4).

``reached`` is the moment, for a query that joins each sync with its notification, where it has one.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.content import ScriptStatus
from agency.records.tables import ContentItem, Notification, Script, ScriptSync

reached = func.coalesce(Notification.sent_at, ScriptSync.delivered_at)
"""When a version really reached its reader; None while it has not."""

carried = Notification.id == ScriptSync.notification_id
"""How a sync is joined with the message that carries it."""

is_reader = ScriptSync.recipient_id.in_([ContentItem.talent_id, ContentItem.photographer_id, ContentItem.editor_id])
"""Whether a sync's reader still has a part in the content item it belongs to."""


class Sync(NamedTuple):
    """One version at one reader, with the moment it arrived."""

    sync: ScriptSync
    version: int
    reached_at: datetime | None


def syncs_of(session: Session, content_id: str) -> list[Sync]:
    """Return every version at every reader of a content item's script, oldest version first."""
    query = (
        select(ScriptSync, Script.version, reached)
        .join(Script, Script.id == ScriptSync.script_id)
        .outerjoin(Notification, carried)
        .where(Script.content_id == content_id)
        .order_by(Script.version, ScriptSync.id)
    )
    return [Sync(*row) for row in session.execute(query).tuples()]


def sync_to(session: Session, script_id: str, person: str) -> ScriptSync | None:
    """Return how one version came to one reader, None when it was never put on its way."""
    query = select(ScriptSync).where(ScriptSync.script_id == script_id, ScriptSync.recipient_id == person)
    return session.scalar(query)


def synced_before(session: Session, script: Script) -> Script | None:
    """Return the last earlier version that readers were told of, None when this is the first."""
    told = select(ScriptSync.script_id).where(ScriptSync.script_id == Script.id).exists()
    query = select(Script).where(Script.content_id == script.content_id, Script.version < script.version, told)
    return session.scalar(query.order_by(Script.version.desc()).limit(1))


def approved_script(session: Session, content_id: str) -> Script | None:
    """Return the version that is to be shot, None while none is approved."""
    query = select(Script).where(Script.content_id == content_id, Script.status == ScriptStatus.APPROVED)
    return session.scalar(query.order_by(Script.version.desc()).limit(1))


def last_delivery(session: Session, content_id: str) -> datetime | None:
    """Return when the last version of an item's script reached the last one who needs it, None while it has not."""
    newest = select(Script.id).where(Script.content_id == content_id).order_by(Script.version.desc()).limit(1)
    query = select(reached).select_from(ScriptSync).outerjoin(Notification, carried)
    delivered = session.scalars(query.where(ScriptSync.script_id == newest.scalar_subquery())).all()
    known = [moment for moment in delivered if moment is not None]
    return max(known) if known and len(known) == len(delivered) else None
