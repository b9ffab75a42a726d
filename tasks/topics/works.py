"""Last week's strongest and weakest works as a topic meeting looks at them, with what may tell why (S6, I2, domain.md 6.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.snapshots import Wanted
from agency.domain.terms.performance import Standing
from agency.domain.windows import Window
from agency.locale import _
from agency.records import histories
from agency.records.tables import Account
from agency.reports.assessment import assess
from agency.reports.material import Evidence, WorkReview, best_and_worst
from agency.reports.review_facts import AccountFacts
from config.settings import settings
from tasks.gate.exhibits import cell

MOST = 3
TITLE = 20
MOST_REASONS = 3


@dataclass(frozen=True, kw_only=True)
class Extremes:
    """The works at both ends of a week, and how they were ranked: by age against the account's own, else by gains."""

    best: Sequence[WorkReview]
    worst: Sequence[WorkReview]
    is_by_age: bool


def works_of(session: Session, account: Account, week: Window) -> str:
    """Return the week's works at both ends as Markdown; why there is nothing where there is nothing."""
    ends = extremes(reviewed(session, account, week))
    if not ends.best and not ends.worst:
        return _("No figures of last week are on record.")
    basis = (
        _("New works by their plays against the account's middle at the same age.")
        if ends.is_by_age
        else _("By the plays the week gained: too few works can be compared at the same age.")
    )
    lines = [line(_("best"), work) for work in ends.best] + [line(_("worst"), work) for work in ends.worst]
    return f"{basis}\n\n" + "\n".join(lines)


def reviewed(session: Session, account: Account, week: Window) -> Sequence[WorkReview]:
    """Return the works that were seen in a week, each judged and with its evidence."""
    policy = settings().policy
    answer = histories.read(
        session, account.id, Wanted(until=week.ends, windows=(week,), ages=policy.compared_ages, falls_in=week)
    )
    facts = AccountFacts(
        code=account.code,
        name=account.name,
        platform=account.platform,
        histories=answer.histories,
        plays_at_ages=answer.plays_at_ages,
        days=(),
        until=beijing_day(week.ends),
    )
    return assess(facts, week, policy).works


def extremes(works: Sequence[WorkReview]) -> Extremes:
    """Return the works at both ends, none twice."""
    best, worst = best_and_worst(works, MOST)
    if best or worst:
        return Extremes(best=best, worst=worst, is_by_age=True)
    known = sorted((work for work in works if work.plays_gained is not None), key=plays_gained, reverse=True)
    return Extremes(best=known[:MOST], worst=known[MOST:][-MOST:], is_by_age=False)


def plays_gained(work: WorkReview) -> int:
    """Return the plays a work gained, of one that is known to have gained any."""
    return work.plays_gained or 0


def line(end: str, work: WorkReview) -> str:
    """Return one work as an item of a list: a table would be too wide for what may tell why."""
    gained = _("no data") if work.plays_gained is None else f"{work.plays_gained:,}"
    told = [_("plays gained {count}").format(count=gained), times(work), why(work.evidence)]
    return f"- **{end}** {cell(short(work.latest.title))}: {' · '.join(part for part in told if part)}"


def short(title: str) -> str:
    """Return the beginning of a title that is long."""
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def times(work: WorkReview) -> str | None:
    """Return how many times the usual a work was played, and of how many works that is the middle."""
    judged = work.judged
    if judged is None or judged.ratio is None:
        return None
    return _("{ratio} times the usual (day {age}, n={n})").format(
        ratio=f"{judged.ratio:.2f}", age=judged.age, n=judged.hit.n
    )


def why(evidence: Iterable[Evidence]) -> str | None:
    """Return the figures that may tell why, the unusual ones first, each beside what is usual."""
    order = sorted(evidence, key=lambda each: each.standing in {Standing.ORDINARY, Standing.NOT_ENOUGH_DATA})
    told = [
        f"{each.name} {each.value:.1%}"
        + ("" if each.usual is None else _(" (usual {usual})").format(usual=f"{each.usual:.1%}"))
        for each in order[:MOST_REASONS]
    ]
    return _("; ").join(told) or None
