"""What people are told of an incident: its owner at once, the coordinator with all that was said, everyone when it ends (I11)."""

from collections.abc import Sequence

from prefect.utilities.urls import url_for
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.locale import _
from agency.records.incidents import course_of
from agency.records.tables import Incident, Meeting, Person, Project
from config.settings import settings
from tasks.incidents.people import last_to_ask, no_coordinator
from tasks.messages.telling import tell

SHORT = 24


def tell_owner(session: Session, incident: Incident, beside: Sequence[str] = ()) -> None:
    """Tell the one responsible, and those beside, at once: what happened, how to reach whom, and until when."""
    due = course_of(incident).due_at(settings().policy)
    asked = _(
        "You see to it: talk it over now, and say in the form by {due} what came of it. After that it is {next}'s."
    )
    next_ = names(session, last_to_ask(session, incident.project_id)[:1]) or _("nobody")
    told = [*facts(session, incident), asked.format(due=beijing_minute(due), next=next_)]
    tell(session, message(session, incident, _("Incident"), told), [incident.owner_id, *beside])


def tell_coordinator(session: Session, incident: Incident) -> None:
    """Tell the coordinator, or the lead in their place, all that was said, and that the decision is theirs."""
    asked = _("It was not resolved by the one responsible: please say in the form what is to be done.")
    told = [*facts(session, incident), *said(session, incident), no_coordinator(session, incident.project_id), asked]
    about = f"coordination:{incident.escalated_at:%Y%m%dT%H%M%S}"
    people = last_to_ask(session, incident.project_id)[:1]
    tell(session, message(session, incident, _("To be coordinated"), told, about=about), people)


def tell_returned(session: Session, incident: Incident, words: str) -> None:
    """Tell the owner that it is theirs again, with what the coordinator wants done."""
    due = course_of(incident).due_at(settings().policy)
    asked = _("It is yours again until {due}: {words}").format(due=beijing_minute(due), words=words)
    about = f"returned:{incident.returned_at:%Y%m%dT%H%M%S}"
    told = [incident.what, asked]
    tell(session, message(session, incident, _("Back with you"), told, about=about), [incident.owner_id])


def tell_resolved(session: Session, incident: Incident) -> None:
    """Tell those who had to do with it, the one who closed it apart, how it ended; what a coordinator decided at once."""
    told = [incident.what, _("How it ended: {words}").format(words=incident.resolution)]
    if incident.learnt:
        told.append(_("Learnt: {words}").format(words=incident.learnt))
    urgency = Urgency.IN_HOURS if incident.resolved_by_id == incident.owner_id else Urgency.AT_ONCE
    news = message(session, incident, _("Incident closed"), told, about="resolved", urgency=urgency)
    tell(session, news, sorted(concerned(session, incident) - {incident.resolved_by_id or ""}))


def concerned(session: Session, incident: Incident) -> set[str]:
    """Return who had to do with an incident: reporter, owner, and the coordinator once it went to them or its time was over."""
    course = course_of(incident)
    late = course.resolved_at is not None and course.resolved_at >= course.due_at(settings().policy)
    last = last_to_ask(session, incident.project_id)[:1] if late else ()
    return {incident.reporter_id, incident.owner_id, *filter(None, [incident.escalated_to_id]), *last}


def message(
    session: Session,
    incident: Incident,
    head: str,
    lines: Sequence[str],
    *,
    about: str = "reported",
    urgency: Urgency = Urgency.AT_ONCE,
) -> Message:
    """Return a message on an incident, which leads to its run; of each ``about`` nobody is told twice."""
    project = session.get_one(Project, incident.project_id)
    return Message(
        about=f"incident:{incident.id}:{about}",
        kind=MessageKind.INCIDENT,
        title=f"{head} {incident.code} · {project.name} · {short(incident.what)}",
        lines=[line for line in lines if line],
        link=link_of(incident),
        urgency=urgency,
        project_id=incident.project_id,
    )


def facts(session: Session, incident: Incident) -> list[str]:
    """Return what is known of an incident, line by line."""
    reporter = session.get_one(Person, incident.reporter_id).name
    told = _("{moment}, reported by {name}").format(moment=beijing_minute(incident.happened_at), name=reporter)
    lines = [incident.what, told]
    if incident.reach:
        lines.append(_("Reached by: {reach}").format(reach=incident.reach))
    if incident.linked_to_id:
        other = session.get_one(Incident, incident.linked_to_id)
        lines.append(
            _("Of the same shoot {code} is still open: {what}").format(code=other.code, what=short(other.what))
        )
    return lines


def said(session: Session, incident: Incident) -> list[str]:
    """Return what the owner handed in of it, and the meeting that was held."""
    lines = []
    if incident.report:
        owner = session.get_one(Person, incident.owner_id).name
        lines.append(_("{name} says: {words}").format(name=owner, words=incident.report))
    if incident.meeting_id:
        meeting = session.get_one(Meeting, incident.meeting_id)
        held = beijing_minute(meeting.held_at) if meeting.held_at else "–"
        lines.append(_("Talked over at {moment}.").format(moment=held))
    return lines


def link_of(incident: Incident) -> str | None:
    """Return the page of an incident's run, None where the address of Prefect's pages is not known."""
    return url_for("flow-run", obj_id=incident.flow_run_id) if incident.flow_run_id else None


def names(session: Session, people: Sequence[str]) -> str:
    """Return the names of people."""
    return "、".join(session.get_one(Person, person).name for person in people)


def short(what: str, longest: int = SHORT) -> str:
    """Return the beginning of a text on one line."""
    one_line = " ".join(what.split())
    return one_line if len(one_line) <= longest else one_line[:longest] + "…"
