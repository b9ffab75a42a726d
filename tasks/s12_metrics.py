"""S12: pulls an account's figures from its platform into the records, where every look at a work is kept (I9, R12).

Nothing is on record of an account before all of it was read, so a pull may be killed at any moment and done again. What
was seen since a run began is not seen again by it: another leg of the run leaves the rows of an undisturbed one.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.matching import Match
from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.performance import MatchOutcome
from agency.errors import BadInput, CapabilityGone, NeedsAuthorisation
from agency.locale import _
from agency.platforms.douyin.client import WEEK, Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.grants import Grant, TokenExpired
from agency.records import accounts, figures, found_works, grants
from agency.records.figures import Observation
from agency.records.named import by_code
from agency.records.tables import Account, Publication
from agency.records.tables.base import now
from config.settings import settings
from tasks.authorisation import refreshed, usable_grant
from tasks.opening import records

DAYS_TOLD = timedelta(days=30)
FIRST_SPAN = 15
ASLEEP = (AccountStatus.HANDED_OVER, AccountStatus.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Read:
    """All that one look at an account brought, before anything of it is on record."""

    works: Sequence[WorkFigures]
    work_days: Sequence[WorkDay]
    account_days: Sequence[AccountDay]


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a pull left on record of one account; ``undecided`` names works that a person has to tell apart."""

    account: str
    snapshots: int = 0
    new_works: int = 0
    days: int = 0
    undecided: tuple[str, ...] = ()
    trouble: str = ""


def whiteboard() -> str:
    """Return what a pull's run is called."""
    return f"S12 · {task_run.parameters['code']}"


@task(name="pull-account", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def pull_account(code: str, since: datetime) -> Pulled:
    """Pull one account, unless that was done since the run began (S12, I9).

    Raises the ``PlatformError`` that kept it from being pulled; what a person has to do about it is on the account.
    """
    with records() as session:
        account = by_code(session, Account, code)
        if figures.seen_since(session, account.id, since, Source.API):
            return Pulled(account=code)
    if account.platform is not Platform.DOUYIN:
        raise BadInput(_("Figures of this platform come by import only."))
    seen = Observation(observed_at=now(), source=Source.API)
    with troubles_noted(account.id):
        read = read_account(account.id)
    with records() as session:
        return keep(session, account, read, seen)


@contextmanager
def troubles_noted(account_id: str) -> Iterator[None]:
    """Note on the account what only a person can mend, and let the error go on."""
    try:
        yield
    except NeedsAuthorisation:
        with records() as session:
            grants.mark_refused(session, account_id)
        raise
    except CapabilityGone as gone:
        with records() as session:
            grants.mark_gone(session, account_id, str(gone))
        raise


def read_account(account_id: str) -> Read:
    """Read all that is wanted of an account; a token that the platform calls expired is prolonged, once."""
    grant = usable_grant(account_id)
    try:
        return read_with(account_id, grant)
    except TokenExpired:
        return read_with(account_id, refreshed(account_id, grant))


def read_with(account_id: str, grant: Grant) -> Read:
    """Read an account with these tokens; no unit of work is open meanwhile."""
    with records() as session:
        row = grants.grant_of(session, account_id)
        ids = [work.platform_item_id for work in accounts.works(session, account_id) if work.platform_item_id]
        span = WEEK if figures.has_days(session, account_id, Source.API) else FIRST_SPAN
    profile = Profile((row and row.profile) or settings().douyin_profile)
    with closing(Douyin(settings().douyin_base_url, profile)) as douyin:
        return read_all(douyin, grant, profile, ids, span)


def read_all(douyin: Douyin, grant: Grant, profile: Profile, ids: Sequence[str], span: int) -> Read:
    """Read works, their days while the platform still tells any, and the account's days.

    A mini-app cannot list works: there, the ones that are on record are asked for. The mean watch time is told of a
    work's last thirty days, which is all of its life while it is young.
    """
    who = (grant.open_id, grant.access_token)
    works = list(douyin.works(*who) if profile is Profile.DOP else douyin.totals(*who, ids))
    young = [work.item_id for work in works if work.item_id and now() - work.published_at <= DAYS_TOLD]
    watched = {item_id: douyin.work_month(*who, item_id).avg_watch_s for item_id in young}
    return Read(
        works=[replace(work, avg_watch_s=watched.get(work.item_id or "")) for work in works],
        work_days=[day for item_id in young for day in douyin.work_days(*who, item_id, span)],
        account_days=douyin.account_days(*who, span),
    )


def keep(session: Session, account: Account, read: Read, seen: Observation) -> Pulled:
    """Write all that a look at an account brought, in one unit of work."""
    matches = found_works.match_works(session, account.id, read.works)
    pairs = list(zip(read.works, matches, strict=True))
    decided = [(row, match) for row, match in pairs if match.outcome is not MatchOutcome.AMBIGUOUS]
    works = {row.item_id: publication(session, account, row, match) for row, match in decided}
    snapshots = sum(figures.keep_snapshot(session, works[row.item_id], row, seen) for row, _match in decided)
    by_id = {item_id: work for item_id, work in works.items() if item_id}
    figures.keep_work_days(session, by_id, (day for day in read.work_days if day.item_id in by_id), seen)
    return Pulled(
        account=account.code,
        snapshots=snapshots,
        new_works=sum(match.outcome is MatchOutcome.NEW for _row, match in decided),
        days=figures.keep_account_days(session, account.id, read.account_days, seen),
        undecided=tuple(undecided(row, match) for row, match in pairs if match.outcome is MatchOutcome.AMBIGUOUS),
    )


def publication(session: Session, account: Account, row: WorkFigures, match: Match) -> Publication:
    """Return the publication a row is, completed by it; written down when it is new."""
    if match.work_id is None:
        return found_works.write_found(session, account.id, row)
    work = session.get_one(Publication, match.work_id)
    found_works.complete(work, row)
    return work


def undecided(row: WorkFigures, match: Match) -> str:
    """Return the sentence on a work that could be several."""
    return _("“{title}” was left out: {reason}").format(title=row.title[:20], reason=match.reason)


def accounts_to_pull(codes: Sequence[str]) -> list[str]:
    """Return the codes to pull: those that were named, else all accounts at work on a platform that can be pulled."""
    with records() as session:
        if codes:
            return [by_code(session, Account, code).code for code in dict.fromkeys(codes)]
        awake = select(Account.code).where(Account.platform == Platform.DOUYIN, Account.status.not_in(ASLEEP))
        return list(session.scalars(awake.order_by(Account.code)))


@task(name="report-pull", cache_policy=NO_CACHE, persist_result=False)
def report_pull(pulled: Sequence[Pulled]) -> None:
    """Leave a table of the run: one row an account, with what came and why nothing did (S12)."""
    create_table_artifact(
        table=[row_of(each) for each in pulled],
        key="pull-metrics",
        description=_("What this pull brought, account by account."),
    )


def row_of(pulled: Pulled) -> dict[str, str]:
    """Return one account as a row of text."""
    return {
        _("account"): pulled.account,
        _("result"): _("failed") if pulled.trouble else _("pulled"),
        _("works seen"): str(pulled.snapshots),
        _("new works"): str(pulled.new_works),
        _("days written"): str(pulled.days),
        _("to look at"): pulled.trouble or "\n".join(pulled.undecided),
    }
