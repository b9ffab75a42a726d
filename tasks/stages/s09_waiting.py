"""S9, seen from one video: it waits for the record of the shoot it was booked for; recording it once carries all of them on."""

from prefect.runtime import flow_run

from agency.domain.terms.gates import SubjectKind
from agency.locale import _
from agency.records import inbox, ledger
from agency.records.ledger import GateKey
from agency.records.production import shoot_of
from agency.records.tables import Shoot
from config.standard import standard
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.opening import records

GATE = "S9"


@stage_task(GATE)
def await_shoot(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Wait until the shoot that serves a content item is recorded and accepted; nothing is answered here (S9)."""
    with records() as session:
        subject = find_content(session, code)
        shoot = shoot_of(session, subject.id)
        if shoot is not None and ledger.has_passed(session, GateKey(SubjectKind.SHOOT, shoot.id, GATE)):
            inbox.leave(session, flow_run.id, GATE)
            return None
        question = waiting_for(subject, shoot)
        inbox.stand_at(
            session,
            flow_run.id,
            GateKey(subject.kind, subject.id, GATE),
            question=question.key,
            headline=question.headline,
            awaited=[],
            due_on=shoot.shoot_on if shoot else None,
        )
        return question


def waiting_for(subject: Subject, shoot: Shoot | None) -> Question:
    """Return the wait of one video for its shoot."""
    name = standard().gates[GATE].name
    what = _("waits for the record of shoot {code}").format(code=shoot.code if shoot else "–")
    return Question(
        key=f"{GATE.lower()}-wait",
        gate=GATE,
        headline=f"{subject.name} {GATE} {name} · {what}",
        tags=subject.tags | {GATE, subject.project_code},
    )
