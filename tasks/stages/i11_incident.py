"""I11: the one responsible says what came of an incident; what they cannot resolve is the coordinator's to decide."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.approvals import one_seat_each
from agency.domain.calendar import beijing_minute
from agency.domain.terms.gates import SubjectKind, Verdict
from agency.locale import _
from agency.records.incidents import course_of
from agency.records.named import by_code
from agency.records.tables import Incident, Project
from agency.records.tables.base import now
from config.settings import settings
from tasks.gate.forms import Fields, choice, many, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import Judgement, StageWork, Submission
from tasks.incidents.course import Said, give_back, give_up, hand_on, resolve
from tasks.incidents.people import no_coordinator, who_may_answer
from tasks.incidents.telling import facts, said, short
from tasks.roster import Roster, roster_of
from tasks.texts import moment


def find_incident(session: Session, code: str) -> Subject:
    """Return an incident as a subject of I11."""
    incident = by_code(session, Incident, code)
    project = session.get_one(Project, incident.project_id)
    return Subject(
        kind=SubjectKind.INCIDENT,
        id=incident.id,
        code=incident.code,
        name=f"{incident.code} {short(incident.what)}",
        project_id=project.id,
        project_code=project.code,
        tags=frozenset({incident.code}),
    )


def incident_of(session: Session, subject: Subject) -> Incident:
    """Return the incident that is seen to."""
    return session.get_one(Incident, subject.id)


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return what the coordinator decides about: what happened, and what the owner says of it."""
    incident = incident_of(session, subject)
    return {"what": incident.what, "happened_at": incident.happened_at.isoformat(), "report": incident.report}


def exhibit(session: Session, subject: Subject) -> str:
    """Return all that was said, and what each of the three answers does."""
    incident = incident_of(session, subject)
    lines = [*facts(session, incident), *said(session, incident), no_coordinator(session, incident.project_id)]
    lines.append(_("Approve: it is done as you write below. Send back: the owner goes on. Stop: nothing more is done."))
    return listed(lines)


def brief(session: Session, subject: Subject) -> str:
    """Return what happened and until when it is the owner's."""
    incident = incident_of(session, subject)
    due = beijing_minute(course_of(incident).due_at(settings().policy))
    until = _("To be resolved by {due}; after that the coordinator takes it over, and may answer here.").format(due=due)
    return listed(
        [*facts(session, incident), *said(session, incident), until, no_coordinator(session, incident.project_id)]
    )


def listed(lines: list[str]) -> str:
    """Return the lines that say something as a list."""
    return "\n".join(f"- {' '.join(line.split())}" for line in lines if line)


def outcomes() -> list[str]:
    """Return the two things an owner may say, resolved first."""
    return [_("It is resolved"), _("It cannot be resolved here: to the coordinator")]


def fields(session: Session, subject: Subject) -> Fields:
    """Ask what came of it, how, and what was learnt."""
    return {
        "outcome": (choice(outcomes()), Field(title=_("What came of it"))),
        "report": (text(), Field(title=_("How it was resolved, or what stands in the way"))),
        **meeting_fields(session, subject),
        "learnt": learnt_field(),
    }


def meeting_fields(session: Session, subject: Subject) -> Fields:
    """Ask when it was talked over, and with whom."""
    when = _("Beijing time, e.g. 2026-12-11 18:00. A call counts as a meeting.")
    there = list(people_there(session, subject))
    return {
        "met_at": (text(required=False, longest=25), Field(default="", title=_("Talked over at"), description=when)),
        "met_with": (many(there), Field(default=[], title=_("Who was there"))),
    }


def learnt_field() -> tuple[Any, Any]:
    """Ask what is to be done differently."""
    why = _("Needed when it is closed; it goes into the next review.")
    return text(required=False), Field(default="", title=_("What was learnt"), description=why)


def people_there(session: Session, subject: Subject) -> Mapping[str, str]:
    """Return who may have been there, from what a form calls each to the person's id."""
    project, own = roster_of(session, subject.project_id, {}), people(session, subject)
    seats = one_seat_each([*project.members, *own.members])
    return {Roster(tuple(seats), {**project.names, **own.names}).label(seat): seat.person for seat in seats}


def people(session: Session, subject: Subject) -> Roster:
    """Return who may answer: the owner and the coordinator."""
    return who_may_answer(session, incident_of(session, subject))


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Close the incident or hand it on; raise ``RuleBroken`` with all that is missing."""
    values, incident = submission.values, incident_of(session, subject)
    told = said_by(session, subject, submission.person.person, values, values["report"])
    step = resolve if values["outcome"] == outcomes()[0] else hand_on
    step(session, incident, told, now())


def said_by(session: Session, subject: Subject, person: str, values: Mapping[str, Any], words: str) -> Said:
    """Return what was filled in; raise ``BadInput`` for a moment that cannot be read."""
    there = people_there(session, subject)
    return Said(
        by=person,
        words=words,
        learnt=values["learnt"],
        met_at=moment(values["met_at"]) if values["met_at"].strip() else None,
        met_with=[there[name] for name in values["met_with"]],
    )


def asks_beside(session: Session, subject: Subject, step: int) -> Fields:
    """Ask the coordinator for the meeting and what was learnt, beside the decision."""
    return {**meeting_fields(session, subject), "learnt": learnt_field()}


def judge(session: Session, subject: Subject, judgement: Judgement) -> None:
    """Do as the coordinator decides; raise ``RuleBroken`` for a decision that does not say what is to be done."""
    incident, at = incident_of(session, subject), now()
    told = said_by(session, subject, judgement.person.person, judgement.values, judgement.comment)
    match judgement.verdict:
        case Verdict.APPROVED:
            resolve(session, incident, told, at)
        case Verdict.SENT_BACK:
            give_back(session, incident, told.words, at)
        case Verdict.STOPPED:
            give_up(session, incident, told, at)


def is_closed(session: Session, subject: Subject) -> bool:
    """Say whether it is resolved, so that nobody else has to agree."""
    return incident_of(session, subject).resolved_at is not None


INCIDENT = StageWork(
    gate="I11",
    find=find_incident,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    asks_beside=asks_beside,
    judge=judge,
    people=people,
    needs_nobody=is_closed,
    comment_title=_("What is to be done, or the reason"),
)


@stage_task("I11")
def resolve_incident(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Let the owner say what came of an incident, and the coordinator decide what the owner cannot (I11)."""
    return advance(INCIDENT, code, answer)
