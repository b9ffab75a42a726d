"""The figures of a half-month worked out with pandas over the raw rows: a path that shares nothing with the reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import pandas as pd
from sqlalchemy import select

from agency.domain.windows import Window
from agency.records.tables import Account, AccountDaily, Publication, VideoSnapshot
from tasks.opening import records

COUNTERS = ["plays", "likes", "comments", "shares", "saves", "profile_visits", "follower_gain"]
TOLD = [*COUNTERS, "completion", "completion_5s", "bounce_2s", "avg_watch_s"]
GRACE = timedelta(days=3)
TOLERANCE = timedelta(hours=12)
AGES = (1, 2, 3, 7)
BEFORE, ENOUGH, FLOOR = 20, 8, 1000


@dataclass
class Raw:
    """Every look at every work up to three days after a window, oldest first, and every day of every account."""

    looks: pd.DataFrame
    days: pd.DataFrame
    window: Window


def raw(window: Window) -> Raw:
    """Read the rows as they lie."""
    with records() as session:
        columns = [getattr(VideoSnapshot, name) for name in TOLD]
        query = (
            select(
                Publication.id.label("work"), Publication.title, Publication.published_at, Publication.kind,
                Publication.duration_ms, Account.code.label("account"), VideoSnapshot.observed_at, *columns,
            )
            .join(Publication, Publication.id == VideoSnapshot.publication_id)
            .join(Account, Account.id == Publication.account_id)
        )  # fmt: skip
        looks = pd.DataFrame(session.execute(query).mappings().all())
        days = pd.DataFrame(
            session.execute(
                select(Account.code.label("account"), *AccountDaily.__table__.columns).join(
                    Account, Account.id == AccountDaily.account_id
                )
            ).mappings().all()
        )  # fmt: skip
    if not looks.empty:
        looks = looks[looks.observed_at < window.ends + GRACE].sort_values("observed_at")
    return Raw(looks=looks, days=days, window=window)


def gained(found: Raw, counter: str, since: datetime, before: datetime) -> dict[str, int]:
    """Return what a counter gained of each work in a time, by work; one that cannot be told is left out."""
    told: dict[str, int] = {}
    for work, shots in found.looks.groupby("work"):
        inside = shots[(shots.observed_at >= since) & (shots.observed_at < before)]
        earlier = shots[shots.observed_at < since]
        now = None if inside.empty else inside[counter].iloc[-1]
        then = None if earlier.empty else earlier[counter].iloc[-1]
        is_new = since <= shots.published_at.iloc[0] < before
        if pd.notna(now) and (pd.notna(then) or is_new):
            told[str(work)] = int(now) - (int(then) if pd.notna(then) else 0)
    return told


def of_account(found: Raw, account: str) -> Raw:
    """Return the rows of one account."""
    looks = found.looks if found.looks.empty else found.looks[found.looks.account == account]
    days = found.days if found.days.empty else found.days[found.days.account == account]
    return Raw(looks=looks, days=days, window=found.window)


def total(values: dict[str, int]) -> int | None:
    return sum(values.values()) if values else None


def told_last(shots: pd.DataFrame) -> pd.Series:
    """Return the last value of each figure of a work that any look told."""
    return shots[TOLD].ffill().iloc[-1] if len(shots) else pd.Series(dtype=float)


def at_age(shots: pd.DataFrame, age: int) -> int | None:
    """Return a work's plays at an age in days, by the nearest look."""
    told = shots[shots.plays.notna()]
    off = (told.observed_at - (told.published_at + timedelta(days=age))).abs()
    if told.empty or off.min() > TOLERANCE:
        return None
    return int(told.loc[off.idxmin()].plays)


def times_usual(found: Raw, work: str) -> tuple[float, int, float, int] | None:
    """Return plays at the judged age, that age, the usual plays and of how many works; None where too few came before."""
    of_work = {str(name): shots for name, shots in found.looks.groupby("work")}
    order = sorted(of_work, key=lambda name: of_work[name].published_at.iloc[0])
    order = [name for name in order if of_work[name].kind.iloc[0] == of_work[work].kind.iloc[0]]
    known = [age for age in AGES if at_age(of_work[work], age) is not None]
    if not known:
        return None
    age = known[-1]
    plays = [at_age(of_work[name], age) for name in order[: order.index(work)]]
    earlier = [each for each in plays if each is not None][-BEFORE:]
    if len(earlier) < ENOUGH:
        return None
    return float(at_age(of_work[work], age) or 0), age, float(max(median(earlier), FLOOR)), len(earlier)


def weighted(shots_of_works: list[pd.Series], metric: str) -> float | None:
    """Return a mean of the platform's own, weighted by plays."""
    known = [shot for shot in shots_of_works if pd.notna(shot[metric]) and pd.notna(shot.plays)]
    weight = sum(shot.plays for shot in known)
    return sum(shot.plays * shot[metric] for shot in known) / weight if weight else None
