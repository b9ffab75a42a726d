"""Holds a project's running month against its targets, from the records (C1, domain.md 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.month_meeting import reached
from agency.domain.month_plan import PlanTarget
from agency.domain.month_results import AccountMonth, results
from agency.domain.snapshots import Wanted, gain
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window, previous, share_elapsed
from agency.records import accounts, histories, month_plans
from agency.records.month_plans import TargetInForce
from agency.records.tables import Account, Project
from agency.reports.month.pack import ResultLine, WorkLine
from config.settings import settings
from tasks.month.account_months import account_months

STRONGEST = 3
ONE_DAY = timedelta(days=1)


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
    earlier = previous(running)
    wanted = Wanted(until=min(running.ends, moment), windows=(earlier, running))
    answers = {account.id: histories.read(session, account.id, wanted) for account in own}
    seen = {
        account: (
            tuple(answer.histories.values()),
            histories.days_of(session, account, earlier.first - ONE_DAY, running.last),
        )
        for account, answer in answers.items()
    }
    now, before = (account_months(session, seen, window, moment) for window in (running, earlier))
    return [
        Measured(
            account=account, now=now[account.id], before=before[account.id], seen_until=answers[account.id].seen_until
        )
        for account in own
    ]


def result_lines(
    session: Session, project: Project, measured: Sequence[Measured], running: Window, moment: datetime
) -> list[ResultLine]:
    """Return every target in force of the running month with what came of it; none where no plan was confirmed."""
    wanted = month_plans.targets_in_force(session, [project.id], running.key)
    elapsed = share_elapsed(running, moment)
    came_of = {each.account.id: results([each.now], running) for each in measured}
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
    actual = results([each.now for each in meant], running).get(metric)
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
        before=results([each.before for each in meant], previous(running)).get(metric),
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
