"""The plan and the timetable of a new project, due within a week, whether or not a run waits for them (C2, R17)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.obligations import STILL_TOLD, Obligation, end_of
from agency.domain.terms.governance import RuleSeverity
from agency.domain.terms.plans import ProjectPlanStatus
from agency.locale import _
from agency.records.tables import Project, Wait
from config.standard import standard
from tasks.owed.links import run_links
from tasks.owed.people import Responsible

RULE = "C2"


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield the plan of each project under way: its authors owe it, once it is reported the department lead's word."""
    gate, people, link = standard().gates[RULE], Responsible.read(session), run_links()
    waits = {wait.subject_id: wait for wait in session.scalars(select(Wait).where(Wait.gate == RULE))}
    lately = or_(Project.plan_confirmed_at.is_(None), Project.plan_confirmed_at >= at - STILL_TOLD)
    for project in session.scalars(select(Project).where(Project.closed_on.is_(None), lately).order_by(Project.code)):
        wait = waits.get(project.id)
        yield Obligation(
            rule=RULE,
            subject_kind=Project.__tablename__,
            subject_id=project.id,
            what=_("Plan and timetable of {project}").format(project=project.name),
            owners=tuple(wait.awaited) if wait else people.holding(project.id, turn(project)),
            due_at=end_of(project.plan_due_on),
            chain=people.chain(project.id, gate.escalate),
            project_id=project.id,
            link=link(wait.flow_run_id) if wait else None,
            done_at=project.plan_confirmed_at,
            severity=RuleSeverity.BLOCKS,
            remind_days=gate.remind,
        )


def turn(project: Project) -> tuple[str, ...]:
    """Return the roles whose turn it is: the authors, and after the report those who confirm."""
    gate = standard().gates[RULE]
    is_reported = project.plan_status is ProjectPlanStatus.REPORTED
    return gate.agree[0].roles if is_reported else gate.led_by
