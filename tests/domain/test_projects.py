from dataclasses import replace
from datetime import date

from agency.domain.projects import Milestone, ProjectPlan, project_plan_findings, start_findings
from config.policy import Policy
from tests.domain.findings import broken

POLICY = Policy()
KICKOFF = date(2026, 11, 16)
FIRST_SHOOT = Milestone(what="First shoot on the roof", owner="Tan", due_on=date(2026, 11, 27))
PLAN = ProjectPlan(kickoff_on=KICKOFF, plan="Eight videos about one umbrella.", timetable=[FIRST_SHOOT])


def test_a_plan_reported_on_the_seventh_day_is_in_time() -> None:
    assert project_plan_findings(PLAN, date(2026, 11, 23), POLICY) == ()


def test_a_plan_reported_on_the_eighth_day_is_late_and_taken() -> None:
    assert broken(project_plan_findings(PLAN, date(2026, 11, 24), POLICY)) == ["C2-late?"]


def test_a_plan_without_words_or_timetable_is_refused() -> None:
    empty = replace(PLAN, plan=" ", timetable=[])

    assert broken(project_plan_findings(empty, KICKOFF, POLICY)) == ["C2-no-plan", "C2-no-timetable"]


def test_a_milestone_without_an_owner_is_nobodys() -> None:
    nobodys = replace(PLAN, timetable=[replace(FIRST_SHOOT, owner="")])

    assert broken(project_plan_findings(nobodys, KICKOFF, POLICY)) == ["C2-milestone"]


def test_nothing_is_due_before_the_kickoff() -> None:
    same_day = replace(PLAN, timetable=[replace(FIRST_SHOOT, due_on=KICKOFF)])
    assert project_plan_findings(same_day, KICKOFF, POLICY) == ()

    early = replace(PLAN, timetable=[replace(FIRST_SHOOT, due_on=date(2026, 11, 15))])

    assert broken(project_plan_findings(early, KICKOFF, POLICY)) == ["C2-before-kickoff"]


def test_work_starts_on_the_department_leads_word() -> None:
    assert start_findings(KICKOFF, has_partner_group=True) == ()
    assert broken(start_findings(None, has_partner_group=True)) == ["C2-not-confirmed"]


def test_a_missing_group_does_not_keep_work_from_starting() -> None:
    assert broken(start_findings(KICKOFF, has_partner_group=False)) == ["C3-no-group?"]
