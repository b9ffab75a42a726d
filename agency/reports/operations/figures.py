"""What an account's records say of a day, a week or a month, worked out by the rules of the domain (C4; domain.md 5.3)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.domain.anomalies import fallen_counters
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.known import sum_known
from agency.domain.month_results import net_fans, within
from agency.domain.performance import Pooled, pooled_mean, pooled_rate
from agency.domain.snapshots import Answer, gains
from agency.domain.terms.figures import Platform, WorkKind
from agency.domain.terms.performance import Counter, Imported, Rate
from agency.domain.windows import Window
from agency.reports.assessment import Gains, judged_works, of_the_window
from agency.reports.material import Judged
from agency.reports.operations.values import AccountLine, CounterLine, DaysLine, RateLine, WorkLine
from agency.reports.review_facts import AccountFacts, inside, told_by
from config.policy import Policy

MOST_WORKS = 3
DRAWN_DAYS = 14
RATES = (Rate.ENGAGEMENT, Rate.LIKE_RATE, Rate.COMMENT_RATE, Rate.SHARE_RATE, Rate.SAVE_RATE, Rate.FOLLOW_RATE)
MEANS = (Imported.COMPLETION, Imported.COMPLETION_5S, Imported.BOUNCE_2S, Imported.AVG_WATCH_S)


@dataclass(frozen=True, kw_only=True)
class AccountRecords:
    """What is on record of an account: answers about its works, and its days, those that are drawn among them."""

    id: str
    code: str
    name: str
    platform: Platform
    answer: Answer
    days: Sequence[AccountDay]
    published: int


@dataclass(frozen=True, kw_only=True)
class Gained:
    """What each work of an account gained in a window, and the works with these gains in the place of their totals."""

    by_work: Mapping[str, Gains]
    of_window: Sequence[WorkFigures]
    seen: Sequence[WorkFigures]


def gained_in(records: AccountRecords, window: Window) -> Gained:
    """Return what an account's works gained in a window; ``seen`` are those looked at in it, as they were told last."""
    histories = records.answer.histories
    by_work = {work_id: gains(history, window) for work_id, history in histories.items()}
    return Gained(
        by_work=by_work,
        of_window=[of_the_window(history, by_work[work_id]) for work_id, history in histories.items()],
        seen=[told_by(looks) for history in histories.values() if (looks := inside(history, window))],
    )


def account_line(
    records: AccountRecords, window: Window, earlier: Window, policy: Policy, *, compares: bool
) -> AccountLine:
    """Return what an account's records say of a window; its new works are judged where ``compares`` says so."""
    now, before = gained_in(records, window), gained_in(records, earlier)
    judged = list(judged_lines(records, now, window, policy)) if compares else []
    above = [line for line in judged if line.times is not None and line.times >= 1]
    below = [line for line in reversed(judged) if line.times is not None and line.times < 1]
    return AccountLine(
        code=records.code,
        name=records.name,
        platform=records.platform,
        days=days_line(records.days, window, earlier),
        counters=tuple(counter_line(each, now.by_work.values(), before.by_work.values()) for each in Counter),
        rates=tuple(rate_lines(now, before)),
        published=records.published,
        curve=tuple(day for day in records.days if drawn_from(window) <= day.day <= window.last),
        most_played=tuple(most_played(records, now)),
        best=tuple(above[:MOST_WORKS]),
        worst=tuple(below[:MOST_WORKS]),
        fell=tuple(fallen(records, window)),
    )


def days_line(days: Sequence[AccountDay], window: Window, earlier: Window) -> DaysLine:
    """Return what the days of a window tell together; the newest total of followers in it comes with its day."""
    now, before = within(days, window), within(days, earlier)
    counted = [day for day in now if day.followers_total is not None]
    newest = max(counted, key=lambda day: day.day, default=None)
    return DaysLine(
        days=window.days,
        told=len({day.day for day in now}),
        followers=newest.followers_total if newest else None,
        followers_on=newest.day if newest else None,
        net_fans=net_fans(days, window),
        net_fans_before=net_fans(days, earlier),
        plays=sum_known([day.plays_new for day in now]),
        plays_before=sum_known([day.plays_new for day in before]),
    )


def counter_line(counter: Counter, gained: Collection[Gains], before: Collection[Gains]) -> CounterLine:
    """Return what a counter gained over all works, and in the window before."""
    known = [value for work in gained if (value := work[counter]) is not None]
    return CounterLine(
        counter=counter,
        gained=sum_known(known),
        before=sum_known([work[counter] for work in before]),
        works=len(known),
        left_out=len(gained) - len(known),
    )


def rate_lines(now: Gained, before: Gained) -> Iterator[RateLine]:
    """Yield the rates of the works of each kind that was seen: videos and pictures are never pooled."""
    for kind in (kind for kind in WorkKind if any(work.kind is kind for work in now.seen)):
        for metric in (*RATES, *MEANS):
            pooled, earlier = pool(metric, now, kind), pool(metric, before, kind)
            yield RateLine(
                rate=metric,
                kind=kind,
                value=pooled.value,
                before=earlier.value,
                works=pooled.works,
                left_out=pooled.left_out,
            )


def pool(metric: Rate | Imported, gained: Gained, kind: WorkKind) -> Pooled:
    """Return a rate over the gains of a window, or a mean of the platform's own over the works that were seen in it."""
    if isinstance(metric, Rate):
        return pooled_rate(metric, gained.of_window, kind=kind)
    return pooled_mean(metric, gained.seen, kind=kind)


def most_played(records: AccountRecords, gained: Gained) -> list[WorkLine]:
    """Return the works that gained most plays, of whatever kind, the most played first."""
    plays = {work_id: work[Counter.PLAYS] for work_id, work in gained.by_work.items()}
    known = sorted((-count, work_id) for work_id, count in plays.items() if count)
    return [work_line(records, work_id, -count) for count, work_id in known if count < 0][:MOST_WORKS]


def judged_lines(records: AccountRecords, gained: Gained, window: Window, policy: Policy) -> list[WorkLine]:
    """Return the videos that came out in a window and can be compared, the strongest first."""
    answer = records.answer
    facts = AccountFacts(
        code=records.code,
        name=records.name,
        platform=records.platform,
        histories=answer.histories,
        plays_at_ages=answer.plays_at_ages,
        days=(),
        until=window.last,
    )
    found = [
        (judged.ratio, work_line(records, work_id, gained.by_work[work_id][Counter.PLAYS], judged))
        for work_id, judged in judged_works(facts, policy).items()
        if judged.ratio is not None and is_new_video(records, work_id, window)
    ]
    return [line for _ratio, line in sorted(found, key=lambda pair: (-pair[0], pair[1].title))]


def is_new_video(records: AccountRecords, work_id: str, window: Window) -> bool:
    """Tell whether a work is a video that came out in a window."""
    work = records.answer.histories[work_id][-1].figures
    return work.kind is WorkKind.VIDEO and window.holds(work.published_at)


def work_line(records: AccountRecords, work_id: str, plays: int | None, judged: Judged | None = None) -> WorkLine:
    """Return one work, judged where that is asked."""
    work = records.answer.histories[work_id][-1].figures
    return WorkLine(
        account=records.code,
        title=work.title,
        kind=work.kind,
        published_at=work.published_at,
        link=work.link,
        plays_gained=plays,
        level=judged.hit.level if judged else None,
        age=judged.age if judged else None,
        times=judged.ratio if judged else None,
        n=judged.hit.n if judged else 0,
    )


def fallen(records: AccountRecords, window: Window) -> Iterator[str]:
    """Yield what the platform took back in a window, a sentence each with the work it was taken from."""
    for history in records.answer.histories.values():
        for fall in fallen_counters(history, window):
            yield f"《{history[-1].figures.title}》 {fall.message}"


def drawn_from(window: Window) -> date:
    """Return the first day that is drawn: the window's own, or a fortnight back from its last where that is earlier."""
    return min(window.first, window.last - timedelta(days=DRAWN_DAYS - 1))
