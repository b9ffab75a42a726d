"""Gathers what a review looks at from the records; the rules of the domain say what it means (S13, I10)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, beijing_day
from agency.domain.daily_series import DAY, DAYS_BACK
from agency.domain.deadlines import script_sync_due
from agency.domain.snapshots import Answer, Wanted
from agency.domain.terms import label
from agency.domain.windows import Window, previous
from agency.records import accounts, execution, histories, reviews
from agency.records.tables import Account, ActionItem, Person, Project
from agency.reports.assessment import AccountFacts, assess
from agency.reports.material import (
    AccountReview,
    ActionLine,
    Execution,
    LateScript,
    ReviewMaterial,
    WaitingGate,
    Waived,
    total,
)
from config.settings import settings
from tasks.calendars import calendar

GRACE = timedelta(days=3)
DAY_IS_OUT_AT = timedelta(days=1, hours=10)  # a day's figures come at ten of the next (platforms.md 1.7)


def gather(session: Session, project: Project, window: Window, now: datetime) -> ReviewMaterial:
    """Return the material of a review as the records stand.

    Gains stop at the window's end. A look at a work up to three days later still tells where the work stands, so that
    an export made on the morning of the review is in it.
    """
    own = accounts.accounts_of(session, project.id)
    until = min(window.ends + GRACE, now)
    wanted = Wanted(
        until=until, windows=(previous(window), window), ages=settings().policy.compared_ages, falls_in=window
    )
    answers = [histories.read(session, account.id, wanted) for account in own]
    reviewed = tuple(
        review_account(session, account, answer, window, until) for account, answer in zip(own, answers, strict=True)
    )
    return ReviewMaterial(
        project=project.code,
        project_name=project.name,
        window=window,
        seen_until=max((answer.seen_until for answer in answers if answer.seen_until), default=None),
        accounts=reviewed,
        execution=how_it_went(session, project, window, beijing_day(now)),
        actions=tuple(action_lines(session, project, window, own, reviewed)),
    )


def review_account(
    session: Session, account: Account, answer: Answer, window: Window, until: datetime
) -> AccountReview:
    """Return what an account's records say of a window."""
    facts = AccountFacts(
        code=account.code,
        name=account.name,
        platform=account.platform,
        histories=answer.histories,
        plays_at_ages=answer.plays_at_ages,
        days=histories.days_of(session, account.id, window.first - DAYS_BACK * DAY, window.last),
        until=last_day_out(until),
    )
    return assess(facts, window, settings().policy)


def last_day_out(moment: datetime) -> date:
    """Return the newest Beijing day whose figures can be out at a moment."""
    return (moment.astimezone(BEIJING) - DAY_IS_OUT_AT).date()


def how_it_went(session: Session, project: Project, window: Window, today: date) -> Execution:
    """Return how the work of a project was done in a window, and what waits today."""
    subjects = execution.subjects_of(session, project.id)
    hours = execution.client_hours(session, subjects, window.begins, window.ends)
    return Execution(
        waiting=tuple(
            WaitingGate(
                headline=wait.headline,
                due_on=wait.due_on,
                is_overdue=wait.due_on is not None and wait.due_on < today,
            )
            for wait in execution.waiting(session, subjects)
        ),
        late_scripts=tuple(late_scripts(session, project, window, today)),
        waivers=tuple(
            Waived(rule=waiver.rule, reason=waiver.reason, by=name)
            for waiver, name in execution.waivers(session, subjects, window.begins, window.ends)
        ),
        refusals=execution.refusals(session, subjects, window.begins, window.ends),
        client_hours=round(median(hours), 2) if hours else None,
        client_decisions=len(hours),
    )


def late_scripts(session: Session, project: Project, window: Window, today: date) -> list[LateScript]:
    """Return the scripts for the shoots of a window that were not with everyone in time, or still are not (I4)."""
    working = calendar(session)
    late = []
    for item in execution.items_to_shoot(session, project.id, window.first, window.last):
        if item.planned_shoot_on is None:
            continue
        due = script_sync_due(item.planned_shoot_on, working, settings().policy)
        delivered = execution.last_delivery(session, item.id)
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
    return total([each.before for each in gains]), total([each.gained for each in gains])
