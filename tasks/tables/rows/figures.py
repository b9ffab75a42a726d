"""What the works of an account tell the tables: gains of months, plays by age, hits, the last look at some works (I9, S12).

The looks are read once, a few of each work, and those of some accounts let go before the next accounts'.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.hits import judge_hit
from agency.domain.known import sum_known
from agency.domain.performance import FORMULAS
from agency.domain.snapshots import Answer, History, Wanted, gains
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Counter, HitLevel, Rate
from agency.domain.windows import Window
from agency.records import histories
from agency.records.tabled import accounts as tabled
from agency.reports.review_facts import JUDGED_UP_TO, told_last
from agency.reports.tables.cuts import AGES
from config.settings import settings
from tasks.tables.rows.filling import grouped

Gained = Mapping[Counter, int | None]
SHOWN_AGES = tuple(days for days, _code in AGES)
BROKE_OUT = (HitLevel.HIT, HitLevel.BIG_HIT)
TOGETHER = 20  # accounts whose works are read at once
INTERACTION = FORMULAS[Rate.ENGAGEMENT]


@dataclass(frozen=True, kw_only=True)
class MonthOfWorks:
    """What an account's works came to in a month, None where nothing tells it.

    ``is_known`` when any of its works was ever seen: only then nothing out in a month means that nothing came out.
    ``interactions`` over ``interacted_plays`` is the rate of the videos that tell both.
    """

    is_known: bool = False
    plays: int | None = None
    fans: int | None = None
    interactions: int = 0
    interacted_plays: int = 0
    hits: int | None = None


@dataclass(frozen=True)
class SeenWorks:
    """What the works tell: by account and month, by work and age in days, and the last look at those asked for."""

    months: dict[tuple[str, str], MonthOfWorks] = field(default_factory=dict)
    plays: dict[str, Mapping[int, int]] = field(default_factory=dict)
    last_seen: dict[str, WorkFigures] = field(default_factory=dict)


def seen_works(
    session: Session, account_ids: Sequence[str], months: Sequence[Window], asked: Collection[str], now: datetime
) -> SeenWorks:
    """Return what the works of some accounts tell, as they were seen before a moment; ``asked`` are works."""
    ages = tuple(sorted({*SHOWN_AGES, *judged_ages()}))
    wanted, found = Wanted(until=now, windows=tuple(months), ages=ages), SeenWorks()
    for first in range(0, len(account_ids), TOGETHER):
        some = account_ids[first : first + TOGETHER]
        answer = histories.read_together(session, some, wanted)
        own = grouped((row[1], row[0]) for row in tabled.works(session, some))
        for account_id in some:
            mine = own_part(answer, own.get(account_id, []))
            found.months.update({(account_id, month.key): month_of(mine, month) for month in months})
        found.plays.update({work_id: shown(plays) for work_id, plays in answer.plays_at_ages.items()})
        known = (work_id for work_id in asked if work_id in answer.histories)
        found.last_seen.update({work_id: told_last(answer.histories[work_id]) for work_id in known})
    return found


def own_part(answer: Answer, works: Sequence[str]) -> Answer:
    """Return what some works tell of an answer."""
    return Answer(
        histories={work_id: answer.histories[work_id] for work_id in works if work_id in answer.histories},
        plays_at_ages={work_id: answer.plays_at_ages[work_id] for work_id in works if work_id in answer.plays_at_ages},
    )


def shown(plays: Mapping[int, int]) -> Mapping[int, int]:
    """Return a work's plays at the ages that are shown."""
    return {age: plays[age] for age in SHOWN_AGES if age in plays}


def judged_ages() -> list[int]:
    """Return the ages at which works are compared to tell a hit."""
    return [age for age in settings().policy.compared_ages if age <= JUDGED_UP_TO]


def month_of(answer: Answer, month: Window) -> MonthOfWorks:
    """Return what an account's works came to in a month: gains over all works, the rate over videos alone."""
    seen = [history for history in answer.histories.values() if history[-1].observed_at >= month.begins]
    gained = [(history[-1].figures.kind, gains(history, month)) for history in seen]
    pairs = [pair for kind, each in gained if kind is WorkKind.VIDEO and (pair := interacted(each))]
    return MonthOfWorks(
        is_known=bool(answer.histories),
        plays=sum_known([each[Counter.PLAYS] for _kind, each in gained]),
        fans=sum_known([each[Counter.FOLLOWER_GAIN] for _kind, each in gained]),
        interactions=sum(above for above, _below in pairs),
        interacted_plays=sum(below for _above, below in pairs),
        hits=hits_of(answer, month),
    )


def interacted(gained: Gained) -> tuple[int, int] | None:
    """Return what stands above and below the line of the interaction rate, None where any of it is not told."""
    above = [gained[counter] for counter in INTERACTION.above]
    below = gained[INTERACTION.below]
    if below is None or None in above:
        return None
    return sum(value for value in above if value is not None), below


def hits_of(answer: Answer, month: Window) -> int | None:
    """Return how many works of a month broke out, None where none of them can be judged."""
    levels = [level for kind in WorkKind for level in levels_of(answer, month, kind)]
    judged = [level for level in levels if level is not HitLevel.NOT_ENOUGH_DATA]
    return sum(level in BROKE_OUT for level in judged) if judged else None


def levels_of(answer: Answer, month: Window, kind: WorkKind) -> Iterator[HitLevel]:
    """Yield the level of each work of a kind that came out in a month, at the highest age it was seen at."""
    policy, works = settings().policy, in_order_of_publication(answer.histories.values(), kind)
    for place, (work_id, published_at) in enumerate(works):
        plays = answer.plays_at_ages.get(work_id, {})
        age = max((age for age in judged_ages() if age in plays), default=None)
        if age is None or not month.holds(published_at):
            continue
        seen = (answer.plays_at_ages.get(earlier, {}).get(age) for earlier, _at in reversed(works[:place]))
        latest = islice((each for each in seen if each is not None), policy.compared_works)
        yield judge_hit(plays[age], [*latest][::-1], policy).level


def in_order_of_publication(found: Collection[History], kind: WorkKind) -> list[tuple[str, datetime]]:
    """Return the works of a kind with the moment they came out, the oldest first."""
    works = [history[0] for history in found if history[0].figures.kind is kind]
    return sorted(((one.work_id, one.figures.published_at) for one in works), key=lambda work: work[1])
