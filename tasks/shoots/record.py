"""Keeps what a shoot brought home: takes, footage and its handover, content item by content item (I6, I7)."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agency.domain.shoots import Take, shoot_item_status
from agency.domain.terms.editing import FootageState
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.production import item_in
from agency.records.tables import ContentItem, Footage, Handover, Shoot, Shot, TakeLog
from agency.records.tables.base import now
from tasks.shoots.takes import Recorded


def forget(session: Session, shoot: Shoot) -> None:
    """Take an earlier record of the same shoot off, so that the corrected one stands alone."""
    for rows in (TakeLog, Footage, Handover):
        session.execute(delete(rows).where(rows.shoot_id == shoot.id))


def keep_item(
    session: Session, shoot: Shoot, item: ContentItem, shots: list[Shot], recorded: list[Recorded], deviations: str
) -> None:
    """Keep the takes of one content item and what became of it."""
    by_number = {shot.number: shot for shot in shots}
    place = item_in(session, shoot.id, item.id)
    place.deviations = deviations
    place.status = shoot_item_status(wished(shots), taken(recorded))
    seen: set[tuple[int, int]] = set()
    for one in recorded:
        slate = (one.name.shot, one.name.take)
        if one.name.shot in by_number and slate not in seen:
            seen.add(slate)
            session.add(take_log(shoot, by_number[one.name.shot], one))


def wished(shots: list[Shot]) -> dict[int, int]:
    """Return how many takes are wished for of each shot."""
    return {shot.number: shot.planned_takes for shot in shots}


def taken(recorded: list[Recorded]) -> list[Take]:
    """Return the takes as the rules see them."""
    return [Take(one.name.shot, one.verdict) for one in recorded]


def take_log(shoot: Shoot, shot: Shot, one: Recorded) -> TakeLog:
    """Return one take as it is kept."""
    return TakeLog(
        shoot_id=shoot.id,
        shot_id=shot.id,
        take_number=one.name.take,
        verdict=one.verdict,
        note=one.note,
        file_hint=one.file_name,
    )


def hand_over(session: Session, shoot: Shoot, item: ContentItem, recorded: list[Recorded], giver: str) -> None:
    """Keep the footage of one content item as handed to its editor (I7)."""
    if item.editor_id is None:
        raise RuleBroken(_("{code} has no editor to hand its footage to.").format(code=item.code))
    handover = Handover(
        shoot_id=shoot.id, content_id=item.id, from_id=giver, to_id=item.editor_id, handed_at=now(), names_ok=True
    )
    session.add(handover)
    session.flush()
    session.add_all(
        Footage(
            shoot_id=shoot.id,
            content_id=item.id,
            handover_id=handover.id,
            shot_number=one.name.shot,
            take_number=one.name.take,
            file_name=one.file_name,
            state=FootageState.HANDED_OVER,
        )
        for one in recorded
    )
