"""Figures of days: of a work and of an account, out at 10 o'clock of the next day (platforms.md 1.7, 1.8)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.clock import BEIJING
from agency.sandbox.description import SandboxWork
from agency.sandbox.douyin.asked import Asked
from agency.sandbox.douyin.envelopes import Payload
from agency.sandbox.douyin.refusals import BAD_PARAMETER, Refusal
from agency.sandbox.growth import Curve, level

REFRESHED_AT = time(10)
MONTH = timedelta(days=30)
PRELIMINARY = 0.97  # the newest day is corrected upwards at the next refresh

Tell = Callable[[Asked], Payload]


def work_base(asked: Asked) -> Payload:
    """Tell what the last 30 days brought to one work; nothing at all for an older work."""
    work, last = asked.work(), last_ready_day(asked.now)
    if not _has_days(asked, work):
        return {"result": {}}
    age_h = _age_at_end(work.published_at, last)
    return {
        "result": {
            "total_play": level(work.plays, age_h),
            "total_like": level(work.likes, age_h),
            "total_comment": level(work.comments, age_h),
            "total_share": level(work.shares, age_h),
            "avg_play_duration": work.avg_watch_s,
        }
    }


def work_days(counter: str, spans: Collection[int]) -> Tell:
    """Return the endpoint that tells one counter of one work by the day, e.g. ``like``."""

    def tell(asked: Asked) -> Payload:
        work, days = asked.work(), _days(asked, spans)
        curve: Curve = getattr(work, f"{counter}s")
        shown = days if _has_days(asked, work) else []
        published = work.published_at.astimezone(BEIJING).date()
        gains = ((day, _gain(curve, work.published_at, day)) for day in shown if day >= published)
        return {"result_list": [_row(day, counter, _as_told(gain, day, asked.now)) for day, gain in gains]}

    return tell


def account_days(kind: str, spans: Collection[int]) -> Tell:
    """Return the endpoint that tells one kind of an account's figures by the day, e.g. ``fans``."""
    fields = _ACCOUNT_FIELDS[kind]

    def tell(asked: Asked) -> Payload:
        opened = asked.shelf.account.opened_at.astimezone(BEIJING).date()
        days = [day for day in _days(asked, spans) if day >= opened] if _is_past_first_day(asked) else []
        return {"result_list": [{"date": day.isoformat(), **fields(asked, day)} for day in days]}

    return tell


def last_ready_day(now: datetime) -> date:
    """Return the newest Beijing day whose figures are out."""
    there = now.astimezone(BEIJING)
    return there.date() - timedelta(days=1 if there.time() >= REFRESHED_AT else 2)


def _items(asked: Asked, day: date) -> Mapping[str, JsonValue]:
    published = [work.published_at.astimezone(BEIJING).date() for work in asked.shelf.works(asked.now)]
    return {
        "new_issue": published.count(day),
        "total_issue": sum(each <= day for each in published),
        "new_play": _sum_of_gains(asked, day, "plays"),
    }


def _fans(asked: Asked, day: date) -> Mapping[str, JsonValue]:
    account = asked.shelf.account
    return {
        "total_fans": level(account.followers, _age_at_end(account.opened_at, day)),
        "new_fans": _as_told(_gain(account.followers, account.opened_at, day), day, asked.now),
    }


def _profile(asked: Asked, day: date) -> Mapping[str, JsonValue]:
    return {"profile_uv": round(asked.shelf.account.visits_per_play * _sum_of_gains(asked, day, "plays"))}


_ACCOUNT_FIELDS: Mapping[str, Callable[[Asked, date], Mapping[str, JsonValue]]] = {
    "item": _items,
    "fans": _fans,
    "like": lambda asked, day: {"new_like": _sum_of_gains(asked, day, "likes")},
    "comment": lambda asked, day: {"new_comment": _sum_of_gains(asked, day, "comments")},
    "share": lambda asked, day: {"new_share": _sum_of_gains(asked, day, "shares")},
    "profile": _profile,
}


def _sum_of_gains(asked: Asked, day: date, counter: str) -> int:
    works = asked.shelf.works(asked.now)
    gained = sum(_gain(getattr(work, counter), work.published_at, day) for work in works)
    return _as_told(gained, day, asked.now)


def _row(day: date, counter: str, gain: int) -> dict[str, JsonValue]:
    return {"date": day.isoformat(), counter: gain}


def _gain(curve: Curve, since: datetime, day: date) -> int:
    age_h = _age_at_end(since, day)
    return level(curve, age_h) - level(curve, age_h - 24) if age_h > 0 else 0


def _as_told(gain: int, day: date, now: datetime) -> int:
    return int(gain * PRELIMINARY) if day == last_ready_day(now) else gain


def _age_at_end(since: datetime, day: date) -> float:
    return (_end_of(day) - since.timestamp()) / 3600


@cache
def _end_of(day: date) -> float:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING).timestamp()


def _days(asked: Asked, spans: Collection[int]) -> list[date]:
    span, last = asked.number("date_type", most=max(spans)), last_ready_day(asked.now)
    if span not in spans:
        raise Refusal(BAD_PARAMETER)
    return [last - timedelta(days=back) for back in reversed(range(span))]


def _has_days(asked: Asked, work: SandboxWork) -> bool:
    young = asked.now - work.published_at <= MONTH
    return young and work.visibility != Visibility.PRIVATE and _is_past_first_day(asked)


def _is_past_first_day(asked: Asked) -> bool:
    return asked.now.astimezone(BEIJING).date() > asked.authorised_at.astimezone(BEIJING).date()
