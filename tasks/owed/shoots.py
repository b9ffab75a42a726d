"""What is owed when a shoot is over: the equipment back, the footage named and with its editors, the same day (I7, R09)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.deadlines import handover_due
from agency.domain.obligations import STILL_TOLD, Obligation, end_of
from agency.domain.standings import GIVEN_UP
from agency.domain.terms.gates import SubjectKind
from agency.locale import _
from agency.records.tables import EquipmentLoan, Footage, GateRound, Shoot, ShootItem, Wait
from config.settings import settings
from config.standard import standard
from tasks.owed.gate_subjects import GateSubject, subjects
from tasks.owed.links import run_links
from tasks.owed.people import Responsible

RULE, GATE = "I7", "S9"
SPOKEN_OF_BEFORE = timedelta(days=7)


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield each shoot of these weeks that was not given up: its photographer owes the record, with all that belongs to it."""
    since, until = beijing_day(at - STILL_TOLD), beijing_day(at + SPOKEN_OF_BEFORE)
    still = select(ShootItem.shoot_id).where(ShootItem.status.not_in(GIVEN_UP))
    of_these_weeks = select(Shoot.id).where(Shoot.shoot_on.between(since, until), Shoot.id.in_(still))
    shoots = session.scalars(select(Shoot).where(Shoot.id.in_(of_these_weeks)).order_by(Shoot.code)).all()
    known = subjects(session, of_these_weeks)
    runs = {wait.subject_id: wait.flow_run_id for wait in session.scalars(select(Wait).where(Wait.gate == GATE))}
    people, link, done = Responsible.read(session), run_links(), finished(session)
    for shoot in shoots:
        if (subject := known.get(shoot.id)) is not None:
            yield of_shoot(shoot, subject, people, link(runs.get(shoot.id)), done.get(shoot.id))


def of_shoot(
    shoot: Shoot, subject: GateSubject, people: Responsible, link: str | None, done_at: datetime | None
) -> Obligation:
    """Return what is owed after one shoot."""
    policy, gate = settings().policy, standard().gates[GATE]
    return Obligation(
        rule=RULE,
        subject_kind=Shoot.__tablename__,
        subject_id=shoot.id,
        what=_("Shoot {code}: record, equipment back, footage handed over").format(code=shoot.code),
        owners=(shoot.photographer_id,),
        due_at=end_of(handover_due(shoot.shoot_on, policy)),
        chain=people.chain(subject.project_id, gate.escalate),
        project_id=subject.project_id,
        link=link,
        done_at=done_at,
        remind_days=gate.remind,
    )


def finished(session: Session) -> dict[str, datetime]:
    """Return when each shoot was handed in with nothing lent still out; the form takes it only with the footage handed over."""
    still_out = select(EquipmentLoan.shoot_id).where(
        EquipmentLoan.returned_at.is_(None), EquipmentLoan.shoot_id.is_not(None)
    )
    handed_in = select(GateRound.subject_id, func.max(GateRound.created_at)).where(
        GateRound.subject_kind == SubjectKind.SHOOT, GateRound.gate == GATE, GateRound.subject_id.not_in(still_out)
    )
    last = dict(session.execute(handed_in.group_by(GateRound.subject_id)).tuples().all())
    footage = set(session.scalars(select(Footage.shoot_id).where(Footage.handover_id.is_(None))))
    return {shoot: moment for shoot, moment in last.items() if shoot not in footage}
