"""What a look wrote, for comparing it with what its kept answers say when they are read again (I9)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.terms.figures import Source
from agency.records.figures import OBSERVED, WrittenDay, changed_day, last_revisions, observed, of_a_day
from agency.records.tables import Publication, Pull, VideoSnapshot, WorkDaily


def written_snapshots(session: Session, account_id: str, moment: datetime) -> dict[str, tuple[int, tuple[object, ...]]]:
    """Return the revision and the figures of what the platform told of each work at one moment, the last word of each."""
    columns = (
        VideoSnapshot.publication_id,
        VideoSnapshot.revision,
        *(getattr(VideoSnapshot, name) for name in OBSERVED),
    )
    query = (
        select(*columns)
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id == account_id)
        .where(VideoSnapshot.observed_at == moment, VideoSnapshot.source == Source.API)
        .order_by(VideoSnapshot.revision)
    )
    return {work_id: (revision, tuple(told)) for work_id, revision, *told in session.execute(query)}


def corrected_works(
    session: Session, account_id: str, moment: datetime, works: Sequence[tuple[str, WorkFigures]]
) -> dict[int, list[tuple[str, WorkFigures]]]:
    """Return the works that are told otherwise now than they were, by the revision that is to be written of them."""
    written = written_snapshots(session, account_id, moment)
    found: dict[int, list[tuple[str, WorkFigures]]] = {}
    for work_id, figures in works:
        revision, before = written.get(work_id, (0, ()))
        if observed(figures) != before:
            found.setdefault(revision + 1, []).append((work_id, figures))
    return found


def corrected_days(session: Session, row: Pull, days: Sequence[AccountDay]) -> list[WrittenDay]:
    """Return the account's days that are told otherwise now, of those that no later look has told anew."""
    last = last_revisions(session, row.account_id, Source.API, days)
    readings = {row.id, *session.scalars(select(Pull.id).where(Pull.replay_of_id == row.id))}
    ours = {day: told for day, told in last.items() if told.pull_id in readings}
    pairs = ((day, ours.get(day.day)) for day in days)
    return [
        changed
        for day, told in pairs
        if told and (changed := changed_day(day, WrittenDay(told.day, told.revision, of_a_day(told))))
    ]


def corrected_work_days(
    session: Session, works: dict[str, str], moment: datetime, days: Sequence[WorkDay]
) -> list[WorkDay]:
    """Return the days of works that are told otherwise now, of those that no later look has told anew.

    ``works`` maps the platform's id to the publication's.
    """
    query = select(WorkDaily).where(WorkDaily.publication_id.in_(works.values()), WorkDaily.source == Source.API)
    ours: dict[tuple[str, date], WorkDaily] = {
        (row.publication_id, row.day): row for row in session.scalars(query) if row.observed_at == moment
    }
    found = []
    for day in days:
        row = ours.get((works.get(day.item_id, ""), day.day))
        if row and (row.plays, row.likes, row.comments, row.shares) != (day.plays, day.likes, day.comments, day.shares):
            found.append(day)
    return found
