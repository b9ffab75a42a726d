"""Gathers what a review looks at from the records; the rules of the domain say what it means (S13, I10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, beijing_day
from agency.domain.daily_series import DAY, DAYS_BACK
from agency.domain.deadlines import script_sync_due
from agency.domain.known import sum_known
from agency.domain.month_results import results, within
from agency.domain.snapshots import Wanted
from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.domain.windows import Window, month_so_far, previous
from agency.records import accounts, execution, histories, month_plans, people, reviews, syncs
from agency.records.month_plans import TargetInForce
from agency.records.tables import Account, ActionItem, Person, Project
from agency.reports.assessment import assess
from agency.reports.material import (
    AccountReview,
    ActionLine,
    ReviewMaterial,
)
from agency.reports.review_execution import Execution, LateScript, WaitingGate, Waived
from agency.reports.review_facts import AccountFacts
from agency.reports.review_sections import TargetLine
from agency.reports.review_targets import MonthSoFar, target_line, whole_line
from config.settings import settings
from tasks.calendars import calendar
from tasks.incidents.told import incident_lines
from tasks.month.account_months import account_months
from tasks.review.sections import kept_rules, makings, sections, source_lines, target_of

GRACE = timedelta(days=3)
DAY_IS_OUT_AT = timedelta(days=1, hours=10)  # a day's figures come at ten of the next (platforms.md 1.7)


def gather(session: Session, project: Project, window: Window, now: datetime) -> ReviewMaterial:
    """Return the material of a review as the records stand.

    Gains stop at the window's end. A look at a work up to three days later still tells where the work stands, so that
    an export made on the morning of the review is in it.
    """
    own = accounts.accounts_of(session, project.id)
    until = min(window.ends + GRACE, now)
    wished = month_plans.targets_in_force(session, [project.id], f"{window.first:%Y-%m}")
    gathered = [gather_account(session, account, window, until, wished) for account in own]
    reviewed = tuple(each.review for each in gathered)
    return ReviewMaterial(
        project=project.code,
        project_name=project.name,
        window=window,
        seen_until=max((each.seen_until for each in gathered if each.seen_until), default=None),
        accounts=reviewed,
        execution=how_it_went(session, project, window, beijing_day(now)),
        actions=tuple(action_lines(session, project, window, own, reviewed)),
        targets=tuple(whole_targets(project, wished, gathered)),
        **sections(session, project, own, window),
    )


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """One account's part of the material, and what it came to of the targets of the whole project."""

    review: AccountReview
    seen_until: datetime | None
    of_whole: tuple[TargetLine, ...]


def gather_account(
    session: Session, account: Account, window: Window, until: datetime, wished: Sequence[TargetInForce]
) -> Gathered:
    """Return an account's part of the material; its histories are let go with it."""
    so_far = month_so_far(window)
    wanted = Wanted(
        until=until, windows=(previous(window), window, so_far), ages=settings().policy.compared_ages, falls_in=window
    )
    answer = histories.read(session, account.id, wanted)
    days = histories.days_of(session, account.id, window.first - DAYS_BACK * DAY, window.last)
    facts = AccountFacts(
        code=account.code,
        name=account.name,
        platform=account.platform,
        histories=answer.histories,
        plays_at_ages=answer.plays_at_ages,
        days=days,
        until=last_day_out(until),
        makings=makings(session, account.id),
    )
    policy = settings().policy
    came_to = account_months(session, {account.id: (tuple(answer.histories.values()), days)}, so_far, until)
    month = MonthSoFar(
        account=account.name,
        window=so_far,
        results=results(list(came_to.values()), so_far),
        days=within(days, so_far),
    )
    reviewed = replace(
        assess(facts, window, policy),
        targets=tuple(target_line(target_of(each), month, policy) for each in wished if each.account_id == account.id),
        sources=tuple(source_lines(session, account, window, until)),
    )
    of_whole = tuple(target_line(target_of(each), month, policy) for each in wished if each.account_id is None)
    return Gathered(review=reviewed, seen_until=answer.seen_until, of_whole=of_whole)


def whole_targets(
    project: Project, wished: Sequence[TargetInForce], gathered: Sequence[Gathered]
) -> Iterator[TargetLine]:
    """Yield the targets that a plan of the whole project names without an account."""
    for place, each in enumerate(each for each in wished if each.account_id is None):
        lines = [account.of_whole[place] for account in gathered]
        yield whole_line(target_of(each), project.name, lines, settings().policy)


def last_day_out(moment: datetime) -> date:
    """Return the newest Beijing day whose figures can be out at a moment."""
    return (moment.astimezone(BEIJING) - DAY_IS_OUT_AT).date()


def how_it_went(session: Session, project: Project, window: Window, today: date) -> Execution:
    """Return how the work of a project was done in a window, and what waits today."""
    subjects = execution.subjects_of(session, project.id)
    hours = execution.client_hours(session, subjects, window.begins, window.ends)
    clients = {person.id for person in people.members(session, project.id, Role.CLIENT)}
    late = late_scripts(session, project, window, today)
    return Execution(
        waiting=tuple(
            WaitingGate(
                headline=wait.headline,
                due_on=wait.due_on,
                is_overdue=wait.due_on is not None and wait.due_on < today,
                is_clients=bool(clients & set(wait.awaited)),
            )
            for wait in execution.waiting(session, subjects)
        ),
        late_scripts=tuple(late),
        waivers=tuple(
            Waived(rule=waiver.rule, reason=waiver.reason, by=name)
            for waiver, name in execution.waivers(session, subjects, window.begins, window.ends)
        ),
        refusals=execution.refusals(session, subjects, window.begins, window.ends),
        client_hours=round(median(hours), 2) if hours else None,
        client_decisions=len(hours),
        rules=tuple(kept_rules(session, project, window, late)),
        incidents=tuple(incident_lines(session, project.id, window)),
    )


def late_scripts(session: Session, project: Project, window: Window, today: date) -> list[LateScript]:
    """Return the scripts for the shoots of a window that were not with everyone in time, or still are not (I4)."""
    working = calendar(session)
    late = []
    for item in execution.items_to_shoot(session, project.id, window.first, window.last):
        if item.planned_shoot_on is None:
            continue
        due = script_sync_due(item.planned_shoot_on, working, settings().policy)
        delivered = syncs.last_delivery(session, item.id)
        synced = beijing_day(delivered) if delivered else None
        if (synced or today) > due:
            late.append(
                LateScript(
                    code=item.code, title=item.title, shoot_on=item.planned_shoot_on, due_on=due, synced_on=synced
                )
            )
    return late


def action_lines(
    session: Session,
    project: Project,
    window: Window,
    own: Sequence[Account],
    reviewed: Sequence[AccountReview],
) -> list[ActionLine]:
    """Return what earlier reviews wanted, each with what its figure gained in the window and in the one before."""
    codes = {account.id: account.code for account in own}
    lines = []
    for action in reviews.actions_before(session, project.id, window.key):
        meant = [each for each in reviewed if action.account_id is None or each.code == codes.get(action.account_id)]
        before, now = effect(action, meant)
        lines.append(
            ActionLine(
                what=action.what,
                owner=session.get_one(Person, action.owner_id).name,
                due_on=action.due_on,
                state=action.state,
                metric=label(action.metric) if action.metric else "",
                expected=action.expected_effect or "",
                outcome=action.outcome or "",
                before=before,
                now=now,
            )
        )
    return lines


def effect(action: ActionItem, meant: Sequence[AccountReview]) -> tuple[int | None, int | None]:
    """Return what an action's figure gained before and in the window; None for one that no counter tells."""
    gains = [
        each for account in meant for each in account.gains if action.metric and each.counter == action.metric.value
    ]
    return sum_known([each.before for each in gains]), sum_known([each.gained for each in gains])
