"""Figures as they are read: the looks at works that answer what is asked, and the days of accounts (S12, I9).

A year of daily looks at a thousand works is 365,000 rows, and a review needs some ten of each work: the database picks
them, and the rules of ``agency.domain.snapshots`` say of these what they would say of all.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, select, union
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import AGE_TOLERANCE, History, Snapshot, Wanted, at_ages
from agency.domain.terms.figures import Source
from agency.records import accounts, looks
from agency.records.figures import OBSERVED, values_of
from agency.records.tables import Publication, VideoSnapshot

TRUST = (Source.SAMPLE, Source.MANUAL, Source.EXPORT, Source.API)
OF_A_WORK = {
    "title": Publication.title,
    "published_at": Publication.published_at,
    "item_id": Publication.platform_item_id,
    "video_id": Publication.video_id,
    "published_to_the_day": Publication.published_to_the_day,
    "kind": Publication.kind,
    "link": Publication.link,
    "duration_ms": Publication.duration_ms,
}


def of_account(session: Session, account_id: str, wanted: Wanted) -> dict[str, History]:
    """Return the looks at an account's works that answer what is wanted, by publication, each oldest first.

    ``gains``, ``last_looks`` and ``fallen_counters`` say of these what they would say of everything seen before
    ``wanted.until``. A work that was not seen by then is left out.
    """
    sources = looks.sources_of(session, account_id)
    if not sources:
        return {}
    works = works_of(session, account_id)
    found: dict[str, list[Snapshot]] = defaultdict(list)
    for work_id, observed_at, source, *figures in session.execute(rows_at(account_id, sources, wanted)):
        if work_id in works:
            told = WorkFigures(**works[work_id], **dict(zip(OBSERVED, figures, strict=True)))
            found[work_id].append(Snapshot(work_id=work_id, observed_at=observed_at, source=source, figures=told))
    return {work_id: in_order(found[work_id]) for work_id in works if work_id in found}


def rows_at(account_id: str, sources: Sequence[Source], wanted: Wanted) -> Select[Any]:
    """Return the query for the looks that are wanted, each in its highest revision."""
    parts = [looks.before_edges(account_id, source, wanted.edges) for source in sources]
    if wanted.falls_in:
        parts += [looks.where_counters_fell(account_id, each, wanted.falls_in, wanted.until) for each in sources]
    work_id, source, observed_at = union(*parts).subquery("moments").c
    here = and_(
        VideoSnapshot.publication_id == work_id,
        VideoSnapshot.source == source,
        VideoSnapshot.observed_at == observed_at,
    )
    told = [getattr(VideoSnapshot, name) for name in OBSERVED]
    columns = (VideoSnapshot.publication_id, VideoSnapshot.observed_at, VideoSnapshot.source, *told)
    return select(*columns).select_from(work_id.table).join(VideoSnapshot, here).where(looks.counts())


def plays_at_ages(session: Session, account_id: str, ages: Sequence[int], until: datetime) -> dict[str, dict[int, int]]:
    """Return the plays of an account's works at ages in days, by publication; an age at which nobody looked is left out."""
    seen: dict[tuple[str, datetime], dict[datetime, int]] = defaultdict(dict)
    for source in sorted(looks.sources_of(session, account_id), key=TRUST.index):
        rows = session.execute(looks.plays_between(session, account_id, source, spans(ages), until))
        told = {(work_id, out, observed_at): plays for work_id, out, observed_at, plays in rows}
        for (work_id, out, observed_at), plays in told.items():
            if plays is not None:
                seen[work_id, out][observed_at] = plays
    return {work_id: at_ages(sorted(plays.items()), out, ages) for (work_id, out), plays in seen.items()}


def spans(ages: Sequence[int]) -> list[tuple[int, int]]:
    """Return the hours of age within which a look can stand for some age in days; what overlaps is one span."""
    slack = int(AGE_TOLERANCE / timedelta(hours=1))
    found: list[tuple[int, int]] = []
    for age in sorted(ages):
        first, last = 24 * age - slack, 24 * age + slack
        if found and first <= found[-1][1]:
            first = found.pop()[0]
        found.append((first, last))
    return found


def works_of(session: Session, account_id: str) -> dict[str, dict[str, Any]]:
    """Return what is on record of an account's published works beside their counts, oldest first, by publication."""
    query = (
        select(Publication.id, *OF_A_WORK.values())
        .where(Publication.account_id == account_id, Publication.published_at.is_not(None))
        .order_by(Publication.published_at)
    )
    return {work_id: dict(zip(OF_A_WORK, known, strict=True)) for work_id, *known in session.execute(query)}


def in_order(history: list[Snapshot]) -> History:
    """Return looks oldest first; of one moment the platform's own answer comes last, for it counts."""
    return sorted(history, key=lambda shot: (shot.observed_at, TRUST.index(shot.source)))


def days_of(session: Session, account_id: str, first: date, last: date) -> list[AccountDay]:
    """Return an account's days, oldest first; where sources differ in a figure, the platform's own answer counts."""
    told: dict[date, dict[str, Any]] = {}
    rows = accounts.days(session, account_id, first, last)
    for row in sorted(rows, key=lambda one: (one.day, TRUST.index(one.source))):
        known = {name: value for name, value in values_of(row).items() if value is not None}
        told.setdefault(row.day, {}).update(known)
    return [AccountDay(day=day, **values) for day, values in sorted(told.items())]


def last_seen(session: Session, account_ids: Sequence[str], before: datetime) -> datetime | None:
    """Return when any work of these accounts was last seen before a moment, None for never."""
    last = [looks.last_before(before, source) for source in Source]
    works = select(*last).where(Publication.account_id.in_(account_ids))
    return max((moment for row in session.execute(works) for moment in row if moment), default=None)
