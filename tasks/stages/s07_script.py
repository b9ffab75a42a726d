"""S7, second half: the script, refined shot by shot until it can be shot; on approval three people have it at once (P3, I4)."""

import dataclasses

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.binding import content_hash
from agency.domain.finding import Findings, reasons
from agency.domain.scripts import Shot as ShotDraft
from agency.domain.scripts import Story, script_findings, story_of
from agency.domain.shot_table import read_shot_table
from agency.domain.terms import label
from agency.domain.terms.content import ScriptStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.production import latest, next_version
from agency.records.tables import ContentItem, PlanningCopy, Script, Shot
from agency.records.tables.base import now
from config.lexicon import shot_words
from config.settings import settings
from tasks import texts
from tasks.gate.exhibits import findings_shown, table
from tasks.gate.forms import Fields, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork, Submission
from tasks.scripts.delivery import deliver
from tasks.scripts.pages import drafted


def fields(session: Session, subject: Subject) -> Fields:
    """Return what a script is handed in as: its shot table, pasted from a spreadsheet, and its music."""
    words = shot_words().columns
    columns = "、".join(words[column][0] for column in ("number", "size", "picture", "line", "duration_ms", "beat"))
    return {
        "shots": (
            text(),
            Field(
                title=_("Shot table"),
                description=_("Paste it from the spreadsheet with its first row, e.g. {columns}.").format(
                    columns=columns
                ),
            ),
        ),
        "bgm": (text(required=False, longest=200), Field(default="", title=_("Background music"))),
        "references": (
            text(required=False),
            Field(default="", title=_("Reference videos"), description=_("One link a line, as far as there are any.")),
        ),
    }


def brief(session: Session, subject: Subject) -> str:
    """Show the confirmed copy that the script is made from."""
    copy = latest(session, PlanningCopy, subject.id)
    if copy is None:
        return ""
    length = _("Planned length") + f": {texts.seconds(copy.planned_duration_ms)}"
    return f"**{_('Copy')}**\n\n{copy.copy}\n\n{length}"


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the script as the next version; refuse a table that cannot be read or a script that cannot be shot."""
    copy = latest(session, PlanningCopy, subject.id)
    planned_ms = copy.planned_duration_ms if copy else 0
    read = read_shot_table(submission.values["shots"], shot_words())
    story = story_of(read.shots)
    broken = reasons(read.findings) or reasons(script_findings(read.shots, story, planned_ms, settings().policy))
    if broken:
        raise RuleBroken(*broken)
    item = session.get_one(ContentItem, subject.id)
    script = Script(
        content_id=subject.id,
        version=next_version(session, Script, subject.id),
        title=item.title,
        duration_ms=planned_ms,
        bgm=submission.values["bgm"],
        reference_urls=texts.lines(submission.values["references"]),
        author_id=submission.person.person,
        content_hash="",
        status=ScriptStatus.REVIEW,
        beginning=story.beginning,
        turn=story.turn,
        ending=story.ending,
        shots=[kept(shot) for shot in read.shots],
    )
    script.content_hash = content_hash(judged(script))
    session.add(script)


def kept(draft: ShotDraft) -> Shot:
    """Return a shot as it is kept."""
    parts = {part.name: getattr(draft, part.name) for part in dataclasses.fields(draft)}
    return Shot(**parts | {"planned_takes": draft.planned_takes or settings().policy.planned_takes})


def current(session: Session, subject: Subject) -> Script:
    """Return the latest version of the script."""
    script = latest(session, Script, subject.id)
    if script is None:
        raise LookupError(f"{subject.code} has no script to judge")
    return script


def judged(script: Script) -> dict[str, object]:
    """Return what an approval of a script speaks of: every word of it."""
    return {
        "duration_ms": script.duration_ms,
        "bgm": script.bgm,
        "references": script.reference_urls,
        "shots": [dataclasses.asdict(drafted(shot)) for shot in script.shots],
    }


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what the director approves."""
    return judged(current(session, subject))


def exhibit(session: Session, subject: Subject) -> str:
    """Return the script as its judges read it."""
    script = current(session, subject)
    header = [_("Shot"), _("Size"), _("Picture"), _("Lines"), _("Length"), _("Sound"), _("Story")]
    rows = [
        [
            shot.number,
            shot.size and label(shot.size),
            shot.picture,
            shot.line,
            texts.seconds(shot.duration_ms or 0),
            shot.sound_effect,
            shot.beat and label(shot.beat),
        ]
        for shot in script.shots
    ]
    head = _("Script version {version} · {length} planned").format(
        version=script.version, length=texts.seconds(script.duration_ms)
    )
    return "\n\n".join([f"**{head}**", table(rows, header), findings_shown(wishes(script))]).strip()


def wishes(script: Script) -> Findings:
    """Return what does not stop the script and should be known."""
    story = Story(script.beginning, script.turn, script.ending)
    return script_findings([drafted(shot) for shot in script.shots], story, script.duration_ms, settings().policy)


def approve(session: Session, subject: Subject) -> None:
    """Mark the version as the approved one, and put it before talent, photographer and editor at this one moment (I4)."""
    script = current(session, subject)
    for earlier in session.query(Script).filter(Script.content_id == subject.id, Script.id != script.id):
        earlier.status = ScriptStatus.SUPERSEDED
    script.status = ScriptStatus.APPROVED
    script.approved_at = now()
    deliver(session, script, at=script.approved_at)


SCRIPT = StageWork(
    gate="S7",
    find=find_content,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    close=approve,
)


@stage_task("S7")
def refine_script(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Bring the script to where it can be shot, and have the director approve it (S7, P3)."""
    return advance(SCRIPT, code, answer)
