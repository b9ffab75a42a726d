"""Gathers what a review looks at beside the figures: how works were made, rules, words, money, problems, plans (S13, I10)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.plans import TargetDirection
from agency.domain.terms.review import KeptRule
from agency.domain.windows import Window, following, month
from agency.records import accounts, execution, review_facts, reviews
from agency.records.month_plans import TargetInForce
from agency.records.tables import Account, Person, Project
from agency.reports.review_execution import LateScript
from agency.reports.review_sections import (
    BudgetLine,
    CaseLine,
    CommentsReview,
    DecidedLine,
    Making,
    ProblemLine,
    RuleLine,
    Said,
    ScheduleLine,
    SourceLine,
)
from agency.reports.review_targets import Target
from config.settings import settings
from tasks.review.lines import decided_lines

MOST_LIKED = 5
HOUR = timedelta(hours=1)


class Sections(TypedDict):
    """The parts of a material that are asked once for the whole project."""

    comments: CommentsReview
    budget: tuple[BudgetLine, ...]
    problems: tuple[ProblemLine, ...]
    conclusions: str
    decided: tuple[DecidedLine, ...]
    schedule: tuple[ScheduleLine, ...]


def sections(session: Session, project: Project, own: Sequence[Account], window: Window) -> Sections:
    """Return what the records hold beside the figures of a project's accounts."""
    ids = [account.id for account in own]
    meeting = reviews.meeting_of(session, project.id, window.key)
    return Sections(
        comments=comments(session, ids, window),
        budget=tuple(budget_lines(session, project, window)),
        problems=tuple(problem_lines(session, meeting.id)) if meeting else (),
        conclusions=meeting.minutes if meeting else "",
        decided=tuple(decided(meeting.decisions)) if meeting else (),
        schedule=tuple(schedule_lines(session, ids, following(window))),
    )


def decided(decisions: Sequence[str]) -> Iterator[DecidedLine]:
    """Yield what a review decided to change."""
    for line in decided_lines(decisions):
        yield DecidedLine(
            what=line.what,
            owner=line.owner,
            due_on=line.due_on,
            metric=label(line.metric) if line.metric else "",
            expected=line.expected,
        )


def makings(session: Session, account_id: str) -> dict[str, Making]:
    """Return how an account's works were made, by publication."""
    return {
        work_id: Making(
            pillar=made.pillar or "", topic=made.topic or "", opening=made.opening or "", bgm=made.bgm or ""
        )
        for work_id, made in review_facts.made(session, account_id).items()
    }


def target_of(wished: TargetInForce) -> Target:
    """Return a target on record as the rules take it."""
    return Target(
        metric=wished.metric,
        value=wished.value,
        level=wished.level,
        is_at_most=wished.direction is TargetDirection.AT_MOST,
    )


def source_lines(session: Session, account: Account, window: Window, until: datetime) -> Iterator[SourceLine]:
    """Yield where an account's figures of a window came from."""
    for each in review_facts.looks(session, account.id, window.begins, until):
        yield SourceLine(account=account.code, source=each.source, looks=each.looks, last=each.last)


def kept_rules(session: Session, project: Project, window: Window, late: Sequence[LateScript]) -> Iterator[RuleLine]:
    """Yield how often scripts were in time (I4), works came out on time (S11) and cuts passed at once (S10)."""
    ids = [account.id for account in accounts.accounts_of(session, project.id)]
    shoots = len(execution.items_to_shoot(session, project.id, window.first, window.last))
    yield RuleLine(rule=KeptRule.SCRIPT_IN_TIME, kept=shoots - len(late), of=shoots)
    plans = review_facts.plan_and_fact(session, ids, window.begins, window.ends)
    slack = timedelta(minutes=settings().policy.on_time_minutes)
    on_time = sum(out is not None and abs(out - planned) <= slack for planned, out in plans)
    yield RuleLine(rule=KeptRule.ON_TIME, kept=on_time, of=len(plans))
    versions = review_facts.confirmed_versions(session, ids, window.begins, window.ends)
    yield RuleLine(rule=KeptRule.FIRST_PASS, kept=versions.count(1), of=len(versions))


def comments(session: Session, account_ids: Sequence[str], window: Window) -> CommentsReview:
    """Return what was said of the works in a window, and the cases that were found in it."""
    counts = review_facts.comment_counts(session, account_ids, window.begins, window.ends)
    liked = review_facts.most_liked(session, account_ids, window.begins, window.ends, MOST_LIKED)
    return CommentsReview(
        counts=tuple(sorted(counts.items())),
        most_liked=tuple(
            Said(words=comment.words, title=title, likes=comment.likes, sentiment=comment.sentiment)
            for comment, title in liked
        ),
        cases=tuple(case_line(each) for each in review_facts.cases(session, account_ids, window.begins, window.ends)),
    )


def case_line(found: review_facts.Case) -> CaseLine:
    """Return a negative case as a line of the material."""
    case = found.case
    return CaseLine(
        kind=case.kind,
        severity=case.severity,
        what=case.what,
        title=found.title,
        owner=found.owner,
        found_at=case.found_at,
        hours=(case.closed_at - case.found_at) / HOUR if case.closed_at else None,
        action=case.action or "",
    )


def budget_lines(session: Session, project: Project, window: Window) -> Iterator[BudgetLine]:
    """Yield the requests for money of a window's month."""
    whole = month(window.first)
    for request in review_facts.money(session, project.id, whole.key, whole.first, whole.last):
        yield BudgetLine(
            code=request.code,
            purpose=request.purpose,
            status=request.status,
            asked_fen=request.total_fen,
            approved_fen=request.approved_fen,
            spent_fen=request.actual_fen,
        )


def problem_lines(session: Session, meeting_id: str) -> Iterator[ProblemLine]:
    """Yield the problems that were brought to a review."""
    for each in reviews.problems(session, meeting_id):
        yield ProblemLine(what=each.what, by=session.get_one(Person, each.reporter_id).name)


def schedule_lines(session: Session, account_ids: Sequence[str], ahead: Window) -> Iterator[ScheduleLine]:
    """Yield what is planned for a window."""
    for each in review_facts.planned(session, account_ids, ahead):
        yield ScheduleLine(
            code=each.item.code,
            title=each.item.title,
            account=each.account,
            shoot_on=each.item.planned_shoot_on,
            cut_on=each.item.planned_edit_due_on,
            publish_at=each.item.planned_publish_at,
            director=each.director or "",
            editor=each.editor or "",
        )
