"""Books a content item into a shoot: one shoot a day and photographer, however many content items it serves (domain.md 2.5)."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.named import by_code
from agency.records.production import contents_of, item_in, latest, shoot_of
from agency.records.tables import ContentItem, Person, Script, Shoot, ShootItem
from tasks.gate.subjects import Subject, find_shoot
from tasks.opening import records


@task(task_run_name="S9 · {code}", cache_policy=NO_CACHE, persist_result=False)
def book_shoot(code: str, production: str) -> Subject:
    """Return the shoot that serves a content item, booking it where it is not booked yet (S9).

    A shoot that was moved takes the item along to the other day; one that was recorded is never touched again.
    ``production`` is the run that waits for the record, to be carried on by it.
    """
    with records() as session:
        item = by_code(session, ContentItem, code)
        item.production_run_id = production
        booked = shoot_of(session, item.id)
        if booked is not None and (booked.recorded_at is not None or booked.shoot_on == item.planned_shoot_on):
            return find_shoot(session, booked.code)
        if booked is not None:
            session.delete(item_in(session, booked.id, item.id))
        shoot = open_shoot(session, item)
        session.add(ShootItem(shoot_id=shoot.id, content_id=item.id, script_id=approved_script(session, item)))
        return find_shoot(session, shoot.code)


@task(task_run_name="S9 · {code}", cache_policy=NO_CACHE, persist_result=False)
def productions_of(code: str) -> list[str]:
    """Return the runs that produce the content items of a shoot."""
    with records() as session:
        items = contents_of(session, by_code(session, Shoot, code).id)
        return [item.production_run_id for item in items if item.production_run_id]


def open_shoot(session: Session, item: ContentItem) -> Shoot:
    """Return the shoot of the item's day and photographer that is not recorded yet; plan it where there is none."""
    if item.planned_shoot_on is None or item.photographer_id is None or item.director_id is None:
        sentence = _("{code} needs a day, a photographer and a director before its shoot can be booked.")
        raise Misconfigured(sentence.format(code=item.code))
    shoots = session.scalars(
        select(Shoot)
        .where(Shoot.shoot_on == item.planned_shoot_on, Shoot.photographer_id == item.photographer_id)
        .order_by(Shoot.code)
    ).all()
    if still_open := [shoot for shoot in shoots if shoot.recorded_at is None]:
        return still_open[0]
    photographer = session.get_one(Person, item.photographer_id)
    shoot = Shoot(
        code=shoot_code(item.planned_shoot_on, photographer.code, len(shoots)),
        shoot_on=item.planned_shoot_on,
        photographer_id=item.photographer_id,
        director_id=item.director_id,
    )
    session.add(shoot)
    session.flush()
    return shoot


def shoot_code(day: date, photographer: str, earlier: int) -> str:
    """Return the code of a shoot, e.g. ``20261211-SHE``; a second one of a day gets ``-2``."""
    return f"{day:%Y%m%d}-{photographer}" + (f"-{earlier + 1}" if earlier else "")


def approved_script(session: Session, item: ContentItem) -> str | None:
    """Return the version that is to be shot."""
    script = latest(session, Script, item.id)
    return script.id if script and script.approved_at else None
