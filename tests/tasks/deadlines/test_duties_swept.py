"""The sweep over what incidents and editors owe: who is told when, each once, at night and around a holiday (I11, C6)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.terms.governance import RuleState
from agency.domain.terms.people import Role, Side
from agency.records.engine import records
from agency.records.named import by_code
from agency.records.tables import Incident, Person, Project, Reminder, RuleCheck
from config.settings import settings
from tasks.deadlines.sweep import sweep
from tasks.incidents.course import Said, hand_on, resolve
from tasks.incidents.filing import IncidentForm, report
from tasks.stages.i11_incident import INCIDENT
from tasks.topics.idea_sharing import IdeaForm, share
from tests.tasks.counter import Counter
from tests.tasks.launched import found_launched

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)  # nine in Beijing, three working days before the holiday
ELEVEN_PM = datetime(2026, 9, 29, 15, tzinfo=UTC)

Told = list[tuple[str, str, str]]


@pytest.fixture
def session(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """The agency since the spring, its coordinator configured."""
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
    settings.cache_clear()
    with records(engine) as session:
        with time_machine.travel(MONDAY - timedelta(days=30), tick=False):
            found_launched(session)
            session.add(Person(code="FEIYING", name="飞影", side=Side.INTERNAL, roles=[Role.COORDINATOR]))
        session.scalars(select(Project)).one().plan_confirmed_at = MONDAY - timedelta(days=30)
        session.flush()
        yield session
    settings.cache_clear()


def swept(session: Session, rule: str, start: datetime, times: int, every: timedelta = HOUR) -> Told:
    """Sweep so many times from a moment on, and return the steps of one rule: day and hour in Beijing, which, and to whom."""
    for step in range(times):
        sweep(session, start + step * every)
    codes = {one.id: one.code for one in session.scalars(select(Person))}
    of_rule = select(Reminder).join(RuleCheck).where(RuleCheck.rule == rule).order_by(Reminder.told_at, Reminder.id)
    return [
        (f"{one.told_at.astimezone(BEIJING):%d %H}", one.step.value, codes[who])
        for one in session.scalars(of_rule)
        for who in one.told
    ]


def incident(session: Session) -> Incident:
    form = IncidentForm(project="BREEZE", reporter="LIN", what="账号突然登不上", touches="BREEZE-DY")
    return report(session, form, "run-1", ELEVEN_PM)


def id_of(session: Session, code: str) -> str:
    return by_code(session, Person, code).id


def test_an_editor_who_shares_nothing_is_reminded_the_day_before_and_on_the_day_and_then_the_lead_hears_once(
    session: Session,
):
    shared_every_week_before(session)

    assert swept(session, "C6", MONDAY, 22, HOUR * 12) == [
        ("29 09", "ahead", "JIAN"),
        ("30 09", "ahead", "JIAN"),
        ("08 09", "escalated", "YUN"),
    ]


def shared_every_week_before(session: Session) -> None:
    """Let the editor have shared something in each of the weeks before the one that is looked at."""
    for weeks in range(1, 6):
        at = MONDAY - timedelta(days=7 * weeks - 1)
        share(session, IdeaForm(who="JIAN", kind="音效", what=f"第 {weeks} 个音效"), f"run-{weeks}", at)


def test_an_editor_who_shares_in_time_hears_nothing_and_the_rule_was_kept(session: Session):
    shared_every_week_before(session)
    share(session, IdeaForm(who="JIAN", kind="音效", what="冰块入杯"), "run-now", MONDAY)

    assert swept(session, "C6", MONDAY, 6, HOUR * 12) == []
    kept = select(RuleCheck.state).where(RuleCheck.rule == "C6", RuleCheck.slot == "2026-W40")
    assert session.scalars(kept).one() is RuleState.MET


def test_an_incident_at_eleven_at_night_is_the_coordinators_at_three_though_its_form_waits_too(session: Session):
    Counter(session, INCIDENT, incident(session).code).asks()

    assert swept(session, "I11", ELEVEN_PM, 12) == [("30 03", "escalated", "FEIYING")]


def test_an_incident_that_is_resolved_in_time_is_never_escalated(session: Session):
    met = {"met_at": ELEVEN_PM + HOUR, "met_with": [id_of(session, "LIN")]}
    said = Said(by=id_of(session, "WU"), words="换设备登录", learnt="备一台登录设备", **met)
    resolve(session, incident(session), said, ELEVEN_PM + 3 * HOUR)

    assert swept(session, "I11", ELEVEN_PM, 12) == []


def test_a_coordinator_who_does_not_decide_in_time_is_brought_before_the_leads_one_after_another(session: Session):
    said = Said(by=id_of(session, "WU"), words="平台不理人")
    hand_on(session, incident(session), said, ELEVEN_PM + HOUR)

    assert swept(session, "I11", ELEVEN_PM + HOUR, 12) == [("30 04", "escalated", "YUN"), ("30 08", "escalated", "BU")]
