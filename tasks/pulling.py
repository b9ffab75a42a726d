"""Looks at an account through its platform, and keeps what it sees: what every pull is made of (S12, I9).

Nothing is on record of an account before all of it was read, so a pull may be killed at any moment and done again. What
was seen since a run began is not seen again by it: another leg of the run leaves the rows of an undisturbed one.
"""

from collections.abc import Iterable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.matching import Match
from agency.domain.terms.figures import PullPart, Source
from agency.domain.terms.performance import MatchOutcome
from agency.errors import CapabilityGone, NeedsAuthorisation, PlatformError, QuotaUsedUp
from agency.locale import _
from agency.platforms.recorded import Page
from agency.records import accounts, figures, found_works, grants, pulls
from agency.records.figures import Observation, WrittenDay
from agency.records.named import by_code
from agency.records.pulls import Kept
from agency.records.tables import Account, Pull
from agency.records.tables.base import new_id, now
from tasks.account_reading import YOUNG, Known, Read, read_all
from tasks.authorisation import access_of
from tasks.connections import lists_works, open_reader
from tasks.opening import looking, records
from tasks.pacing import next_day

DAILY = frozenset({PullPart.WORKS, PullPart.DAYS})
HOURLY = frozenset({PullPart.YOUNG_WORKS})
AT_ONCE = 32
FIRST_SPAN = 15
USUAL_SPAN = 7


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a run wants of every account: which parts, ``since`` when it would do, and days how far back (None: enough)."""

    since: datetime
    parts: Set[PullPart] = DAILY
    span: int | None = None
    flow_run_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a pull left on record of one account; ``undecided`` names works that a person has to tell apart.

    ``was_seen`` when another leg or run had brought all of it since this one began. ``again_at`` is when a quota that is
    used up comes back.
    """

    account: str
    was_seen: bool = False
    snapshots: int = 0
    new_works: int = 0
    days: int = 0
    undecided: tuple[str, ...] = ()
    trouble: str = ""
    again_at: datetime | None = None


def pull(code: str, wish: Wish) -> Pulled:
    """Pull one account, unless that was done since the run began.

    Raises the ``PlatformError`` that kept it from being pulled; what a person has to do about it is on the account.
    """
    with looking() as session:
        account = by_code(session, Account, code)
        if pulls.pulled_since(session, account.id, wish.since, wish.parts):
            return Pulled(account=code, was_seen=True)
        known = known_of(session, account, wish)
    seen = Observation(observed_at=now(), source=Source.API, pull_id=new_id())
    pages: list[Page] = []
    try:
        read = look(account, wish, known, seen, pages)
    except PlatformError as error:
        with records() as session:
            note_trouble(session, account, row_of(account, wish, known, seen), pages, error)
        raise
    with records(repeatable=True) as session:
        return keep(session, account, wish, row_of(account, wish, known, seen), read, pages)


def pull_all(codes: Sequence[str], wish: Wish, at_once: int = AT_ONCE) -> list[Pulled]:
    """Pull accounts side by side in this process; one that fails stops no other, and says so in its ``trouble``."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda code: pull_or_tell(code, wish), codes))


def pull_or_tell(code: str, wish: Wish) -> Pulled:
    """Pull one account; return what kept it from being pulled as its trouble."""
    try:
        return pull(code, wish)
    except PlatformError as error:
        return Pulled(account=code, trouble=str(error))


def known_of(session: Session, account: Account, wish: Wish) -> Known:
    """Return what a look has to know beforehand."""
    grant = grants.grant_of(session, account.id)
    profile = grant.profile if grant else None
    since = None if PullPart.WORKS in wish.parts else now() - YOUNG
    is_known = figures.has_days(session, account.id, Source.API)
    return Known(
        item_ids=()
        if lists_works(account.platform, profile)
        else found_works.item_ids(session, account.id, since=since),
        span=wish.span or (USUAL_SPAN if is_known else FIRST_SPAN),
        profile=profile,
    )


def look(account: Account, wish: Wish, known: Known, seen: Observation, pages: list[Page]) -> Read:
    """Read what is wanted of an account; every answer goes to ``pages``, also those before one that fails."""
    opened = open_reader(account.platform, access_of(account.id), known.profile, now=seen.observed_at, keeping=pages)
    with closing(opened) as reader:
        return read_all(reader, wish.parts, known, seen.observed_at)


def keep(session: Session, account: Account, wish: Wish, row: Pull, read: Read, pages: Sequence[Page]) -> Pulled:
    """Write all that a look at an account brought, in one unit of work; nothing where another look was faster."""
    accounts.take_turn(session, account.id)
    if pulls.pulled_since(session, account.id, wish.since, wish.parts):
        return Pulled(account=account.code, was_seen=True)
    seen = Observation(observed_at=row.observed_at, source=Source.API, pull_id=row.id)
    standing = found_works.standing_works(session, account.id)
    matches = found_works.recognised(session, account.id, standing, read.works)
    days = figures.changed_days(session, account.id, read.account_days, seen.source)
    count(row, read, matches, days)
    session.add(row)
    session.flush()
    rows = list(zip(read.works, matches, strict=True))
    kept = found_works.keep_works(session, account.id, rows, seen, standing=standing)
    ids = {work.item_id: id_ for work, id_ in zip(read.works, kept.works, strict=True) if work.item_id and id_}
    figures.keep_work_days(session, ids, read.work_days, seen)
    figures.keep_days(session, account.id, days, seen)
    keep_pages(session, row, pages)
    return told(account, row)


def count(row: Pull, read: Read, matches: Sequence[Match], days: Sequence[WrittenDay]) -> None:
    """Note on the row of a look what it brought."""
    pairs = zip(read.works, matches, strict=True)
    row.undecided = [undecided(work, match) for work, match in pairs if match.outcome is MatchOutcome.AMBIGUOUS]
    row.works_seen = len(matches) - len(row.undecided)
    row.works_new = sum(match.outcome is MatchOutcome.NEW for match in matches)
    row.days_written = len(days)


def row_of(account: Account, wish: Wish, known: Known, seen: Observation) -> Pull:
    """Return the row of a look, before it is known what came of it."""
    return Pull(
        id=seen.pull_id,
        account_id=account.id,
        observed_at=seen.observed_at,
        parts=sorted(wish.parts),
        span=known.span,
        flow_run_id=wish.flow_run_id,
    )


def told(account: Account, row: Pull) -> Pulled:
    """Return what a look brought."""
    return Pulled(
        account=account.code,
        snapshots=row.works_seen,
        new_works=row.works_new,
        days=row.days_written,
        undecided=tuple(row.undecided),
    )


def keep_pages(session: Session, row: Pull, pages: Iterable[Page]) -> None:
    """Keep the answers that a look was read from."""
    pulls.keep_pages(session, row.id, (Kept(page.path, page.asked, page.status, page.content) for page in pages))


def note_trouble(session: Session, account: Account, row: Pull, pages: Sequence[Page], error: PlatformError) -> None:
    """Note that a look brought nothing and why, and on the account what only a person can mend."""
    row.trouble = str(error)
    session.add(row)
    session.flush()
    keep_pages(session, row, pages)
    note_on_grant(session, account, error)


def note_on_grant(session: Session, account: Account, error: PlatformError) -> None:
    """Note on an account's authorisation what keeps it from being used, until a person or the next day mends it."""
    match error:
        case QuotaUsedUp():
            error.until = next_day(account.platform, now())
            grants.mark_quota(session, account.id, error.until)
        case NeedsAuthorisation():
            grants.mark_refused(session, account.id)
        case CapabilityGone():
            grants.mark_gone(session, account.id, str(error))


def undecided(work: WorkFigures, match: Match) -> str:
    """Return the sentence on a work that could be several."""
    return _("“{title}” was left out: {reason}").format(title=work.title[:20], reason=match.reason)
