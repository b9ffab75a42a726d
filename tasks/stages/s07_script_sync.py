"""S7 to the readers: a script that came later than three days before its shoot moves the shoot, or is excepted by name (I4)."""

from datetime import date

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.finding import Findings
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.production import latest
from agency.records.syncs import approved_script
from agency.records.tables import ContentItem, Script
from agency.records.tables.base import now
from tasks import texts
from tasks.gate.exhibits import findings_shown
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork, Submission
from tasks.scripts.delivery import deliver, standing_of_sync
from tasks.shoots.moved import carry_out
from tasks.shoots.moving import plan_move

LATE = "I4-late"


def key(subject: Subject) -> GateKey:
    """Return the rule that is waived, for this subject."""
    return GateKey(subject.kind, subject.id, "I4")


def lateness(session: Session, subject: Subject, shoot_on: date | None) -> Findings:
    """Return what is late for a shoot on a day; nothing while no day is fixed."""
    item, script = session.get_one(ContentItem, subject.id), latest(session, Script, subject.id)
    if shoot_on is None or script is None:
        return ()
    return tuple(one for one in standing_of_sync(session, item, script, shoot_on) if one.rule == LATE)


def is_late(session: Session, subject: Subject) -> bool:
    """Say whether the script came too late for the shoot as it is planned, and nobody has excepted it."""
    if ledger.waiver(session, key(subject)) is not None:
        return False
    return bool(lateness(session, subject, session.get_one(ContentItem, subject.id).planned_shoot_on))


def fields(session: Session, subject: Subject) -> Fields:
    """Return the two ways out: another day for the shoot, or an exception with its reason."""
    return {
        "way": (choice([_("move the shoot"), _("grant an exception")]), Field(title=_("What is to be done"))),
        "new_day": (
            text(required=False, longest=10),
            Field(default="", title=_("New day of the shoot"), description=_("To move it, e.g. 2026-12-11.")),
        ),
        "reason": (text(required=False), Field(default="", title=_("Reason"), description=_("To grant an exception."))),
    }


def brief(session: Session, subject: Subject) -> str:
    """Show how late the script is."""
    return findings_shown(lateness(session, subject, session.get_one(ContentItem, subject.id).planned_shoot_on))


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Move the shoot to a day the script is in time for, or keep the exception with person and reason."""
    values = submission.values
    if values["way"] == _("move the shoot"):
        move(session, subject, texts.day(values["new_day"]), values["reason"])
        return
    if not values["reason"].strip():
        raise RuleBroken(_("An exception needs a reason."))
    ledger.waive(
        session,
        key(subject),
        reason=values["reason"].strip(),
        granted_by=submission.person.person,
        flow_run_id=submission.flow_run_id,
    )


def move(session: Session, subject: Subject, new_day: date, reason: str) -> None:
    """Move the shoot with all that hangs on it; refuse a day for which the script is still late, or the work would be."""
    if still_late := lateness(session, subject, new_day):
        raise RuleBroken(*(finding.message for finding in still_late))
    planned = plan_move(session, subject.code, new_day, now())
    if planned.unreachable:
        sentence = _("{code} can't go live as planned; the first moment is {moment}.")
        raise RuleBroken(
            *(sentence.format(code=code, moment=texts.shown(first)) for code, first in planned.unreachable.items()),
            _("Choose an earlier day, or let the flow move-shoot move the publication along."),
        )
    carry_out(session, planned, reason.strip() or _("the script came too late for its shoot"))


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what was settled: the day, and the exception if there is one."""
    waived = ledger.waiver(session, key(subject))
    shoot_on = session.get_one(ContentItem, subject.id).planned_shoot_on
    return {"shoot_on": shoot_on.isoformat() if shoot_on else None, "reason": waived.reason if waived else None}


def exhibit(session: Session, subject: Subject) -> str:
    """Return what was settled, as people read it."""
    waived = ledger.waiver(session, key(subject))
    if waived is not None:
        return _("Excepted: {reason}").format(reason=waived.reason)
    return _("The shoot is on {day}.").format(day=session.get_one(ContentItem, subject.id).planned_shoot_on)


def pass_on(session: Session, subject: Subject) -> None:
    """Let the settled script be with its readers: whoever was not told of it at its approval is told now."""
    if (script := approved_script(session, subject.id)) is not None:
        deliver(session, script, at=now())


SYNC = StageWork(
    gate="I4",
    find=find_content,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    needed=is_late,
    close=pass_on,
)


@stage_task("I4")
def settle_late_script(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Ask for another day or for an exception when a script came later than the rule allows (I4)."""
    return advance(SYNC, code, answer)
