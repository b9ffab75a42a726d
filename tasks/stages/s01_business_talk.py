"""S1 and C2: the business cooperation talk, and the new project's plan and timetable within a week of its kickoff."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.finding import Findings, reasons
from agency.domain.pasted_lines import PastedLines, read_lines
from agency.domain.plan_lines import milestone
from agency.domain.projects import Milestone, ProjectPlan, project_plan_findings
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.plans import ProjectPlanStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.tables import Meeting, Project
from agency.records.tables.base import now
from config.settings import settings
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields
from tasks.gate.prefilled import prefilled
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.signatures import signatures
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_project
from tasks.gate.work import StageWork, Submission

FIRST_TALK = "kickoff"


def talk_of(session: Session, subject: Subject) -> Meeting | None:
    """Return the talk a project began with, None before it was written down."""
    query = select(Meeting).where(
        Meeting.kind == MeetingKind.KICKOFF, Meeting.project_id == subject.id, Meeting.cadence_key == FIRST_TALK
    )
    return session.scalar(query)


def talk_content(session: Session, subject: Subject) -> Mapping[str, str]:
    """Return what the client wishes, what the agency delivers, and what is to be reached."""
    talk = talk_of(session, subject)
    wishes, deliverables, targets = (talk.agenda, *talk.decisions) if talk else ("", "", "")
    return {"client_wishes": wishes, "deliverables": deliverables, "targets": targets}


def talk_exhibit(session: Session, subject: Subject) -> str:
    """Return the outcome of the talk, one row a question."""
    said = talk_content(session, subject)
    rows = [
        [_("What the client wishes"), said["client_wishes"]],
        [_("What is delivered"), said["deliverables"]],
        [_("What is to be reached"), said["targets"]],
    ]
    return table(rows, [_("Business talk"), _("Outcome")])


def talk_fields(session: Session, subject: Subject) -> Fields:
    """Ask for the outcome of the talk; it starts with what was handed in before."""
    said = talk_content(session, subject)
    return {
        "client_wishes": prefilled(said["client_wishes"], caption=_("What the client wishes")),
        "deliverables": prefilled(
            said["deliverables"],
            caption=_("What is delivered"),
            help_text=_("Platforms, kinds of content and how many a month."),
        ),
        "targets": prefilled(
            said["targets"],
            caption=_("What is to be reached"),
            help_text=_("The targets of the contract: which figure, how much, by when."),
        ),
    }


def write_talk(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the talk down as a meeting that was held."""
    said = {name: value.strip() for name, value in submission.values.items()}
    if not all(said.values()):
        raise RuleBroken(_("Say what the client wishes, what is delivered, and what is to be reached."))
    talk = talk_of(session, subject) or Meeting(
        kind=MeetingKind.KICKOFF, project_id=subject.id, cadence_key=FIRST_TALK, held_at=now()
    )
    talk.agenda = said["client_wishes"]
    talk.decisions = [said["deliverables"], said["targets"]]
    talk.host_id = submission.person.person
    talk.client_present = True
    talk.status = MeetingStatus.HELD
    session.add(talk)


def plan_content(session: Session, subject: Subject) -> Mapping[str, str | None]:
    """Return the plan and the timetable as they stand."""
    project = session.get_one(Project, subject.id)
    return {"plan": project.plan, "timetable": project.timetable}


def plan_exhibit(session: Session, subject: Subject) -> str:
    """Return the plan, its timetable as a table, and what is to be pointed out."""
    project = session.get_one(Project, subject.id)
    rows = [[entry.due_on, entry.what, entry.owner] for entry in timetable_of(project).rows]
    notes = "\n".join(f"- {finding.message}" for finding in findings_of(project))
    parts = [project.plan or "", table(rows, [_("day"), _("what"), _("owner")]), notes]
    return "\n\n".join(part for part in parts if part)


def plan_fields(session: Session, subject: Subject) -> Fields:
    """Ask for the plan and the timetable; they start with what is on record."""
    project = session.get_one(Project, subject.id)
    return {
        "plan": prefilled(project.plan, caption=_("Plan")),
        "timetable": prefilled(
            project.timetable,
            caption=_("Timetable"),
            help_text=_("One row a line: day | what | owner, e.g. 2026-12-04 | positioning discussed | Lin"),
        ),
    }


def write_plan(session: Session, subject: Subject, submission: Submission) -> None:
    """Report the plan to the department lead; raise ``RuleBroken`` for a timetable that cannot be read or kept."""
    project = session.get_one(Project, subject.id)
    project.plan = submission.values["plan"].strip()
    project.timetable = submission.values["timetable"].strip()
    project.plan_status = ProjectPlanStatus.REPORTED
    project.reported_at = now()
    if broken := (*timetable_of(project).faults, *reasons(findings_of(project))):
        raise RuleBroken(*broken)


def begin_work(session: Session, subject: Subject) -> None:
    """Let work start: the department lead has confirmed the plan (C2, R17)."""
    project = session.get_one(Project, subject.id)
    project.reported_to_id = next((answer.person_id for answer in signatures(session, subject, "C2")), None)
    project.plan_confirmed_at = now()
    project.plan_status = ProjectPlanStatus.EXECUTING


def timetable_of(project: Project) -> PastedLines[Milestone]:
    """Return the timetable as it can be read."""
    return read_lines(project.timetable or "", milestone)


def findings_of(project: Project) -> Findings:
    """Return what the rules say of a project's plan, as of the day it was reported."""
    plan = ProjectPlan(kickoff_on=project.kickoff_on, plan=project.plan or "", timetable=timetable_of(project).rows)
    return project_plan_findings(plan, beijing_day(project.reported_at or now()), settings().policy)


TALK = StageWork(
    gate="S1", find=find_project, content=talk_content, exhibit=talk_exhibit, fields=talk_fields, write=write_talk
)

PLAN = StageWork(
    gate="C2",
    find=find_project,
    content=plan_content,
    exhibit=plan_exhibit,
    fields=plan_fields,
    write=write_plan,
    close=begin_work,
)


@stage_task("S1")
def talk_business(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Write the talk with the client down; the department lead agrees (S1)."""
    return advance(TALK, code, answer)


@stage_task("C2")
def plan_project(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Bring plan and timetable to the department lead within a week; work starts on approval (C2)."""
    return advance(PLAN, code, answer)
