"""S9, before the shoot: scene, equipment, props and the talent's itinerary are confirmed, or nothing is shot (I5)."""

from datetime import UTC, datetime, time

from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.finding import reasons
from agency.domain.shoots import Booking, PrepCheck, booking_findings, prep_findings
from agency.domain.terms import label
from agency.domain.terms.rules import Resource
from agency.domain.terms.shoots import PrepKind
from agency.errors import BadInput, RuleBroken
from agency.locale import _
from agency.records.production import contents_of
from agency.records.tables import Person, Shoot, ShootPrepCheck
from agency.records.tables.base import now
from tasks import texts
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_shoot
from tasks.gate.work import StageWork, Submission
from tasks.shoots.equipment import lend


def fields(session: Session, subject: Subject) -> Fields:
    """Return the times and the place, and for each of the four kinds its items and whether they are confirmed."""
    shoot = session.get_one(Shoot, subject.id)
    asked: Fields = {
        "place": (text(longest=200), Field(default=shoot.location, title=_("Place"))),
        "begins": (
            text(longest=5),
            Field(default="09:00", title=_("Begins at"), description=_("Beijing time, e.g. 09:00.")),
        ),
        "ends": (text(longest=5), Field(default="18:00", title=_("Ends at"))),
    }
    for kind in PrepKind:
        asked[f"{kind.value}_list"] = (
            text(longest=2000),
            Field(title=label(kind), description=_("What is needed, one thing a line.")),
        )
        asked[f"{kind.value}_ready"] = (
            choice([_("confirmed"), _("still open")]),
            Field(title=_("{kind}: all there?").format(kind=label(kind))),
        )
    return asked


def brief(session: Session, subject: Subject) -> str:
    """Show what is shot, with whom."""
    rows = [[item.code, item.title, name_of(session, item.talent_id)] for item in contents_of(session, subject.id)]
    return table(rows, [_("Content"), _("Title"), _("Talent")])


def name_of(session: Session, person_id: str | None) -> str | None:
    """Return a person's name, None for nobody."""
    return session.get_one(Person, person_id).name if person_id else None


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep what was confirmed; refuse an open item, and a person or place booked twice (I5)."""
    values, person = submission.values, submission.person.person
    checks = [
        PrepCheck(
            kind=kind, item=item, confirmed_by=person if values[f"{kind.value}_ready"] == _("confirmed") else None
        )
        for kind in PrepKind
        for item in texts.lines(values[f"{kind.value}_list"])
    ]
    shoot = session.get_one(Shoot, subject.id)
    shoot.location = values["place"].strip()
    shoot.starts_at, shoot.ends_at = at(shoot, values["begins"]), at(shoot, values["ends"])
    broken = reasons([*prep_findings(checks), *booking_findings(bookings(session, shoot))])
    if broken:
        raise RuleBroken(*broken)
    lend(session, shoot, texts.lines(values["equipment_list"]), shoot.starts_at, shoot.ends_at)
    session.execute(delete(ShootPrepCheck).where(ShootPrepCheck.shoot_id == shoot.id))
    session.add_all(kept(shoot, check, person) for check in checks)


def at(shoot: Shoot, clock: str) -> datetime:
    """Return a time of the shoot's day in Beijing as a moment."""
    try:
        told = time.fromisoformat(clock.strip())
    except ValueError:
        raise BadInput(_("“{text}” is no time of day; write it as 09:00.").format(text=clock)) from None
    return datetime.combine(shoot.shoot_on, told, tzinfo=BEIJING).astimezone(UTC)


def kept(shoot: Shoot, check: PrepCheck, person: str) -> ShootPrepCheck:
    """Return a check as it is kept: confirmed by one person at this moment."""
    return ShootPrepCheck(
        shoot_id=shoot.id,
        kind=check.kind,
        item=check.item,
        owner_id=shoot.photographer_id,
        confirmed_at=now(),
        confirmed_by_id=person,
    )


def bookings(session: Session, shoot: Shoot) -> list[Booking]:
    """Return who and what is booked on the shoot's day, by this shoot first, then by those with known times."""
    others = session.scalars(
        select(Shoot).where(Shoot.shoot_on == shoot.shoot_on, Shoot.id != shoot.id, Shoot.starts_at.is_not(None))
    )
    return [booking for one in [shoot, *others] for booking in booked_by(session, one)]


def booked_by(session: Session, shoot: Shoot) -> list[Booking]:
    """Return what one shoot needs from its beginning to its end."""
    talents = {item.talent_id for item in contents_of(session, shoot.id) if item.talent_id}
    wanted = [(Resource.PHOTOGRAPHER, name_of(session, shoot.photographer_id))]
    wanted += [(Resource.TALENT, name_of(session, talent)) for talent in sorted(talents)]
    wanted += [(Resource.PLACE, shoot.location)]
    return [
        Booking(shoot=shoot.code, resource=resource, name=name, begins=shoot.starts_at, ends=shoot.ends_at)
        for resource, name in wanted
        if name and shoot.starts_at and shoot.ends_at
    ]


def checks_of(session: Session, shoot_id: str) -> list[ShootPrepCheck]:
    """Return what was confirmed for a shoot, kind by kind."""
    rows = session.scalars(select(ShootPrepCheck).where(ShootPrepCheck.shoot_id == shoot_id)).all()
    return sorted(rows, key=lambda row: (list(PrepKind).index(row.kind), row.item))


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what the confirmation speaks of; another day, place or content item asks for it again."""
    shoot = session.get_one(Shoot, subject.id)
    return {
        "day": shoot.shoot_on.isoformat(),
        "place": shoot.location,
        "contents": [item.code for item in contents_of(session, shoot.id)],
        "checks": [[check.kind.value, check.item] for check in checks_of(session, shoot.id)],
    }


def exhibit(session: Session, subject: Subject) -> str:
    """Return what was confirmed, as people read it."""
    shoot = session.get_one(Shoot, subject.id)
    rows = [
        [label(check.kind), check.item, name_of(session, check.confirmed_by_id)]
        for check in checks_of(session, shoot.id)
    ]
    when = f"{shoot.shoot_on} · {shoot.location}"
    return f"{when}\n\n{table(rows, [_('Kind'), _('Item'), _('Confirmed by')])}"


PREPARATION = StageWork(
    gate="I5", find=find_shoot, content=content, exhibit=exhibit, fields=fields, brief=brief, write=write
)


@stage_task("I5")
def confirm_preparation(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the photographer confirm scene, equipment, props and the talent's itinerary before the shoot (I5)."""
    return advance(PREPARATION, code, answer)
