"""What happens to the work and to the people of the house beside the gates."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, get_args

import time_machine
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.errors import AgencyError, StageOutOfOrder
from agency.records.production import latest, next_version
from agency.records.tables import (
    AccountPositioning,
    ContentItem,
    Cut,
    Person,
    PlanningCopy,
    Project,
    ProjectMember,
)
from agency.records.tables.base import now
from tasks.gate.questions import Question
from tasks.gate.waiving import WaiverWish, drafted, waive
from tasks.gate.work import StageWork
from tasks.opening import looking
from tasks.shoots.booking import book_shoot
from tests.properties.gate_world import RUNS, World

Change = Callable[[Session, st.DataObject], None]
LEAD = "BU"


def one(session: Session, data: st.DataObject, table: type[Any]) -> Any:
    """Return some row of a table, None when it is empty."""
    rows = session.scalars(select(table).order_by(table.id)).all()
    return rows[data.draw(st.integers(0, len(rows) - 1), label=table.__tablename__)] if rows else None


def title(session: Session, data: st.DataObject) -> None:
    """Somebody gives a video another title in the tables."""
    item = one(session, data, ContentItem)
    item.title = data.draw(st.sampled_from(["冷泡茶教程", "夏日新品", "茶渣别扔"]))


def copy_text(session: Session, data: st.DataObject) -> None:
    """Somebody writes another word into a copy."""
    if copy := one(session, data, PlanningCopy):
        copy.copy = data.draw(st.sampled_from(["一杯清风。", "一夏清凉。"]))


def persona(session: Session, data: st.DataObject) -> None:
    """Somebody rewrites whom an account speaks as."""
    if said := one(session, data, AccountPositioning):
        said.persona = data.draw(st.sampled_from(["爱琢磨茶的店长", "开了十年茶铺的老板娘"]))


def another_cut(session: Session, data: st.DataObject) -> None:
    """An editor puts another file into the records, past its form."""
    item = one(session, data, ContentItem)
    if before := latest(session, Cut, item.id):
        session.add(
            Cut(
                content_id=item.id,
                version=next_version(session, Cut, item.id),
                file_ref=before.file_ref,
                sha256=data.draw(st.sampled_from(["1f" * 32, "2f" * 32])),
                duration_ms=before.duration_ms,
                resolution=before.resolution,
                uploaded_by_id=before.uploaded_by_id,
                uploaded_at=now(),
            )
        )


def shoot_day(session: Session, data: st.DataObject) -> None:
    """A shoot is moved, so that a script may be late for it, or in time again."""
    item = one(session, data, ContentItem)
    item.planned_shoot_on = date(2026, 11, 20) + timedelta(days=data.draw(st.integers(0, 30)))


def another_talent(session: Session, data: st.DataObject) -> None:
    """A video is played by somebody else."""
    talents = session.scalars(select(ProjectMember.person_id).where(ProjectMember.role == Role.TALENT)).all()
    item = one(session, data, ContentItem)
    item.talent_id = data.draw(st.sampled_from([None, *sorted(talents)]))


def somebody_goes(session: Session, data: st.DataObject) -> None:
    """A person leaves the house, or comes back."""
    person = one(session, data, Person)
    person.active = not person.active


def another_hat(session: Session, data: st.DataObject) -> None:
    """A person takes a role in the project, or gives it back."""
    person, project = one(session, data, Person), session.scalars(select(Project)).one()
    role = data.draw(st.sampled_from([Role.DIRECTOR, Role.OPERATOR, Role.CLIENT, Role.BUSINESS_LEAD, Role.TALENT]))
    of_it = select(ProjectMember).where(ProjectMember.person_id == person.id, ProjectMember.role == role)
    if seat := session.scalar(of_it):
        session.delete(seat)
    else:
        session.add(ProjectMember(project_id=project.id, person_id=person.id, role=role))


OF_THE_WORK: tuple[Change, ...] = (title, copy_text, persona, another_cut, shoot_day, another_talent)
OF_THE_PEOPLE: tuple[Change, ...] = (somebody_goes, another_hat)


def set_aside(session: Session, code: str, hands: time_machine.Traveller) -> None:
    """A lead sets the deadline of a script or a plan aside: whoever must agree must agree all the same."""
    wish = WaiverWish("S7" if code.startswith("BREEZE-0") else "C2", code, "", "甲方同意晚几天(虚构)")
    try:
        draft = drafted(session, wish, now())
        waive(session, draft, next(iter(draft.leads.values())), now(), RUNS[0])
    except AgencyError:
        return


def book(code: str, run: str) -> None:
    """The run of a video books its shoot."""
    try:
        book_shoot.fn(code, run)
    except AgencyError:
        return


def people_of(question: Question) -> list[str]:
    """Return who may answer a question, as its form names them."""
    return list(get_args(question.form.model_fields["person"].annotation)) if question.form else []


def named(world: World, code: str) -> Mapping[str, str]:
    """Return who alone has a role for a subject."""
    with looking() as session:
        try:
            subject = world.way(code)[0].find(session, code)
        except AgencyError:
            return {}
        return {role.value: person for role, person in subject.named.items()}


def is_out_of_order(world: World, code: str, work: StageWork) -> bool:
    """Say whether a stage can't be asked yet: what it stands on is not there."""
    try:
        world.call(work, code, None, RUNS[0])
    except (StageOutOfOrder, AgencyError):
        return True
    return False
