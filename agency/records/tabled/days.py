"""The days of the accounts: what was told of each, the work that was played most, the comments, the reports (I9, C3, C4)."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import beginning_of
from agency.records.figures import OF_A_DAY
from agency.records.tabled.items import Rows, told
from agency.records.tabled.narrowing import of_accounts
from agency.records.tables import AccountDaily, Comment, OperationsReport, Publication, ReportSubmission, WorkDaily

TOLD_FOR = timedelta(days=30)  # how long after its publication a platform tells a work's days (domain.md 5.2)
DAY = timedelta(days=1)


def dailies(session: Session, first: date, last: date, project_id: str | None) -> Rows:
    """Return what each source told of each day of the accounts, the last word of a source last."""
    figures = [getattr(AccountDaily, name) for name in OF_A_DAY]
    query = select(AccountDaily.account_id, AccountDaily.day, AccountDaily.source, *figures)
    query = query.where(AccountDaily.day.between(first, last), *of_accounts(AccountDaily.account_id, project_id))
    return told(session, query.order_by(AccountDaily.revision))


def best_works(session: Session, first: date, last: date, project_id: str | None) -> Rows:
    """Return for each account and day the work that was played most on it, of those whose platform tells the days."""
    by_plays = (WorkDaily.plays.desc(), Publication.published_at.desc(), Publication.id)
    place = func.row_number().over(partition_by=(Publication.account_id, WorkDaily.day), order_by=by_plays)
    known = (Publication.account_id, WorkDaily.day, Publication.id.label("work_id"), Publication.title, WorkDaily.plays)
    ranked = (
        select(*known, place.label("place"))
        .join(Publication, Publication.id == WorkDaily.publication_id)
        .where(Publication.published_at >= beginning_of(first) - TOLD_FOR, WorkDaily.plays.is_not(None))
        .where(WorkDaily.day.between(first, last), *of_accounts(Publication.account_id, project_id))
        .subquery()
    )
    asked = (ranked.c.account_id, ranked.c.day, ranked.c.work_id, ranked.c.title, ranked.c.plays)
    return told(session, select(*asked).where(ranked.c.place == 1))


def comments(session: Session, first: date, last: date, project_id: str | None) -> Rows:
    """Return the account, the moment and the sense of each comment that was posted on these days."""
    query = (
        select(Publication.account_id, Comment.posted_at, Comment.sentiment)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Comment.posted_at >= beginning_of(first), Comment.posted_at < beginning_of(last + DAY))
    )
    return told(session, query.where(*of_accounts(Publication.account_id, project_id)))


def reports(session: Session, first: date, last: date, project_id: str | None) -> Rows:
    """Return what the operators reported of these days."""
    report = ReportSubmission
    texts = (report.actions, report.problems, report.next_plan)
    query = (
        select(report.account_id, report.period_key, report.due_at, report.submitted_at, report.submitted_by_id, *texts)
        .add_columns(report.rev)
        .where(report.period == ReportPeriod.DAY)
        .where(report.period_key.between(first.isoformat(), last.isoformat()))
    )
    return told(session, query.where(*of_accounts(report.account_id, project_id)))


def made_reports(session: Session, first: date, last: date) -> Rows:
    """Return when the operations report of each project and day was made first."""
    made = OperationsReport
    query = (
        select(made.project_id, made.period_key, func.min(made.made_at))
        .where(made.period == ReportPeriod.DAY, made.period_key.between(first.isoformat(), last.isoformat()))
        .group_by(made.project_id, made.period_key)
    )
    return told(session, query)
