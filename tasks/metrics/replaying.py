"""Reads looks again from their kept answers, after a mistake of ours in reading them was mended (I9).

No platform is asked. What a look would say now and did not say then is a further revision of what it wrote; a day is
corrected only where no later look has told it anew.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.figures import WorkDay, WorkFigures
from agency.domain.terms.figures import Source
from agency.errors import PlatformError
from agency.platforms.grants import Access, Grant
from agency.platforms.recorded import Page, Recorded
from agency.records import accounts, figures, found_works, grants, pulls, replays
from agency.records.figures import Observation, WrittenDay
from agency.records.named import by_code
from agency.records.tables import Account, Pull
from agency.records.tables.base import new_id
from tasks.metrics.account_reading import Known, Read, read_all
from tasks.metrics.connections import open_reader
from tasks.opening import records


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What reading one look again brought: how many works and days it tells otherwise than it did."""

    account: str
    observed_at: datetime
    works: int = 0
    days: int = 0
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """What one look tells otherwise than it did; works by the revision that is to be written of them."""

    works: Mapping[int, Sequence[tuple[str, WorkFigures]]]
    days: Sequence[WrittenDay]
    work_days: Sequence[WorkDay]
    ids: Mapping[str, str]


def replay(codes: Sequence[str], since: datetime, until: datetime, *, write: bool) -> Iterator[Replayed]:
    """Read the looks of a time again, oldest first; without ``write`` only tell what would be corrected."""
    with records() as session:
        known = {row.id: row for row in (by_code(session, Account, code) for code in codes)}
        looks = pulls.pulls_with_pages(session, list(known), since, until)
    for row in looks:
        yield replay_one(known[row.account_id], row, write=write)


def replay_one(account: Account, row: Pull, *, write: bool) -> Replayed:
    """Read one look again, in a unit of work of its own, and correct what it wrote where that is wanted."""
    with records() as session:
        accounts.take_turns(session, [account.id])
        try:
            read = read_again(session, account, row)
        except PlatformError as error:
            return Replayed(account=account.code, observed_at=row.observed_at, trouble=str(error))
        found = corrections(session, row, read)
        if write:
            correct(session, row, found)
    return Replayed(
        account=account.code,
        observed_at=row.observed_at,
        works=sum(map(len, found.works.values())),
        days=len(found.days) + len(found.work_days),
    )


def read_again(session: Session, account: Account, row: Pull) -> Read:
    """Return what a look says when its kept answers are read now; raises the error that they end in."""
    pages = [
        Page(path=path, asked=asked, status=status, content=told)
        for path, asked, status, told in pulls.pages_of(session, row.id)
    ]
    grant = grants.grant_of(session, account.id)
    known = Known(item_ids=named_in(pages), span=row.span, profile=grant.profile if grant else None)
    access = Access(nobodys(grant.open_id if grant else "", row.observed_at), lambda stale: stale)
    reader = open_reader(account.platform, access, known.profile, now=row.observed_at, carrier=Recorded(pages))
    with closing(reader):
        return read_all(reader, set(row.parts), known, row.observed_at)


def nobodys(open_id: str, moment: datetime) -> Grant:
    """Return a grant that opens nothing: kept answers ask for no token."""
    return Grant(open_id=open_id, access_token="", access_ends=moment, refresh_token="")


def named_in(pages: Sequence[Page]) -> list[str]:
    """Return the works that were asked for by their ids, in the order in which they were."""
    bodies = (json.loads(page.asked)[2] or {} for page in pages)
    return list(dict.fromkeys(str(item_id) for body in bodies for item_id in body.get("item_ids", ())))


def corrections(session: Session, row: Pull, read: Read) -> Corrections:
    """Return what a look tells otherwise now than what it wrote; works that are not on record are passed over."""
    standing = found_works.standing_works(session, [row.account_id])[row.account_id]
    matches = found_works.recognised(session, row.account_id, standing, read.works)
    works = [(match.work_id, work) for work, match in zip(read.works, matches, strict=True) if match.work_id]
    ids = {work.item_id: work_id for work_id, work in works if work.item_id}
    return Corrections(
        works=replays.corrected_works(session, row.account_id, row.observed_at, works),
        days=replays.corrected_days(session, row, read.account_days),
        work_days=replays.corrected_work_days(session, ids, row.observed_at, read.work_days),
        ids=ids,
    )


def correct(session: Session, row: Pull, found: Corrections) -> None:
    """Write corrections as what a further look at the same moment saw; nothing where there are none."""
    if not (found.works or found.days or found.work_days):
        return
    again = Pull(
        id=new_id(),
        account_id=row.account_id,
        observed_at=row.observed_at,
        parts=row.parts,
        span=row.span,
        works_seen=sum(map(len, found.works.values())),
        days_written=len(found.days),
        replay_of_id=row.id,
    )
    session.add(again)
    session.flush()
    seen = Observation(observed_at=row.observed_at, source=Source.API, pull_id=again.id)
    for revision, works in found.works.items():
        figures.keep_snapshots(session, works, seen.of_revision(revision))
    figures.keep_days(session, row.account_id, found.days, seen)
    figures.keep_work_days(session, found.ids, found.work_days, seen)
