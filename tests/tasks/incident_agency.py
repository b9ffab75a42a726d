"""The small agency with a shoot, a second operator, and a coordinator of the house; what is reported in it (I11)."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role, Side
from agency.records.named import by_code
from agency.records.tables import ContentItem, Incident, Notification, Person, Shoot, ShootItem
from tasks.incidents.filing import IncidentForm, report
from tests.tasks.launched import found_launched

ELEVEN_PM = datetime(2026, 11, 24, 15, tzinfo=UTC)
SHOOT = "20261211-SHE"
COORDINATOR = "飞影 FEIYING(协调人)"
PHOTOGRAPHER = "佘光(摄影师)"


def found(session: Session) -> None:
    """Put the agency on record, with the shoot of its one video, and a coordinator who is in no project."""
    found_launched(session)
    video = by_code(session, ContentItem, "BREEZE-001")
    shoot = Shoot(
        code=SHOOT, shoot_on=date(2026, 12, 11), director_id=video.director_id, photographer_id=video.photographer_id
    )
    coordinator = Person(code="FEIYING", name="飞影", side=Side.INTERNAL, roles=[Role.COORDINATOR])
    session.add_all([shoot, coordinator])
    session.flush()
    session.add(ShootItem(shoot_id=shoot.id, content_id=video.id))
    session.flush()


def reported(session: Session, run: str = "run-1", at: datetime = ELEVEN_PM, **more: object) -> Incident:
    """Report something that touches the shoot, unless it is said to be something else."""
    told = {"project": "BREEZE", "reporter": "LIN", "what": "主灯摔坏了", "touches": SHOOT} | more
    return report(session, IncidentForm(**told), run, at)


def person(session: Session, code: str) -> str:
    """Return the id of a person."""
    return by_code(session, Person, code).id


def told(session: Session) -> list[tuple[str, set[str]]]:
    """Return every message, the oldest first: its first word, and the codes of the people it speaks to."""
    codes = {one.id: one.code for one in session.scalars(select(Person))}
    news = session.scalars(select(Notification).order_by(Notification.id))
    return [(one.title.split()[0], {codes[who] for who in {one.person_id, *one.mentions} if who}) for one in news]
