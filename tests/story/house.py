"""What the people of the story do beside making videos: meetings, scripts they know, works they watched, ideas, trouble."""

from datetime import date, datetime

from sqlalchemy import select

from agency.domain.heard import Heard
from agency.domain.terms.comments import CaseFinding, CaseStep
from agency.domain.terms.engagement import Severity
from agency.domain.terms.figures import Source
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.windows import window_of
from agency.records.engagement import awaited
from agency.records.named import by_code
from agency.records.production import latest
from agency.records.tables import (
    Account,
    ContentItem,
    Incident,
    Meeting,
    NegativeCase,
    Person,
    Project,
    Publication,
    Script,
)
from agency.records.tables.base import now
from tasks.comments.case_closing import SeenTo, see_to
from tasks.comments.judging import keep_comments
from tasks.engagement.answers import keep
from tasks.incidents.course import Said, resolve
from tasks.incidents.filing import IncidentForm, report
from tasks.opening import records
from tasks.scripts.reading import acknowledge
from tasks.shoots.moved import carry_out
from tasks.shoots.moving import plan_move
from tasks.topics.idea_sharing import IdeaForm, share
from tasks.topics.ideas_digest import digest, due_weeks


def hold(kind: MeetingKind, slot: str, *, account: str = "", project: str = "") -> None:
    """Hold a meeting that comes round."""
    with records() as session:
        about = by_code(session, Account, account).id if account else None
        of = by_code(session, Project, project).id if project else None
        session.add(
            Meeting(
                kind=kind, account_id=about, project_id=of, cadence_key=slot, status=MeetingStatus.HELD, held_at=now()
            )
        )


def know_script(video: str, *people: str) -> None:
    """Let readers say that they know the script of a video."""
    with records() as session:
        item = by_code(session, ContentItem, video)
        script = latest(session, Script, item.id)
        assert script is not None
        for code in people:
            acknowledge(session, item, script, by_code(session, Person, code).id, "", now())


def watch(video: str, *but: str) -> None:
    """Let everybody who was asked say that they have watched a work to its end, except some."""
    with records() as session:
        item = by_code(session, ContentItem, video)
        work = session.scalars(select(Publication).where(Publication.content_id == item.id)).one()
        for person, call in awaited(session, work.id).items():
            if session.get_one(Person, person).code not in but:
                keep(session, work, call, person, ["只看完,未互动"], now())


def say(video: str, number: int, words: str) -> None:
    """Let a stranger say something beneath a work."""
    with records() as session:
        item = by_code(session, ContentItem, video)
        work = session.scalars(select(Publication).where(Publication.content_id == item.id)).one()
        said = Heard(
            words=words,
            author_hash=f"{number:064d}",
            posted_at=now(),
            source=Source.API,
            comment_id=f"comment-{number}",
        )
        keep_comments(session, work.id, [said], now())


def answer_case(person: str) -> None:
    """Let somebody see to the oldest open case, by hand on the platform."""
    with records() as session:
        open_ = select(NegativeCase).where(NegativeCase.closed_at.is_(None)).order_by(NegativeCase.found_at)
        case = session.scalars(open_).first()
        assert case is not None
        said = SeenTo(
            person=by_code(session, Person, person).id,
            finding=CaseFinding.TRUE,
            severity=Severity(case.severity),
            step=CaseStep.ANSWERED,
            words="已人工回复并致歉(虚构)",
        )
        see_to(session, case.id, said, now())


def share_technique(who: str, what: str) -> None:
    with records() as session:
        form = IdeaForm(who=who, kind="剪辑手法", what=what, reference_account="@虚构参考号")
        share(session, form, f"share-{who}-{what}", now())


def digest_ideas() -> None:
    """Do what the flow of Monday morning does."""
    with records() as session:
        for week in due_weeks(session, now()):
            digest(session, window_of(week))


def confirm_plan(project: str) -> None:
    """Let the department lead confirm a new project's plan."""
    with records() as session:
        row = by_code(session, Project, project)
        row.plan_status, row.plan_confirmed_at = ProjectPlanStatus.EXECUTING, now()


def move_shoot(video: str, day: date, reason: str, by: str) -> None:
    with records(actor=by, reason=reason) as session:
        carry_out(session, plan_move(session, video, day, now(), publish_later=True), reason)


def file_incident(project: str, reporter: str, what: str) -> None:
    with records() as session:
        report(session, IncidentForm(project=project, reporter=reporter, what=what), f"incident-{project}", now())


def resolve_incident(by: str, words: str, learnt: str, met_at: datetime) -> None:
    with records() as session:
        incident = session.scalars(select(Incident)).one()
        person = by_code(session, Person, by).id
        resolve(session, incident, Said(by=person, words=words, learnt=learnt, met_at=met_at, met_with=[person]), now())
