"""Whether a new project's plan and timetable can go to the department lead, and when work may start (C2, R17)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agency.domain.deadlines import plan_due
from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One row of a timetable."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ProjectPlan:
    """A project's plan and timetable as they are reported to the department lead."""

    kickoff_on: date
    plan: str
    timetable: Sequence[Milestone]


@rule
def project_plan_findings(plan: ProjectPlan, reported_on: date, policy: Policy) -> Iterator[Finding]:
    """A plan says what is done, a timetable by whom and when; within a week of the kickoff (C2).

    A late plan is pointed out and still taken: refusing it would only make it later.
    """
    if not plan.plan.strip():
        yield Finding("C2-no-plan", _("The project has no plan."))
    if not plan.timetable:
        yield Finding("C2-no-timetable", _("The project has no timetable."))
    for milestone in plan.timetable:
        if not milestone.what.strip() or not milestone.owner.strip():
            sentence = _("The timetable's entry of {day} does not say what is done by whom.")
            yield Finding("C2-milestone", sentence.format(day=milestone.due_on))
        if milestone.due_on < plan.kickoff_on:
            sentence = _("{what} is due on {day}, before the kickoff on {kickoff}.")
            told = {"what": milestone.what, "day": milestone.due_on, "kickoff": plan.kickoff_on}
            yield Finding("C2-before-kickoff", sentence.format(**told))
    due = plan_due(plan.kickoff_on, policy)
    if reported_on > due:
        sentence = _("The plan was due with the department lead on {due}, and came on {reported}.")
        yield warning("C2-late", sentence.format(due=due, reported=reported_on))


@rule
def start_findings(confirmed_on: date | None, has_partner_group: bool) -> Iterator[Finding]:
    """Work starts when the department lead has confirmed the plan (C2); a group with the partner is needed to publish (C3)."""
    if confirmed_on is None:
        yield Finding("C2-not-confirmed", _("The department lead has not confirmed the plan."))
    if not has_partner_group:
        yield warning("C3-no-group", _("The project has no operations group with its partner."))
