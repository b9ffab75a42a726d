"""Looks at an account through its platform, and keeps what it sees: what every pull is made of (S12, I9).

Nothing is on record of an account before all of it was read, so a pull may be killed at any moment and done again. What
was seen since a run began is not seen again by it: another leg of the run leaves the rows of an undisturbed one.
"""

from collections.abc import Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.terms.figures import PullPart, Source
from agency.errors import CapabilityGone, NeedsAuthorisation, PlatformError, QuotaUsedUp
from agency.platforms.recorded import Page
from agency.records import figures, found_works, grants, pulls
from agency.records.named import by_code
from agency.records.tables import Account, PlatformGrant
from agency.records.tables.base import now
from tasks.metrics.account_reading import YOUNG, Known, Read, read_all
from tasks.metrics.authorisation import access_of
from tasks.metrics.connections import lists_works, open_reader
from tasks.metrics.look_writing import Look, Pulled, is_spared, write_failed, write_looks
from tasks.metrics.pacing import next_day
from tasks.opening import looking, records
from tasks.settling import settle
from tasks.together import Together

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


def pull(code: str, wish: Wish) -> Pulled:
    """Pull one account, unless that was done since the run began.

    Raises the ``PlatformError`` that kept it from being pulled; what a person has to do about it is on the account.
    """
    with looking() as session:
        account = by_code(session, Account, code)
        grant = grants.grant_of(session, account.id)
        known = known_of(session, account, wish, grant.profile if grant else None)
        look = look_at(account, wish, known)
        if is_spared(look, pulls.brought_since(session, [account.id], wish.since, now())):
            return Pulled(account=code, was_seen=True)
    pages: list[Page] = []
    try:
        read = read_account(account, grant, look, known, pages)
    except PlatformError as error:
        with records() as session:
            write_failed(session, replace(look, pages=pages), str(error))
            note_on_grant(session, account, error)
        raise
    return write(replace(look, read=read, pages=pages))


def pull_all(codes: Sequence[str], wish: Wish, at_once: int = AT_ONCE) -> list[Pulled]:
    """Pull accounts side by side in this process; one that fails stops no other, and says so in its ``trouble``."""
    settle()
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda code: pull_or_tell(code, wish), codes))


def pull_or_tell(code: str, wish: Wish) -> Pulled:
    """Pull one account; return what kept it from being pulled as its trouble."""
    try:
        return pull(code, wish)
    except PlatformError as error:
        return Pulled(account=code, trouble=str(error))


def known_of(session: Session, account: Account, wish: Wish, profile: str | None) -> Known:
    """Return what a look has to know beforehand; ``profile`` is the contract that the account was authorised under."""
    since = None if PullPart.WORKS in wish.parts else now() - YOUNG
    is_known = figures.has_days(session, account.id, Source.API)
    is_listed = lists_works(account.platform, profile)
    return Known(
        item_ids=() if is_listed else found_works.item_ids(session, account.id, since=since),
        span=wish.span or (USUAL_SPAN if is_known else FIRST_SPAN),
        profile=profile,
    )


def look_at(account: Account, wish: Wish, known: Known) -> Look:
    """Return a look that is about to be taken."""
    return Look(
        account_id=account.id,
        account=account.code,
        since=wish.since,
        parts=wish.parts,
        span=known.span,
        observed_at=now(),
        flow_run_id=wish.flow_run_id,
    )


def read_account(account: Account, grant: PlatformGrant | None, look: Look, known: Known, pages: list[Page]) -> Read:
    """Read what is wanted of an account; every answer goes to ``pages``, also those before one that fails."""
    access = access_of(account.id, grant)
    opened = open_reader(account.platform, access, known.profile, now=look.observed_at, keeping=pages)
    with closing(opened) as reader:
        return read_all(reader, look.parts, known, look.observed_at)


def write_together(looks: Sequence[Look]) -> Sequence[Pulled]:
    """Write looks in one unit of work."""
    with records(repeatable=True) as session:
        return write_looks(session, looks)


write = Together(write_together)


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
