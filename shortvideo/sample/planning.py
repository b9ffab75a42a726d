"""Puts on record what the sample's people have planned and thought of: targets, topics, shared ideas, last review's wishes."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.windows import Window, half_month, month, previous
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ActionItem,
    Base,
    Meeting,
    MonthPlan,
    Person,
    PlanTarget,
    Project,
    Topic,
    TrendShare,
)
from config.settings import settings
from shortvideo.sample.telling import ToldAccount, ToldProject, ToldTopic, days_before, told_agency

UNTIL_DUE = timedelta(days=14)


def plan(session: Session, start: datetime) -> None:
    """Write everything that is planned and thought of."""
    told = told_agency()
    for project in told.projects:
        session.add_all(month_plans(session, project, start))
        last_review(session, project, start)
    topics = [topic(session, number, each, start) for number, each in enumerate(told.topics, start=1)]
    session.add_all([*topics, *shares(session, start)])
    session.flush()


def month_plans(session: Session, told: ToldProject, start: datetime) -> Iterator[Base]:
    """Yield the locked plans of this month and the last for each account (C1)."""
    project = by_code(session, Project, told.code)
    this = month(beijing_day(start))
    for account in told.accounts:
        for window in (previous(this), this):
            yield month_plan(session, project, account, window)


def month_plan(session: Session, project: Project, told: ToldAccount, window: Window) -> MonthPlan:
    """Return one account's plan of one month with its targets."""
    return MonthPlan(
        project_id=project.id,
        account_id=by_code(session, Account, told.code).id,
        month=window.key,
        status=MonthPlanStatus.LOCKED,
        locked_at=window.begins,
        targets=[PlanTarget(metric=metric, value=value) for metric, value in told.targets.items()],
    )


def last_review(session: Session, told: ToldProject, start: datetime) -> None:
    """Write the review before the one that is due, with what it wanted changed (I10)."""
    window = previous(previous(half_month(beijing_day(start), settings().policy)))
    project = by_code(session, Project, told.code)
    review = Meeting(
        kind=MeetingKind.REVIEW,
        project_id=project.id,
        cadence_key=window.key,
        held_at=window.ends + timedelta(hours=10),
        client_present=True,
        decisions=[action.what for action in told.actions],
        status=MeetingStatus.HELD,
    )
    session.add(review)
    session.flush()
    session.add_all(
        ActionItem(
            meeting_id=review.id,
            project_id=project.id,
            account_id=by_code(session, Account, action.account).id,
            what=action.what,
            owner_id=by_code(session, Person, action.by).id,
            due_on=window.last + UNTIL_DUE,
            metric=action.metric,
            expected_effect=action.expected,
        )
        for action in told.actions
    )


def topic(session: Session, number: int, told: ToldTopic, start: datetime) -> Topic:
    """Return one idea of a pool."""
    names = ("resonance", "reach", "business", "cost", "reuse")
    account = by_code(session, Account, told.account)
    stale_in = told.expires_in_days
    return Topic(
        code=f"{account.code}-T{number:03}",
        account_id=account.id,
        title=told.title,
        hook=told.hook,
        source=told.source,
        status=TopicStatus.TO_JUDGE,
        proposer_id=by_code(session, Person, told.by).id,
        expires_on=None if stale_in is None else beijing_day(start) + timedelta(days=stale_in),
        **{f"score_{name}": points for name, points in zip(names, told.scores or (), strict=False)},
    )


def shares(session: Session, start: datetime) -> Iterator[TrendShare]:
    """Yield the ideas of the last days (C5, C6)."""
    for told in told_agency().shares:
        yield TrendShare(
            kind=told.kind,
            author_id=by_code(session, Person, told.by).id,
            shared_at=days_before(start, told.days_ago, time(17)),
            what=told.what,
            reference_account=told.reference,
        )
