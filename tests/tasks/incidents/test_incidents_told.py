"""Incidents in reviews and operations reports: their hours, what was learnt, the open ones carried on (I10, I11, C4)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import half_month, iso_week
from agency.records.engine import records
from agency.records.tables import Incident, Project
from agency.reports.operations.book import sheets
from agency.reports.operations.next_steps import next_steps
from agency.reports.operations.page import page
from agency.reports.review_markdown import markdown
from agency.reports.review_workbook import execution_rows
from tasks.incidents.course import Said, resolve
from tasks.operations import material as operations_report_material
from tasks.review import material as review_material
from tests.tasks.incident_agency import ELEVEN_PM, found, reported

HOUR = timedelta(hours=1)
NEXT_HALF = ELEVEN_PM + timedelta(days=10)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One incident resolved in two and a half hours, one still open."""
    with time_machine.travel(ELEVEN_PM + 4 * HOUR, tick=False), records(engine) as session:
        found(session)
        closed = reported(session)
        met = {"met_at": ELEVEN_PM + HOUR, "met_with": [closed.reporter_id]}
        said = Said(by=closed.owner_id, words="借到一盏灯", learnt="带一盏备用灯", **met)
        resolve(session, closed, said, ELEVEN_PM + 2.5 * HOUR)
        reported(session, run="run-2", touches="BREEZE-DY", what="账号登不上")
        yield session


def project(session: Session) -> Project:
    return session.scalars(select(Project)).one()


def test_the_review_tells_how_long_each_took_and_what_was_learnt(session: Session):
    window = half_month(ELEVEN_PM.date())
    material = review_material.gather(session, project(session), window, ELEVEN_PM + 4 * HOUR)

    assert [line.hours for line in material.execution.incidents] == [2.5, None]
    shown = markdown(material, 1)
    assert "带一盏备用灯" in shown
    assert shown.index("账号登不上") < shown.index("主灯摔坏了")
    told = [row for row in execution_rows(material) if row[0] == "突发情况"]
    assert [(row[1], row[4]) for row in told] == [("BREEZE-E002 账号登不上", None), ("BREEZE-E001 主灯摔坏了", 2.5)]


def test_an_open_one_is_carried_into_the_next_review_and_a_resolved_one_is_not(session: Session):
    material = review_material.gather(session, project(session), half_month(NEXT_HALF.date()), NEXT_HALF)

    assert [line.code for line in material.execution.incidents] == ["BREEZE-E002"]


def test_the_operations_report_tells_them_and_puts_the_open_one_first_of_what_to_do(session: Session):
    week, now = iso_week(ELEVEN_PM.date()), ELEVEN_PM + 4 * HOUR
    report = operations_report_material.gather(session, project(session), ReportPeriod.WEEK, week, now)

    shown = page(report, 1, "", "http://files.example/x")
    assert "共 2 件突发情况,其中 1 件未结" in shown
    assert "| 2.5小时 |" in shown
    assert "BREEZE-E002" in next_steps(report)[0].what
    (rows,) = [list(rows) for name, _columns, rows in sheets(report) if name == "突发情况"]
    assert [row[5] for row in rows] == ["", 2.5]


def test_a_project_without_incidents_has_no_such_part(session: Session):
    for incident in session.scalars(select(Incident)):
        session.delete(incident)
    session.flush()
    week, now = iso_week(ELEVEN_PM.date()), ELEVEN_PM + 4 * HOUR
    report = operations_report_material.gather(session, project(session), ReportPeriod.WEEK, week, now)

    assert "突发情况" not in page(report, 1, "", "http://files.example/x")
    assert "突发情况" not in [name for name, _columns, _rows in sheets(report)]
