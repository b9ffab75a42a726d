"""Takes the sample's projects to the start of their work, and six videos to where each of them waits for somebody."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.records.named import by_code
from agency.records.production import shoot_of
from agency.records.tables import Account, ContentItem, Person, Project, ShootItem
from shortvideo.sample.answering import fill_in
from shortvideo.sample.telling import ToldProduction, days_before, told_agency, told_productions
from tasks.gate.work import StageWork
from tasks.shoots.booking import approved_script, open_shoot
from tasks.stages.s01_business_talk import PLAN, TALK
from tasks.stages.s07_copy import COPY
from tasks.stages.s07_script import SCRIPT
from tasks.stages.s08_talent import TALENT
from tasks.stages.s09_preparation import PREPARATION
from tasks.stages.s09_shoot import SHOOT
from tasks.stages.s10_cut import CUT

STAGES: Mapping[str, StageWork] = {
    work.gate: work for work in (TALK, PLAN, COPY, SCRIPT, TALENT, PREPARATION, SHOOT, CUT)
}
OF_A_SHOOT = frozenset({PREPARATION.gate, SHOOT.gate})
GOES_LIVE_AT = time(18)


class Kickoff(date):
    """A kickoff whose following days a text can name: ``{kickoff:+8}`` is the day eight days after it."""

    def __format__(self, later: str) -> str:
        """Return the day so many days later, as forms want it."""
        return (self + timedelta(days=int(later or 0))).isoformat()


def launch(session: Session, start: datetime) -> None:
    """Take each project through its talk and its plan (S1, C2)."""
    for told in told_agency().projects:
        kickoff = by_code(session, Project, told.code).kickoff_on
        days = {"kickoff": Kickoff(kickoff.year, kickoff.month, kickoff.day)}
        for answer in told.answers:
            fill_in(session, STAGES[answer.gate], told.code, answer, start, days)


def produce(session: Session, start: datetime) -> None:
    """Put the six videos on record and answer what was answered so far (P1-S10)."""
    for told in told_productions():
        item = content_item(session, told, start)
        session.add(item)
        session.flush()
        for answer in told.answers:
            code = booked(session, item) if answer.gate in OF_A_SHOOT else item.code
            fill_in(session, STAGES[answer.gate], code, answer, start, {"shoot": item.planned_shoot_on})


def content_item(session: Session, told: ToldProduction, start: datetime) -> ContentItem:
    """Return the row of a video with its crew and its days."""
    account = by_code(session, Account, told.account)
    return ContentItem(
        code=told.code,
        account_id=account.id,
        title=told.title,
        pillar=told.pillar,
        planned_shoot_on=beijing_day(start) + timedelta(days=told.shoot_in),
        planned_publish_at=days_before(start, -told.publish_in, GOES_LIVE_AT),
        director_id=account.director_id,
        operator_id=account.operator_id,
        photographer_id=by_code(session, Person, told.photographer).id,
        talent_id=by_code(session, Person, told.talent).id,
        editor_id=by_code(session, Person, told.editor).id,
    )


def booked(session: Session, item: ContentItem) -> str:
    """Return the code of a video's shoot, booking it first where it is not; its production has no run yet."""
    if (shoot := shoot_of(session, item.id)) is None:
        shoot = open_shoot(session, item)
        session.add(ShootItem(shoot_id=shoot.id, content_id=item.id, script_id=approved_script(session, item)))
        session.flush()
    return shoot.code
