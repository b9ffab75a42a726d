"""Figures on record: what platforms and exports told of works and accounts, written once and read as histories (S12, I9).

Writing the same again changes nothing, so a pull or an import that was broken off is simply done again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.snapshots import History, Snapshot
from agency.domain.terms.figures import Source
from agency.records import accounts
from agency.records.tables import AccountDaily, ImportBatch, Publication, VideoSnapshot, WorkDaily

COUNTERS = ("plays", "likes", "comments", "shares", "saves", "profile_visits", "follower_gain")
RATES = ("completion", "completion_5s", "bounce_2s", "cover_ctr")
OBSERVED = (*COUNTERS, *RATES, "avg_watch_s", "visibility")
OF_A_DAY = tuple(field.name for field in fields(AccountDay) if field.name != "day")
TRUST = (Source.SAMPLE, Source.MANUAL, Source.EXPORT, Source.API)


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One look at an account: when, through what, and from which file where it was one."""

    observed_at: datetime
    source: Source
    import_batch_id: str | None = None


def keep_snapshot(session: Session, work: Publication, figures: WorkFigures, seen: Observation) -> bool:
    """Write what was seen of a work; return False when this source's figures of this very moment are on record."""
    known = select(VideoSnapshot.id).where(
        VideoSnapshot.publication_id == work.id,
        VideoSnapshot.observed_at == seen.observed_at,
        VideoSnapshot.source == seen.source,
    )
    if session.scalar(known) is not None:
        return False
    values = {name: getattr(figures, name) for name in OBSERVED}
    age = (seen.observed_at - work.published_at) / timedelta(hours=1) if work.published_at else None
    session.add(VideoSnapshot(publication_id=work.id, age_hours=age, **asdict(seen), **values))
    session.flush()
    return True


def keep_work_days(
    session: Session, works: Mapping[str, Publication], days: Iterable[WorkDay], seen: Observation
) -> None:
    """Write days of works, by the platform's id; a day that is on record is written over, as its platform corrects it."""
    for day in days:
        work = works[day.item_id]
        row = session.scalar(
            select(WorkDaily).where(
                WorkDaily.publication_id == work.id, WorkDaily.day == day.day, WorkDaily.source == seen.source
            )
        )
        if row is None:
            row = WorkDaily(publication_id=work.id, day=day.day, source=seen.source)
            session.add(row)
        row.observed_at = seen.observed_at
        row.plays, row.likes, row.comments, row.shares = day.plays, day.likes, day.comments, day.shares
    session.flush()


def keep_account_days(session: Session, account_id: str, days: Iterable[AccountDay], seen: Observation) -> int:
    """Write days of an account, a changed one as the next revision; return how many rows that made.

    What this source told before and is silent of now stays: an export of one metric erases no other.
    """
    written = 0
    for day in days:
        last = last_revision(session, account_id, day.day, seen.source)
        before = values_of(last) if last else dict.fromkeys(OF_A_DAY)
        values = before | {name: value for name in OF_A_DAY if (value := getattr(day, name)) is not None}
        if last is None or values != before:
            session.add(
                AccountDaily(
                    account_id=account_id,
                    day=day.day,
                    source=seen.source,
                    revision=last.revision + 1 if last else 1,
                    import_batch_id=seen.import_batch_id,
                    **values,
                )
            )
            written += 1
    session.flush()
    return written


def last_revision(session: Session, account_id: str, day: date, source: Source) -> AccountDaily | None:
    """Return what a source told last of an account's day."""
    query = select(AccountDaily).where(
        AccountDaily.account_id == account_id, AccountDaily.day == day, AccountDaily.source == source
    )
    return session.scalar(query.order_by(AccountDaily.revision.desc()).limit(1))


def values_of(row: AccountDaily) -> dict[str, int | None]:
    """Return the figures of a day's row."""
    return {name: getattr(row, name) for name in OF_A_DAY}


def seen_since(session: Session, account_id: str, moment: datetime, source: Source) -> bool:
    """Tell whether any work of an account was seen by a source at this moment or later."""
    query = (
        select(VideoSnapshot.id)
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id == account_id)
        .where(VideoSnapshot.source == source, VideoSnapshot.observed_at >= moment)
    )
    return session.scalar(query.limit(1)) is not None


def has_days(session: Session, account_id: str, source: Source) -> bool:
    """Tell whether a source ever told a day of an account."""
    query = select(AccountDaily.id).where(AccountDaily.account_id == account_id, AccountDaily.source == source)
    return session.scalar(query.limit(1)) is not None


def days_of(session: Session, account_id: str, first: date, last: date) -> list[AccountDay]:
    """Return an account's days, oldest first; where sources differ in a figure, the platform's own answer counts."""
    told: dict[date, dict[str, Any]] = {}
    rows = accounts.days(session, account_id, first, last)
    for row in sorted(rows, key=lambda one: (one.day, TRUST.index(one.source))):
        known = {name: value for name, value in values_of(row).items() if value is not None}
        told.setdefault(row.day, {}).update(known)
    return [AccountDay(day=day, **values) for day, values in sorted(told.items())]


def histories(session: Session, account_id: str, before: datetime) -> dict[str, History]:
    """Return everything seen of an account's works before a moment, by publication, each oldest first."""
    works = {work.id: figures_of(work) for work in accounts.works(session, account_id)}
    query = (
        select(VideoSnapshot)
        .where(VideoSnapshot.publication_id.in_(works), VideoSnapshot.observed_at < before)
        .order_by(VideoSnapshot.observed_at, VideoSnapshot.id)
    )
    found: dict[str, list[Snapshot]] = {work_id: [] for work_id in works}
    for row in session.scalars(query):
        told = {name: getattr(row, name) for name in OBSERVED}
        figures = replace(works[row.publication_id], **told)
        found[row.publication_id].append(
            Snapshot(work_id=row.publication_id, observed_at=row.observed_at, figures=figures)
        )
    return {work_id: history for work_id, history in found.items() if history}


def figures_of(work: Publication) -> WorkFigures:
    """Return a published work as figures without any count."""
    if work.published_at is None:
        raise ValueError(f"publication {work.id} is not out")
    return WorkFigures(
        title=work.title,
        published_at=work.published_at,
        item_id=work.platform_item_id,
        video_id=work.video_id,
        published_to_the_day=work.published_to_the_day,
        kind=work.kind,
        link=work.link,
        duration_ms=work.duration_ms,
    )


def last_seen(session: Session, project_accounts: Sequence[str], before: datetime) -> datetime | None:
    """Return when any work of these accounts was last seen before a moment, None for never."""
    query = (
        select(func.max(VideoSnapshot.observed_at))
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id.in_(project_accounts), VideoSnapshot.observed_at < before)
    )
    return session.scalar(query)


def batch_of(session: Session, sha256: str) -> ImportBatch | None:
    """Return the import of a file, None when it was never brought in."""
    return session.scalar(select(ImportBatch).where(ImportBatch.sha256 == sha256))
