"""Holds a project's running month against its targets, from the records (C1, domain.md 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.month_meeting import reached
from agency.domain.month_plan import PlanTarget
from agency.domain.month_results import AccountMonth, results
from agency.domain.snapshots import Wanted, gain
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window, previous, share_elapsed
from agency.records import accounts, histories, month_plans, month_schedule
from agency.records.month_plans import TargetInForce
from agency.records.tables import Account, Project
from agency.reports.month.pack import ResultLine, WorkLine
from config.settings import settings

STRONGEST = 3


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An account with what is on record of it in the running month and in the one before."""

    account: Account
    now: AccountMonth
    before: AccountMonth
    seen_until: datetime | None


def measure(session: Session, project: Project, running: Window, moment: datetime) -> list[Measured]:
    """Return what is on record of each of a project's accounts, up to a moment."""
    own = accounts.accounts_of(session, project.id)
    ids = [account.id for account in own]
    earlier = previous(running)
    live = {window.key: month_schedule.went_live(session, ids, window) for window in (running, earlier)}
    count = {window.key: month_schedule.published_in(session, ids, window) for window in (running, earlier)}
    measured = []
    for account in own:
        wanted = Wanted(until=min(running.ends, moment), windows=(earlier, running))
        answer = histories.read(session, account.id, wanted)
        days = histories.days_of(session, account.id, earlier.first, running.last)
        is_known = bool(answer.histories or days)
        now, before = (
            AccountMonth(
                histories=tuple(answer.histories.values()),
                days=days,
                went_live=live[window.key].get(account.id, []),
                published=count[window.key].get(account.id, 0 if is_known else None),
            )
            for window in (running, earlier)
        )
        measured.append(Measured(account=account, now=now, before=before, seen_until=answer.seen_until))
    return measured


def result_lines(
    session: Session, project: Project, measured: Sequence[Measured], running: Window, moment: datetime
) -> list[ResultLine]:
    """Return every target in force of the running month with what came of it; none where no plan was confirmed."""
    wanted = month_plans.targets_in_force(session, [project.id], running.key)
    elapsed, policy = share_elapsed(running, moment), settings().policy
    came_of = {each.account.id: results([each.now], running, policy) for each in measured}
    return [result_line(each, measured, came_of, running, elapsed) for each in wanted]


def result_line(
    wanted: TargetInForce,
    measured: Sequence[Measured],
    came_of: Mapping[str, Mapping[Metric, float | None]],
    running: Window,
    elapsed: float,
) -> ResultLine:
    """Return one target with what came of it over the account it is of, or over all of them."""
    policy, metric = settings().policy, wanted.metric
    meant = [each for each in measured if wanted.account_id in (None, each.account.id)]
    actual = results([each.now for each in meant], running, policy).get(metric)
    silent = [each.account.code for each in meant if came_of[each.account.id].get(metric) is None]
    return ResultLine(
        target=PlanTarget(
            account=meant[0].account.code if wanted.account_id and meant else "",
            metric=metric,
            value=wanted.value,
            direction=wanted.direction,
            level=wanted.level,
        ),
        actual=actual,
        before=results([each.before for each in meant], previous(running), policy).get(metric),
        reached=reached(metric, wanted.value, wanted.direction, actual, elapsed, policy),
        missing=tuple(silent) if wanted.account_id is None else (),
    )


def strongest(measured: Sequence[Measured], running: Window) -> list[WorkLine]:
    """Return the works that gained the most plays in the running month, over all accounts."""
    gained = [
        WorkLine(
            account=each.account.code,
            title=history[-1].figures.title,
            published_at=history[-1].figures.published_at,
            plays_gained=plays,
        )
        for each in measured
        for history in each.now.histories
        if (plays := gain(Counter.PLAYS, history, running)) is not None and plays > 0
    ]
    return sorted(gained, key=lambda work: work.plays_gained, reverse=True)[:STRONGEST]
