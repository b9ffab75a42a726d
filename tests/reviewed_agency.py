"""The small agency with a project of five people at work, and a month of figures to review."""

from datetime import UTC, datetime
from typing import Any

from prefect.client.orchestration import get_client
from sqlalchemy import delete, select

from agency.domain.terms.figures import Source
from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.windows import window_of
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.tables import Account, Project, ProjectMember
from flows.hold_review import hold_review
from flows.prepare_review import prepare_review
from tasks.opening import records
from tests import legs, small_agency
from tests.reports.invented import IN_THE_HALF, USUAL, days, history

HALF = window_of("2026-11-H1")
HOUSE = ["云总(运营负责人)", "吴敏(运营)", "林晓(编导)"]
ELSEWHERE = (Role.PHOTOGRAPHER, Role.EDITOR, Role.BUSINESS, Role.DEPARTMENT_LEAD, Role.BUSINESS_LEAD)


def found() -> None:
    """Put a project of five people at work on record, with a month of figures of its account."""
    with records() as session:
        small_agency.found(session)
        session.flush()
        session.execute(delete(ProjectMember).where(ProjectMember.role.in_(ELSEWHERE)))
        project = session.scalars(select(Project)).one()
        project.plan_confirmed_at, project.plan_status = datetime(2026, 11, 3, tzinfo=UTC), ProjectPlanStatus.EXECUTING
        account = session.scalars(select(Account)).one()
        for each in (*USUAL, history(9, 9_000, published_at=IN_THE_HALF)):
            work = found_works.write_found(session, account.id, each[0].figures)
            for shot in each:
                seen = Observation(observed_at=shot.observed_at, source=Source.API)
                figures.keep_snapshots(session, [(work.id, shot.figures)], seen)
        seen = Observation(observed_at=HALF.ends, source=Source.API)
        figures.keep_account_days(session, account.id, days(), seen)


def deploy() -> None:
    """Let the review be started by whoever prepares it."""
    with get_client(sync_client=True) as client:
        legs.deployed(client, hold_review)


def prepared(**parameters: str) -> legs.Run:
    """Prepare the review of the half-month."""
    deploy()
    return legs.start(prepare_review, **{"half": HALF.key} | parameters).leg()


def all_of(table: type) -> list[Any]:
    """Return all rows of a table."""
    with records() as session:
        return list(session.scalars(select(table)))
