"""Files what was reported, once for each run, and tells the one responsible in the same unit of work (I11).

Either it is on record and its owner will hear of it, or neither: a worker that dies in between loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import OUTSIDE
from agency.errors import BadInput, RuleBroken
from agency.locale import _
from agency.records import incidents
from agency.records.codes import next_code
from agency.records.named import by_code
from agency.records.people import one_called
from agency.records.tables import Incident, Project, ProjectMember
from agency.records.tables.base import now
from tasks.gate.desk import Desk
from tasks.incidents.course import bring_to
from tasks.incidents.people import last_to_ask
from tasks.incidents.scene import Scene, responsible_for, scene_of
from tasks.incidents.telling import tell_owner
from tasks.opening import records
from tasks.stages.i11_incident import INCIDENT, find_incident
from tasks.texts import moment

CODE_DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class IncidentForm:
    """What was filled in where the run was started; only project, reporter and ``what`` must be.

    People are given by code or name, ``touches`` by the code of a video, a shoot or an account, ``happened_at`` in
    Beijing time, empty for now.
    """

    project: str
    reporter: str
    what: str
    happened_at: str = ""
    touches: str = ""
    reach: str = ""
    owner: str = ""
    needs_coordination: bool = False


@task(task_run_name="file-incident-{form.project}", cache_policy=NO_CACHE, persist_result=False)
def file_incident(form: IncidentForm) -> str:
    """Return the code of the incident this run has reported, and file it first if it has not."""
    with records() as session:
        return report(session, form, flow_run.id, now()).code


def report(session: Session, form: IncidentForm, run_id: str, at: datetime) -> Incident:
    """Return the incident that a run reports: filed and told at the first call, found at every other.

    Raise ``NotOnRecord``, ``BadInput`` or ``RuleBroken`` with one sentence when nobody could be told, or nothing is said.
    """
    project = by_code(session, Project, form.project)
    session.refresh(project, with_for_update=True)
    known = incidents.reported_in(session, run_id)
    return known or file_now(session, project, form, run_id, at)


def file_now(session: Session, project: Project, form: IncidentForm, run_id: str, at: datetime) -> Incident:
    """Write an incident, tell those who see to it, and bring it to the coordinator when that is asked for."""
    if not form.what.strip():
        raise RuleBroken(_("Say what happened."))
    scene = scene_of(session, project, form.touches)
    owner, *beside = owners(session, project, scene, form.owner)
    incident = Incident(
        code=next_code(session, Incident, f"{project.code}-E", CODE_DIGITS),
        project_id=project.id,
        content_id=scene.content_id,
        shoot_id=scene.shoot_id,
        account_id=scene.account_id,
        reporter_id=one_called(session, form.reporter).id,
        happened_at=happened(form.happened_at, at),
        what=words(form.what, scene),
        reach=form.reach.strip() or None,
        owner_id=owner,
        notified_at=at,
        linked_to_id=earlier(session, scene),
        flow_run_id=run_id,
    )
    session.add(incident)
    session.flush()
    tell_owner(session, incident, beside)
    if form.needs_coordination:
        hand_to_coordinator(session, incident, run_id, at)
    return incident


def owners(session: Session, project: Project, scene: Scene, named: str) -> Sequence[str]:
    """Return who sees to it, the one responsible first: the one whom the reporter names, else whom the scene needs."""
    if not named.strip():
        return responsible_for(session, project, scene)
    person = one_called(session, named)
    roles = session.scalars(
        select(ProjectMember.role).where(ProjectMember.project_id == project.id, ProjectMember.person_id == person.id)
    ).all()
    if not set(roles) - OUTSIDE:
        sentence = _("{name} is not of the house in {project}: name somebody who is, or leave it empty.")
        raise RuleBroken(sentence.format(name=person.name, project=project.code))
    return [person.id]


def happened(text: str, at: datetime) -> datetime:
    """Return when it happened, now when nothing is said; raise ``BadInput`` for a moment that is still to come."""
    if not text.strip():
        return at
    told = moment(text)
    if told > at:
        raise BadInput(_("“{text}” is still to come; say when it happened.").format(text=text.strip()))
    return told


def words(what: str, scene: Scene) -> str:
    """Return what happened, with the code that was given and that nobody knows."""
    if not scene.unknown:
        return what.strip()
    sentence = _("{what} (named with it: {code}, which this project does not have)")
    return sentence.format(what=what.strip(), code=scene.unknown)


def earlier(session: Session, scene: Scene) -> str | None:
    """Return the incident of the same shoot that is still open, so that nobody solves one without knowing of the other."""
    known = incidents.open_of_shoot(session, scene.shoot_id) if scene.shoot_id else None
    return known.id if known else None


def hand_to_coordinator(session: Session, incident: Incident, run_id: str, at: datetime) -> None:
    """Put a new incident before the coordinator at once, as the round that they decide; one that is theirs stays so."""
    last = last_to_ask(session, incident.project_id)[:1]
    if not last or incident.owner_id in last:
        return
    bring_to(session, incident, last[0], at)
    desk = Desk(session, INCIDENT, find_incident(session, incident.code), run_id)
    desk.open_round(submitted_by=None, submitted={}, number=1)
