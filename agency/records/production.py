"""What the production of one content item has on record: its latest copy, script, cut and publication, and its shoot."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.records.tables import ContentItem, Cut, PlanningCopy, Publication, Script, Shoot, ShootItem

Version = TypeVar("Version", PlanningCopy, Script, Cut)


def latest(session: Session, table: type[Version], content_id: str) -> Version | None:
    """Return the latest version of a content item's copy, script or cut, None before the first."""
    return session.scalar(select(table).where(table.content_id == content_id).order_by(table.version.desc()).limit(1))


def next_version(session: Session, table: type[Version], content_id: str) -> int:
    """Return the number of the version that comes next."""
    highest = session.scalar(select(func.max(table.version)).where(table.content_id == content_id))
    return (highest or 0) + 1


def publication_of(session: Session, content_id: str) -> Publication | None:
    """Return the publication of a content item on its own account, None while there is none."""
    return session.scalar(
        select(Publication)
        .join(ContentItem, ContentItem.id == Publication.content_id)
        .where(Publication.content_id == content_id, Publication.account_id == ContentItem.account_id)
    )


def shoot_of(session: Session, content_id: str) -> Shoot | None:
    """Return the shoot a content item was last booked for, None while there is none."""
    return session.scalar(
        select(Shoot)
        .join(ShootItem, ShootItem.shoot_id == Shoot.id)
        .where(ShootItem.content_id == content_id)
        .order_by(Shoot.shoot_on.desc(), Shoot.id.desc())
        .limit(1)
    )


def contents_of(session: Session, shoot_id: str) -> Sequence[ContentItem]:
    """Return the content items a shoot serves, by code."""
    return session.scalars(
        select(ContentItem)
        .join(ShootItem, ShootItem.content_id == ContentItem.id)
        .where(ShootItem.shoot_id == shoot_id)
        .order_by(ContentItem.code)
    ).all()


def item_in(session: Session, shoot_id: str, content_id: str) -> ShootItem:
    """Return the place of a content item in a shoot that serves it."""
    query = select(ShootItem).where(ShootItem.shoot_id == shoot_id, ShootItem.content_id == content_id)
    return session.scalars(query).one()
