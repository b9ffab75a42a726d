"""Sixty days of figures on record, computed from the sandbox's own curves, so that a pull goes on where they end."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, ONE_DAY, beijing_day
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Source, Visibility
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.tables import Publication
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.growth import Curve, level

DAYS = 60
SEEN_AT = time(22)  # of each day, Beijing time


def write_history(
    session: Session, account_id: str, account: SandboxAccount, lengths: Mapping[str, int], start: datetime
) -> None:
    """Write an account's works with a look at each of them on every day before this one, and the account's own days.

    ``lengths`` are in milliseconds, by title: the platform does not tell them.
    """
    yesterday = beijing_day(start) - ONE_DAY
    first = yesterday - timedelta(days=DAYS - 1)
    for work in account.works:
        row = found_works.write_found(session, account_id, seen(work, work.published_at))
        row.duration_ms = lengths.get(work.title)
        write_looks(session, row, work, max(first, beijing_day(work.published_at)), yesterday)
    told = [account_day(account, day) for day in days(first, yesterday)]
    figures.keep_account_days(session, account_id, told, Observation(observed_at=start, source=Source.SAMPLE))


def write_looks(session: Session, row: Publication, work: SandboxWork, first: date, last: date) -> None:
    """Write one look at a work in the evening of each day."""
    for day in days(first, last):
        moment = datetime.combine(day, SEEN_AT, tzinfo=BEIJING)
        look = Observation(observed_at=moment, source=Source.SAMPLE)
        figures.keep_snapshots(session, [(row.id, seen(work, moment))], look)


def seen(work: SandboxWork, moment: datetime) -> WorkFigures:
    """Return a work as the platform shows it at a moment."""
    age_h = (moment - work.published_at) / timedelta(hours=1)
    return WorkFigures(
        title=work.title,
        published_at=work.published_at,
        item_id=work.item_id,
        video_id=work.video_id,
        kind=work.kind,
        visibility=Visibility.PUBLIC,
        plays=level(work.plays, age_h),
        likes=level(work.likes, age_h),
        comments=level(work.comments, age_h),
        shares=level(work.shares, age_h),
        avg_watch_s=work.avg_watch_s,
    )


def account_day(account: SandboxAccount, day: date) -> AccountDay:
    """Return what one day brought an account, as the platform tells it when the day is long over."""
    published = [beijing_day(work.published_at) for work in account.works]
    plays = sum(gained(work.plays, work.published_at, day) for work in account.works)
    return AccountDay(
        day=day,
        followers_total=level(account.followers, age_at_end(account.opened_at, day)),
        new_fans=gained(account.followers, account.opened_at, day),
        plays_new=plays,
        likes_new=sum(gained(work.likes, work.published_at, day) for work in account.works),
        comments_new=sum(gained(work.comments, work.published_at, day) for work in account.works),
        shares_new=sum(gained(work.shares, work.published_at, day) for work in account.works),
        profile_visits=round(account.visits_per_play * plays),
        works_published=published.count(day),
        works_total=sum(each <= day for each in published),
    )


def gained(curve: Curve, since: datetime, day: date) -> int:
    """Return what a counter gained on a day; nothing before it began."""
    age_h = age_at_end(since, day)
    return level(curve, age_h) - level(curve, age_h - 24) if age_h > 0 else 0


def age_at_end(since: datetime, day: date) -> float:
    """Return the age in hours at the end of a Beijing day."""
    return (datetime.combine(day + ONE_DAY, time(), tzinfo=BEIJING) - since) / timedelta(hours=1)


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, both included."""
    while first <= last:
        yield first
        first += ONE_DAY
