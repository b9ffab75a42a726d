"""Figures as they are read: the looks at works that answer what is asked, and the days of accounts (S12, I9).

A year of daily looks at a thousand works is 365,000 rows, and a review needs some ten of each work: the database picks
them, and the rules of ``agency.domain.snapshots`` say of these what they would say of all.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import AGE_TOLERANCE, Answer, History, Snapshot, Wanted, at_ages
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
REVISION = itemgetter(2)  # of a row: of the revisions of a look the highest is taken last, and counts
Works = dict[str, dict[str, Any]]
"""What is on record of works beside their counts, by publication."""


def read(session: Session, account_id: str, wanted: Wanted) -> Answer:
    """Return what an account's works answer to what is wanted; a work that was not seen by then is left out.

    ``gains``, ``last_looks`` and ``fallen_counters`` say of these histories what they would say of everything seen
    before ``wanted.until``.
    """
    return read_together(session, [account_id], wanted)


def read_together(session: Session, account_ids: Sequence[str], wanted: Wanted) -> Answer:
    """Return what the works of a few accounts answer to what is wanted, as ``read`` does for one."""
    sources = looks.sources_of(session, account_ids)
    if not sources:
        return Answer(histories={}, plays_at_ages={})
    works = works_of(session, account_ids)
    return Answer(
        histories=histories_of(session, account_ids, works, sources, wanted),
        plays_at_ages=plays_at_ages(session, account_ids, works, sources, wanted) if wanted.ages else {},
    )


def histories_of(
    session: Session, account_ids: Sequence[str], works: Works, sources: Sequence[Source], wanted: Wanted
) -> dict[str, History]:
    """Return the looks at some accounts' works that are wanted, by publication, each oldest first.

    Of one moment the most trusted source comes last, for what was told last counts.
    """
    found: dict[str, dict[tuple[datetime, int], Snapshot]] = defaultdict(dict)
    told = [getattr(VideoSnapshot, name) for name in OBSERVED]
    rows = session.connection().execute(looks.at_moments(session, moments_of(account_ids, sources, wanted), told)).all()
    for work_id, observed_at, _revision, source, *figures in sorted(rows, key=REVISION):
        if work_id in works:
            known = WorkFigures(**works[work_id], **dict(zip(OBSERVED, figures, strict=True)))
            shot = Snapshot(work_id=work_id, observed_at=observed_at, source=source, figures=known)
            found[work_id][observed_at, TRUST.index(source)] = shot
    return {work_id: [shot for _place, shot in sorted(found[work_id].items())] for work_id in works if work_id in found}


def moments_of(account_ids: Sequence[str], sources: Sequence[Source], wanted: Wanted) -> list[looks.Moments]:
    """Return the queries for the moments of the looks that are wanted."""
    moments = [looks.before_edges(account_ids, source, wanted.edges) for source in sources]
    if wanted.falls_in:
        moments += [looks.where_counters_fell(account_ids, each, wanted.falls_in, wanted.until) for each in sources]
    return moments


def plays_at_ages(
    session: Session, account_ids: Sequence[str], works: Works, sources: Sequence[Source], wanted: Wanted
) -> dict[str, dict[int, int]]:
    """Return the plays of some accounts' works at ages in days, by publication; an age at which nobody looked is left out."""
    seen: dict[str, dict[datetime, int]] = defaultdict(dict)
    for source in sorted(sources, key=TRUST.index):
        looked = looks.plays_between(session, account_ids, source, spans(wanted.ages), wanted.until)
        rows = session.connection().execute(looked).all()
        newest = {(row[0], row[1]): row[3] for row in sorted(rows, key=REVISION)}
        for (work_id, observed_at), plays in newest.items():
            if plays is not None:
                seen[work_id][observed_at] = plays
    return {
        work_id: at_ages(sorted(plays.items()), works[work_id]["published_at"], wanted.ages)
        for work_id, plays in seen.items()
    }


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


def works_of(session: Session, account_ids: Sequence[str]) -> Works:
    """Return what is on record of some accounts' published works beside their counts, oldest first, by publication."""
    query = (
        select(Publication.id, *OF_A_WORK.values())
        .where(Publication.account_id.in_(account_ids), Publication.published_at.is_not(None))
        .order_by(Publication.published_at)
    )
    return {
        work_id: dict(zip(OF_A_WORK, known, strict=True)) for work_id, *known in session.connection().execute(query)
    }


def days_of(session: Session, account_id: str, first: date, last: date) -> list[AccountDay]:
    """Return an account's days, oldest first; where sources differ in a figure, the platform's own answer counts."""
    told: dict[date, dict[str, Any]] = {}
    rows = accounts.days(session, account_id, first, last)
    for row in sorted(rows, key=lambda one: (one.day, TRUST.index(one.source))):
        known = {name: value for name, value in values_of(row).items() if value is not None}
        told.setdefault(row.day, {}).update(known)
    return [AccountDay(day=day, **values) for day, values in sorted(told.items())]
