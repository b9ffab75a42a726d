"""S8: the talent agrees to the very version of the script that will be shot (S8)."""

from sqlalchemy.orm import Session

from agency.locale import _
from agency.records.production import latest
from agency.records.syncs import sync_to
from agency.records.tables import ContentItem, Script
from agency.records.tables.base import now
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork
from tasks.stages import s07_script


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what the talent agrees to: this version, for this talent. Another one of either asks again."""
    item, script = session.get_one(ContentItem, subject.id), s07_script.current(session, subject)
    return {"script": script.content_hash, "version": script.version, "talent": item.talent_id}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the script and the day of the shoot."""
    shoot_on = session.get_one(ContentItem, subject.id).planned_shoot_on
    day = _("The shoot is on {day}.").format(day=shoot_on or _("a day to come"))
    return f"{day}\n\n{s07_script.exhibit(session, subject)}"


def acknowledge(session: Session, subject: Subject) -> None:
    """Note that the talent knows the script: to agree to it is to have read it."""
    item, script = session.get_one(ContentItem, subject.id), latest(session, Script, subject.id)
    if script is None or item.talent_id is None:
        return
    sync = sync_to(session, script.id, item.talent_id)
    if sync is not None and sync.acknowledged_at is None:
        sync.acknowledged_at = now()


TALENT = StageWork(gate="S8", find=find_content, content=content, exhibit=exhibit, close=acknowledge)


@stage_task("S8")
def agree_with_talent(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the talent agree to the script; a refusal takes it back to the director (S8)."""
    return advance(TALENT, code, answer)
