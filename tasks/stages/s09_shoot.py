"""S9: the shoot record. It closes only with equipment returned, footage named by the rule and handed to its editors (I6, I7)."""

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.finding import reasons
from agency.domain.footage import footage_findings
from agency.domain.shoots import Take, take_findings
from agency.domain.terms import label
from agency.domain.terms.editing import EditTaskStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.production import contents_of, item_in
from agency.records.tables import (
    ContentItem,
    EditTask,
    Footage,
    Shoot,
    ShootItem,
    Shot,
    TakeLog,
)
from agency.records.tables.base import now
from config.settings import settings
from tasks import texts
from tasks.gate.exhibits import findings_shown, table
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_shoot
from tasks.gate.work import StageWork, Submission
from tasks.shoots.equipment import still_out, take_back
from tasks.shoots.record import forget, hand_over, keep_item, wished
from tasks.shoots.takes import read_record
from tasks.stages.s09_preparation import name_of


def fields(session: Session, subject: Subject) -> Fields:
    """Return what a shoot record is handed in as: the footage with its takes, deviations, equipment, handover."""
    pattern = settings().policy.footage_pattern
    return {
        "footage": (
            text(),
            Field(
                title=_("Footage"),
                description=_("One file a line, named {pattern}.ext; after a tab: good, spare or no good.").format(
                    pattern=pattern
                ),
            ),
        ),
        "deviations": (text(required=False), Field(default="", title=_("Where it departed from the script"))),
        "equipment": (choice([_("all returned"), _("not all returned")]), Field(title=_("Equipment"))),
        "handover": (
            choice([_("handed to each video's editor"), _("not handed over yet")]),
            Field(title=_("Handover of the footage")),
        ),
    }


def brief(session: Session, subject: Subject) -> str:
    """Show what was to be shot and who edits it."""
    rows = [
        [item.code, item.title, len(shots), name_of(session, item.editor_id)]
        for item, shots in planned(session, subject.id)
    ]
    return table(rows, [_("Content"), _("Title"), _("Shots"), _("Editor")])


def planned(session: Session, shoot_id: str) -> list[tuple[ContentItem, list[Shot]]]:
    """Return the shots of the approved script of each content item of a shoot."""
    return [(item, shots_of(session, shoot_id, item.id)) for item in contents_of(session, shoot_id)]


def shots_of(session: Session, shoot_id: str, content_id: str) -> list[Shot]:
    """Return the shots that are to be shot of one content item, in the script's order."""
    script_id = select(ShootItem.script_id).where(ShootItem.shoot_id == shoot_id, ShootItem.content_id == content_id)
    return list(session.scalars(select(Shot).where(Shot.script_id.in_(script_id)).order_by(Shot.number)))


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the takes, the footage and its handover; refuse what I7 refuses."""
    values = submission.values
    shoot = session.get_one(Shoot, subject.id)
    recorded, broken = read_record(texts.lines(values["footage"]), settings().policy.footage_pattern)
    names = [one.file_name for one in recorded]
    codes = [item.code for item in contents_of(session, shoot.id)]
    broken += reasons(footage_findings(names, settings().policy.footage_pattern, codes))
    broken += unfinished(session, subject, submission)
    if broken:
        raise RuleBroken(*broken)
    forget(session, shoot)
    for item, shots in planned(session, shoot.id):
        mine = [one for one in recorded if one.name.content == item.code]
        keep_item(session, shoot, item, shots, mine, values["deviations"])
        hand_over(session, shoot, item, mine, submission.person.person)


def unfinished(session: Session, subject: Subject, submission: Submission) -> list[str]:
    """Return what is still to be done before the shoot can close; take the equipment in when it is said to be back."""
    broken = []
    if submission.values["equipment"] == _("all returned"):
        take_back(session, session.get_one(Shoot, subject.id), submission.person.person, now())
    else:
        broken.append(_("The shoot closes when all equipment is returned."))
        broken += reasons(still_out(session, subject.id))
    if submission.values["handover"] != _("handed to each video's editor"):
        broken.append(_("The shoot closes when the footage is handed to each video's editor."))
    return broken


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what the director accepts: every file, and what became of each content item."""
    files = session.scalars(select(Footage.file_name).where(Footage.shoot_id == subject.id).order_by(Footage.file_name))
    items = session.scalars(select(ShootItem).where(ShootItem.shoot_id == subject.id).order_by(ShootItem.content_id))
    return {"footage": list(files), "items": [[item.content_id, item.status.value, item.deviations] for item in items]}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the shoot record as the director reads it."""
    parts = []
    for item, shots in planned(session, subject.id):
        takes = takes_on_record(session, subject.id, shots)
        place = item_in(session, subject.id, item.id)
        rows = [[shot.number, shot.picture, *counted(takes, shot.number)] for shot in shots]
        header = [_("Shot"), _("Picture"), _("Usable takes"), _("No good")]
        head = f"**{item.code} 《{item.title}》 · {label(place.status)}**"
        parts += [head, table(rows, header), findings_shown(take_findings(wished(shots), takes)), place.deviations]
    return "\n\n".join(part for part in parts if part)


def takes_on_record(session: Session, shoot_id: str, shots: list[Shot]) -> list[Take]:
    """Return the takes of these shots."""
    numbers = {shot.id: shot.number for shot in shots}
    logs = session.scalars(select(TakeLog).where(TakeLog.shoot_id == shoot_id, TakeLog.shot_id.in_(numbers)))
    return [Take(numbers[log.shot_id], log.verdict) for log in logs]


def counted(takes: list[Take], number: int) -> tuple[int, int]:
    """Return how many takes of a shot can be used, and how many cannot."""
    mine = [take for take in takes if take.shot == number]
    bad = sum(take.verdict.value == "no_good" for take in mine)
    return len(mine) - bad, bad


def close(session: Session, subject: Subject) -> None:
    """Note that the shoot is recorded, and open the edit of each content item (S10)."""
    shoot = session.get_one(Shoot, subject.id)
    shoot.recorded_at = now()
    for item in contents_of(session, shoot.id):
        if session.scalar(select(EditTask).where(EditTask.content_id == item.id)) is None:
            session.add(
                EditTask(
                    content_id=item.id,
                    editor_id=item.editor_id,
                    director_id=item.director_id or shoot.director_id,
                    started_at=now(),
                    first_cut_due_on=item.planned_first_cut_on,
                    final_due_on=item.planned_edit_due_on,
                    status=EditTaskStatus.EDITING,
                )
            )


SHOOT = StageWork(
    gate="S9",
    find=find_shoot,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    close=close,
)


@stage_task("S9")
def record_takes(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the photographer record the shoot and the director accept it (S9, I6, I7)."""
    return advance(SHOOT, code, answer)
