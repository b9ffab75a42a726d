"""The shoots with all that hangs on them: items, scripts, crew, checks, equipment, handovers (S9, I5, I7, C4).

A shoot may serve several clients: of one project only its own content items are told.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.records.tabled.items import Rows, told
from agency.records.tabled.narrowing import of_items, of_shoots
from agency.records.tables import (
    ContentItem,
    Equipment,
    EquipmentLoan,
    Handover,
    Script,
    Shoot,
    ShootCrew,
    ShootItem,
    ShootPrepCheck,
    Shot,
    TalentItinerary,
)


def shoots(session: Session, project_id: str | None) -> Rows:
    """Return every shoot."""
    return told(session, select(Shoot.__table__).where(*of_shoots(Shoot.id, project_id)))


def served(session: Session, project_id: str | None) -> Rows:
    """Return the content items of each shoot with their scripts, in the order of their codes."""
    query = (
        select(
            ShootItem.shoot_id,
            ShootItem.content_id,
            ShootItem.status,
            ShootItem.script_id,
            ContentItem.code,
            ContentItem.title,
            ContentItem.talent_id,
            Script.version,
            Script.scenes,
        )
        .join(ContentItem, ContentItem.id == ShootItem.content_id)
        .outerjoin(Script, Script.id == ShootItem.script_id)
        .order_by(ContentItem.code)
    )
    return told(session, query.where(*of_items(ShootItem.content_id, project_id)))


def shots(session: Session, project_id: str | None) -> Rows:
    """Return how many shots the scripts of each shoot have."""
    query = select(ShootItem.shoot_id, func.count()).join(Shot, Shot.script_id == ShootItem.script_id)
    return told(session, query.where(*of_items(ShootItem.content_id, project_id)).group_by(ShootItem.shoot_id))


def talents(session: Session, project_id: str | None) -> Rows:
    """Return who was called to each shoot as a talent."""
    query = select(ShootCrew.shoot_id, ShootCrew.person_id).where(ShootCrew.role == Role.TALENT)
    return told(session, query.where(*of_shoots(ShootCrew.shoot_id, project_id)).order_by(ShootCrew.id))


def itineraries(session: Session, project_id: str | None) -> Rows:
    """Return how each talent comes to a shoot and goes again."""
    asked = (TalentItinerary.from_at, TalentItinerary.to_at, TalentItinerary.transport)
    query = select(TalentItinerary.shoot_id, TalentItinerary.talent_id, *asked).order_by(TalentItinerary.from_at)
    return told(session, query.where(*of_shoots(TalentItinerary.shoot_id, project_id)))


def checks(session: Session, project_id: str | None) -> Rows:
    """Return for each shoot and kind how many things are to be confirmed, and how many are."""
    query = select(
        ShootPrepCheck.shoot_id, ShootPrepCheck.kind, func.count(), func.count(ShootPrepCheck.confirmed_at)
    ).group_by(ShootPrepCheck.shoot_id, ShootPrepCheck.kind)
    return told(session, query.where(*of_shoots(ShootPrepCheck.shoot_id, project_id)))


def loans(session: Session, project_id: str | None) -> Rows:
    """Return what was lent to each shoot and when it came back, by number."""
    query = (
        select(EquipmentLoan.shoot_id, Equipment.name, EquipmentLoan.returned_at)
        .join(Equipment, Equipment.id == EquipmentLoan.equipment_id)
        .where(EquipmentLoan.shoot_id.is_not(None))
        .order_by(Equipment.code)
    )
    return told(session, query.where(*of_shoots(EquipmentLoan.shoot_id, project_id)))


def handovers(session: Session, project_id: str | None) -> Rows:
    """Return to whom each shoot's footage was handed over, when, and when it was received, earliest first."""
    query = select(Handover.shoot_id, Handover.to_id, Handover.handed_at, Handover.received_at)
    query = query.where(*of_items(Handover.content_id, project_id)).order_by(Handover.handed_at, Handover.id)
    return told(session, query)
