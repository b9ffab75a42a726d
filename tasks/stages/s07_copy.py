"""S7, first half: the planning copy, confirmed by the client and then by the business lead (P1, P2)."""

from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.copy_rules import PlanningCopy as CopyDraft
from agency.domain.copy_rules import copy_findings
from agency.domain.deadlines import copy_due
from agency.domain.finding import Findings, reasons
from agency.domain.terms import label
from agency.domain.terms.content import ContentKind
from agency.domain.titles import tidy_title, title_findings, title_length
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.production import latest, next_version
from agency.records.tables import ContentItem, PlanningCopy
from agency.records.tables.base import now
from config.settings import settings
from tasks import texts
from tasks.calendars import calendar
from tasks.gate.exhibits import findings_shown, table
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork, Submission

LONGEST_VIDEO_S = 3600
MOST_VIDEOS = 99


def fields(session: Session, subject: Subject) -> Fields:
    """Return what a copy must name (P2): title, form, number of videos, text; references are wished for."""
    item = session.get_one(ContentItem, subject.id)
    links = _("One link a line, as far as there are any.")
    return {
        "video_title": title_field(item),
        "kind": (
            choice([label(kind) for kind in ContentKind]),
            Field(default=label(item.kind), title=_("Kind of content")),
        ),
        "sound": (
            text(longest=500),
            Field(title=_("Sound"), description=_("What is heard: voice, music, sound effects.")),
        ),
        "seconds": (int, Field(title=_("Planned length in seconds"), ge=1, le=LONGEST_VIDEO_S)),
        "shot_count": (int, Field(default=1, title=_("Number of videos to shoot"), ge=1, le=MOST_VIDEOS)),
        "copy_text": (text(), Field(title=_("Copy"))),
        "references": (text(required=False), Field(default="", title=_("Reference videos"), description=links)),
    }


def title_field(item: ContentItem) -> tuple[Any, Any]:
    """Return the field of the title, with the limit beside it."""
    limit = _("At most {limit} characters.").format(limit=settings().policy.title_max)
    return text(longest=100), Field(default=item.title, title=_("Title"), description=limit)


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the copy as the next version and give the item its title; refuse what P2 refuses."""
    values = submission.values
    title = tidy_title(values["video_title"])
    draft = CopyDraft(
        copy=values["copy_text"],
        sound_effects=values["sound"],
        planned_duration_ms=values["seconds"] * 1000,
        shot_count=values["shot_count"],
        reference_cases=tuple(texts.lines(values["references"])),
    )
    broken = reasons([*title_findings(title, settings().policy), *copy_findings(draft, None, beijing_day(now()))])
    if broken:
        raise RuleBroken(*broken)
    item = session.get_one(ContentItem, subject.id)
    item.title = title
    item.kind = next(kind for kind in ContentKind if label(kind) == values["kind"])
    session.add(kept(session, item, draft, submission.person.person))


def kept(session: Session, item: ContentItem, draft: CopyDraft, author: str) -> PlanningCopy:
    """Return a draft as the next version on record, handed to the item's director at this moment."""
    due_on = copy_due(item.planned_shoot_on, calendar(session), settings().policy) if item.planned_shoot_on else None
    return PlanningCopy(
        content_id=item.id,
        version=next_version(session, PlanningCopy, item.id),
        kind=item.kind,
        copy=draft.copy,
        sound_effects=draft.sound_effects,
        planned_duration_ms=draft.planned_duration_ms,
        shot_count=draft.shot_count,
        reference_cases=list(draft.reference_cases),
        author_id=author,
        handed_to_id=item.director_id,
        handed_at=now(),
        due_on=due_on,
    )


def current(session: Session, subject: Subject) -> tuple[ContentItem, PlanningCopy]:
    """Return the item and its latest copy."""
    item = session.get_one(ContentItem, subject.id)
    copy = latest(session, PlanningCopy, subject.id)
    if copy is None:
        raise LookupError(f"{subject.code} has no copy to judge")
    return item, copy


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what client and business lead confirm."""
    item, copy = current(session, subject)
    return {
        "title": item.title,
        "kind": copy.kind.value,
        "copy": copy.copy,
        "sound": copy.sound_effects,
        "duration_ms": copy.planned_duration_ms,
        "shot_count": copy.shot_count,
        "references": copy.reference_cases,
    }


def exhibit(session: Session, subject: Subject) -> str:
    """Return the copy as its judges read it, with what is wished for or late."""
    item, copy = current(session, subject)
    rows: list[list[object]] = [
        [_("Title"), _("{title} ({count} characters)").format(title=item.title, count=title_length(item.title))],
        [_("Kind of content"), label(copy.kind)],
        [_("Sound"), copy.sound_effects],
        [_("Planned length"), texts.seconds(copy.planned_duration_ms)],
        [_("Number of videos to shoot"), copy.shot_count],
        [_("Reference videos"), "、".join(copy.reference_cases)],
    ]
    return "\n\n".join([table(rows, [_("Copy"), ""]), copy.copy, findings_shown(wishes(copy))]).strip()


def wishes(copy: PlanningCopy) -> Findings:
    """Return what does not stop the copy and should be known: it is late, or has no reference."""
    draft = CopyDraft(
        copy=copy.copy,
        sound_effects=copy.sound_effects,
        planned_duration_ms=copy.planned_duration_ms,
        shot_count=copy.shot_count,
        reference_cases=tuple(copy.reference_cases),
        handed_on=beijing_day(copy.handed_at) if copy.handed_at else None,
    )
    return copy_findings(draft, copy.due_on, beijing_day(now()))


COPY = StageWork(gate="P1", find=find_content, content=content, exhibit=exhibit, fields=fields, write=write)


@stage_task("P1")
def confirm_copy(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the planning copy confirmed by the client and then by the business lead (P1, P2)."""
    return advance(COPY, code, answer)
