"""The week's table of who was late where, held against SQL over the raw rows; the leads are told once (C3, C4)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleSeverity, RuleState
from agency.domain.windows import window_of
from agency.locale import _
from agency.records.engine import records
from agency.records.named import by_code
from agency.records.tables import KeptFile, Notification, Person, Project, RuleCheck, Waiver
from agency.reports.supervision import page
from config.settings import settings
from tasks.deadlines.sweep import sweep
from tasks.files.downloads import path_of
from tasks.incidents.course import Said, resolve
from tasks.incidents.filing import IncidentForm, report
from tasks.operations.supervision import due_weeks, keep_workbook, supervise, tell_leads
from tasks.topics.idea_sharing import IdeaForm, share
from tests.tasks.launched import found_launched

WEEK = window_of("2026-W47")
HOUR = timedelta(hours=1)
LOOKED_AT = WEEK.ends + 12 * HOUR  # noon on Monday
BEGUN = WEEK.begins - timedelta(days=2)


@pytest.fixture
def session(engine: Engine, on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A week with an incident resolved in time, one late, one open, and an editor who shares nothing."""
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "BU")
    settings.cache_clear()
    with records(engine) as session:
        with time_machine.travel(BEGUN, tick=False):
            found_launched(session)
        session.scalars(select(Project)).one().plan_confirmed_at = BEGUN
        session.flush()
        for number, hours in enumerate([1, 30, None], start=1):
            incident(session, number, hours)
        yield session


def incident(session: Session, number: int, hours: int | None) -> None:
    """Report an incident on the week's second day, resolved so many hours later."""
    at = WEEK.begins + timedelta(days=1)
    form = IncidentForm(project="BREEZE", reporter="LIN", what=f"第 {number} 件", touches="BREEZE-DY")
    found = report(session, form, f"run-{number}", at)
    if hours is not None:
        said = Said(by=found.owner_id, words="好了", learnt="早点说", met_at=at, met_with=[found.reporter_id])
        resolve(session, found, said, at + hours * HOUR)


def of_rule(session: Session, rule: str) -> list:
    return [duty for duty in supervise(session, WEEK, LOOKED_AT).duties if duty.rule == rule]


def test_incidents_stand_as_raw_sql_counts_them(session: Session):
    """The limit of four hours is written out here, so that this counts independently."""
    since_told = {
        "sqlite": "(julianday(coalesce(resolved_at, :at)) - julianday(notified_at)) * 24",
        "postgresql": "extract(epoch from coalesce(resolved_at, cast(:at as timestamptz)) - notified_at) / 3600",
    }[session.get_bind().dialect.name]
    rows = session.execute(
        text(f"SELECT resolved_at IS NULL, {since_told} FROM incidents"),  # noqa: S608 - no input in it
        {"at": f"{LOOKED_AT:%Y-%m-%d %H:%M:%S}+00"},
    ).all()
    raw = Counter("open" if is_open else "met" if round(float(hours), 3) <= 4 else "late" for is_open, hours in rows)

    (count,) = [one for one in supervise(session, WEEK, LOOKED_AT).rules if one.rule == "I11"]

    assert raw == {"met": 1, "late": 1, "open": 1}
    assert (count.of, count.met, count.late, count.open) == (3, raw["met"], raw["late"], raw["open"])


def test_by_how_much_and_whose_it_was_is_told_as_a_fact(session: Session):
    late = {duty.what.split(":")[-1]: duty.late_by(LOOKED_AT) for duty in of_rule(session, "I11")}

    assert late == {
        "第 1 件": None,
        "第 2 件": timedelta(hours=26),
        "第 3 件": LOOKED_AT - (WEEK.begins + timedelta(days=1, hours=4)),
    }
    assert {duty.owners for duty in of_rule(session, "I11")} == {("吴敏",)}
    assert {duty.project for duty in of_rule(session, "I11")} == {"BREEZE"}


def test_an_editor_who_shared_nothing_is_late_and_one_who_was_excepted_is_not(session: Session):
    assert [duty.state(LOOKED_AT) for duty in of_rule(session, "C6")] == [RuleState.BREACHED]

    editor, lead = (by_code(session, Person, code).id for code in ("JIAN", "YUN"))
    waived = {"subject_kind": SubjectKind.PROJECT, "subject_id": editor, "rule": "C6", "granted_by": lead}
    session.add(Waiver(**waived, reason="那一周在外地补拍"))
    session.flush()

    (duty,) = of_rule(session, "C6")
    assert duty.state(LOOKED_AT) is RuleState.WAIVED
    assert duty.waiver == "云总: 那一周在外地补拍"
    assert "那一周在外地补拍" in page(supervise(session, WEEK, LOOKED_AT), "http://files.example/x")


def test_a_week_of_long_ago_is_told_from_the_record_of_the_rules(session: Session):
    share(session, IdeaForm(who="JIAN", kind="音效", what="倒茶声"), "run-share", WEEK.begins + HOUR)
    sweep(session, LOOKED_AT)

    then = supervise(session, WEEK, LOOKED_AT)
    later = supervise(session, WEEK, LOOKED_AT + timedelta(days=90))

    def kept(seen) -> list:
        return [(duty.rule, duty.what, duty.due_at, duty.done_at) for duty in seen.duties if duty.rule in ("C6", "I11")]

    assert kept(then) == kept(later)
    assert [duty.state(LOOKED_AT) for duty in then.duties if duty.rule == "C6"] == [RuleState.MET]


def test_what_fell_away_with_a_stopped_video_is_nobodys_fault(session: Session):
    gone = {"rule": "S10", "subject_kind": "content_items", "subject_id": "x", "severity": RuleSeverity.BLOCKS}
    session.add(RuleCheck(**gone, due_at=WEEK.ends, state=RuleState.WAIVED, evidence="不再需要", what="成片"))
    session.flush()
    evidence = session.scalars(select(RuleCheck)).one()

    evidence.evidence = _("no longer owed")
    session.flush()

    assert of_rule(session, "S10") == []


def test_the_page_tells_the_whole_first_and_names_no_score(session: Session):
    shown = page(supervise(session, WEEK, LOOKED_AT), "http://files.example/x")

    assert shown.index("本周应完成") < shown.index("| I11 | 突发情况处理 | 3 | 1 | 1 | 1 |") < shown.index("### I11")
    assert "1 天 2 小时" in shown
    assert "发布后执行" in shown
    for judged in ("分数", "排名", "得分"):
        assert judged not in shown


def test_a_quiet_week_is_said_to_be_one(session: Session):
    nothing = supervise(session, window_of("2026-W30"), LOOKED_AT)

    assert "没有应完成的事项" in page(nothing, "http://files.example/x")


def test_the_workbook_holds_every_duty_and_is_written_once_while_nothing_changes(session: Session):
    seen = supervise(session, WEEK, LOOKED_AT)
    first = keep_workbook(session, seen)
    again = keep_workbook(session, supervise(session, WEEK, LOOKED_AT))

    assert first.id == again.id
    assert session.scalars(select(KeptFile.id)).all() == [first.id]
    rules, one_by_one = CalamineWorkbook.from_path(path_of(first)).sheet_names
    rows = CalamineWorkbook.from_path(path_of(first)).get_sheet_by_name(one_by_one).to_python()
    assert (rules, one_by_one) == ("按规则", "逐项")
    assert len(rows) - 1 == len(seen.duties)
    hours = {row[3].split(":")[-1]: row[7] for row in rows[1:] if row[0] == "I11"}
    assert hours["第 2 件"] == 26
    assert hours["第 1 件"] == ""


def test_the_leads_are_told_once_and_the_week_is_then_done(session: Session):
    assert due_weeks(session, LOOKED_AT) == ["2026-W47"]

    seen = supervise(session, WEEK, LOOKED_AT)
    assert tell_leads(session, seen) >= 1
    assert tell_leads(session, seen) == 0

    news = session.scalars(select(Notification).where(Notification.about == "supervision:2026-W47")).all()
    leads = {by_code(session, Person, code).id for code in ("BU", "YUN")}
    assert {who for one in news for who in (one.person_id, *one.mentions) if who} == leads
    assert "I11 突发情况处理:迟做 1,未做 1" in news[0].body
    assert due_weeks(session, LOOKED_AT + 24 * HOUR) == []


def test_a_week_that_ends_in_a_holiday_is_looked_back_on_after_it(session: Session):
    assert due_weeks(session, datetime(2026, 10, 5, 4, tzinfo=UTC)) == []
    assert due_weeks(session, datetime(2026, 10, 8, 4, tzinfo=UTC)) == ["2026-W40"]
