"""S10: the cut. The director judges five points in every round, then the client confirms this one file by its hash (I8)."""

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.cuts import Cut as CutDraft
from agency.domain.cuts import FocusJudgement as Judged
from agency.domain.cuts import cut_findings, focus_findings
from agency.domain.finding import reasons
from agency.domain.terms import label
from agency.domain.terms.editing import CutStatus, EditTaskStatus, FocusPoint
from agency.domain.terms.gates import Verdict
from agency.errors import RuleBroken, StageOutOfOrder
from agency.locale import _
from agency.records.production import latest, next_version
from agency.records.tables import ContentItem, Cut, EditRound, EditTask, FocusJudgement, Handover
from agency.records.tables.base import now
from tasks import texts
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import Judgement, StageWork, Submission

DIRECTOR_STEP = 0
LONGEST_VIDEO_S = 3600


def fields(session: Session, subject: Subject) -> Fields:
    """Return what a cut is handed in as: where its file is, and the hash that tells it from any other."""
    licence = edit_task(session, subject).bgm_licence or ""
    return {
        "file_ref": (text(longest=500), Field(title=_("File of the cut"), description=_("Link or path."))),
        "sha256": (text(longest=64), Field(title=_("SHA-256 of the file"), description=_("64 digits from 0 to f."))),
        "seconds": (int, Field(title=_("Length in seconds"), ge=1, le=LONGEST_VIDEO_S)),
        "resolution": (text(required=False, longest=20), Field(default="1080x1920", title=_("Resolution"))),
        "bgm_licence": (text(required=False, longest=200), Field(default=licence, title=_("Licence of the music"))),
    }


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the cut as the next version; to hand a cut in is to have received the footage."""
    values = submission.values
    draft = CutDraft(
        content=subject.code,
        file_ref=values["file_ref"],
        sha256=values["sha256"].strip().lower(),
        duration_ms=values["seconds"] * 1000,
    )
    if broken := reasons(cut_findings(draft)):
        raise RuleBroken(*broken)
    session.add(
        Cut(
            content_id=subject.id,
            version=next_version(session, Cut, subject.id),
            file_ref=draft.file_ref,
            sha256=draft.sha256,
            duration_ms=draft.duration_ms,
            resolution=values["resolution"],
            uploaded_by_id=submission.person.person,
            uploaded_at=now(),
        )
    )
    task = edit_task(session, subject)
    task.bgm_licence = values["bgm_licence"] or None
    task.status = EditTaskStatus.IN_REVIEW
    receive_footage(session, subject, submission.person.person)


def receive_footage(session: Session, subject: Subject, editor: str) -> None:
    """Note once that the editor has the footage (I7)."""
    for handover in session.scalars(select(Handover).where(Handover.content_id == subject.id)):
        if handover.received_at is None:
            handover.received_at, handover.received_by_id = now(), editor


def edit_task(session: Session, subject: Subject) -> EditTask:
    """Return the edit of a content item; raise ``StageOutOfOrder`` while its shoot is not accepted, which opens it."""
    task = session.scalar(select(EditTask).where(EditTask.content_id == subject.id))
    if task is None:
        raise StageOutOfOrder(_("{code} has no footage: its shoot is not recorded.").format(code=subject.code))
    return task


def current(session: Session, subject: Subject) -> Cut:
    """Return the latest cut."""
    cut = latest(session, Cut, subject.id)
    if cut is None:
        raise LookupError(f"{subject.code} has no cut to judge")
    return cut


def drafted(subject: Subject, cut: Cut) -> CutDraft:
    """Return a cut on record as the rules see it."""
    return CutDraft(content=subject.code, file_ref=cut.file_ref, sha256=cut.sha256, duration_ms=cut.duration_ms)


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what director and client confirm: this file and no other."""
    cut = current(session, subject)
    return {"version": cut.version, "hash": drafted(subject, cut).hash}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the cut as its judges find it."""
    cut = current(session, subject)
    rows: list[list[object]] = [
        [_("File of the cut"), cut.file_ref],
        [_("Version"), cut.version],
        [_("Length"), texts.seconds(cut.duration_ms)],
        [_("Resolution"), cut.resolution],
        [_("SHA-256 of the file"), cut.sha256],
        [_("Uploaded"), texts.shown(cut.uploaded_at)],
    ]
    return table(rows, [_("Cut"), session.get_one(ContentItem, subject.id).title])


def asks_beside(session: Session, subject: Subject, step: int) -> Fields:
    """Ask the director for a judgement on each of the five points (I8); the client is asked for none."""
    if step != DIRECTOR_STEP:
        return {}
    judged = choice([_("good"), _("needs work")])
    return {point.value: (judged, Field(title=label(point))) for point in FocusPoint}


def judge(session: Session, subject: Subject, said: Judgement) -> None:
    """Keep the director's judgement of the five points as one edit round; a cut that needs work is not approved (I8)."""
    cut = current(session, subject)
    if said.step == DIRECTOR_STEP:
        judged = [
            Judged(point=point, is_good=said.values[point.value] == _("good"), note=said.comment)
            for point in FocusPoint
        ]
        if said.verdict is Verdict.APPROVED and (broken := reasons(focus_findings(judged))):
            raise RuleBroken(*broken)
        session.add(edit_round(session, subject, cut, said, judged))
    cut.status = status_after(said)
    if said.verdict is Verdict.SENT_BACK:
        task = edit_task(session, subject)
        task.revision_count += 1
        task.status = EditTaskStatus.EDITING


def edit_round(session: Session, subject: Subject, cut: Cut, said: Judgement, judged: list[Judged]) -> EditRound:
    """Return one look of the director at the cut, as it is kept."""
    return EditRound(
        task_id=edit_task(session, subject).id,
        number=cut.version,
        cut_id=cut.id,
        director_id=said.person.person,
        judged_at=now(),
        notes=said.comment,
        judgements=[
            FocusJudgement(point=one.point, is_good=one.is_good, note="" if one.is_good else one.note) for one in judged
        ],
    )


def status_after(said: Judgement) -> CutStatus:
    """Return how a cut stands after somebody spoke."""
    inside = said.step == DIRECTOR_STEP
    match said.verdict:
        case Verdict.APPROVED:
            return CutStatus.CLIENT_REVIEW if inside else CutStatus.CONFIRMED
        case Verdict.SENT_BACK:
            return CutStatus.SENT_BACK_INSIDE if inside else CutStatus.SENT_BACK_BY_CLIENT
        case Verdict.STOPPED:
            return CutStatus.VOID


def close(session: Session, subject: Subject) -> None:
    """Note that the edit is done."""
    edit_task(session, subject).status = EditTaskStatus.DONE


CUT = StageWork(
    gate="S10",
    find=find_content,
    content=content,
    exhibit=exhibit,
    fields=fields,
    write=write,
    asks_beside=asks_beside,
    judge=judge,
    close=close,
)


@stage_task("S10")
def confirm_cut(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have one cut confirmed by the director and then by the client (S10, I8)."""
    return advance(CUT, code, answer)
