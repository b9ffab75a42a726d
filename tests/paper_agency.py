"""The small agency with two accounts that a local sandbox plays Douyin for: the one of the cranes, and the herons'.

The sandbox also knows an account at TikTok, the thrushes', for whoever puts it on record.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.platforms.douyin.endpoints import Profile
from agency.records.tables import Account, PlatformGrant, Project
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.platforms import Platforms, limit_name, played_at
from config.settings import settings
from tasks.metrics.authorisation import keep_grant
from tasks.metrics.connections import open_oauth
from tasks.opening import records
from tests import small_agency

NOW = datetime.now(UTC).replace(microsecond=0)
CRANES, HERONS, THRUSHES = "BREEZE-DY", "HERON-DY", "THRUSH-TK"
OPEN_IDS = {CRANES: "crane-0001", HERONS: "heron-0002", THRUSHES: "thrush-0003"}
SECRET_ENV = "PAPER_SANDBOX_SECRET"


def work(number: int, owner: str) -> SandboxWork:
    """A work that came out ``number`` days and an hour ago."""
    return SandboxWork(
        item_id=f"@{owner}+{number}/==",
        video_id=str(7_400_000_000_000_000_000 + number),
        title=f"第{number}只纸鸟 #虚构",
        published_at=NOW - timedelta(days=number, hours=1),
        plays=(Wave(height=1_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24),),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
    )


def account(open_id: str, *works: SandboxWork, **special: Any) -> SandboxAccount:
    """An account that the agency has been authorised to read for fifty days."""
    return SandboxAccount(
        **special,
        open_id=open_id,
        nickname="纸鸟(虚构)",
        opened_at=NOW - timedelta(days=100),
        authorised_at=NOW - timedelta(days=50),
        followers=(Wave(height=10_000, half_life_h=24 * 50),),
        works=works,
    )


AGENCY = SandboxAgency(
    accounts=(
        account("crane-0001", work(2, "crane"), work(40, "crane")),
        account("heron-0002", work(3, "heron")),
        account("thrush-0003", work(4, "thrush"), platform=Platform.TIKTOK),
    )
)


@contextmanager
def douyin() -> Iterator[Remote]:
    """Serve the sandbox of both accounts; its time stands still."""
    with serving(AGENCY, stands_at=NOW) as remote:
        yield remote


def found(session: Session) -> None:
    """Put the agency with both accounts on record; nobody has authorised them yet."""
    small_agency.found(session)
    session.flush()
    project = session.scalars(select(Project)).one()
    session.add(Account(code=HERONS, project_id=project.id, platform=Platform.DOUYIN, name="苍鹭", handle="heron_demo"))
    session.flush()


def found_thrushes(session: Session) -> str:
    """Put the account at TikTok on record, and return its id."""
    project = session.scalars(select(Project)).one()
    thrushes = Account(code=THRUSHES, project_id=project.id, platform=Platform.TIKTOK, name="画眉", handle="thrush")
    session.add(thrushes)
    session.flush()
    return thrushes.id


def authorise(session: Session, remote: Remote, code: str) -> None:
    """Let an account's owner agree, and keep the authorisation."""
    account = session.scalars(select(Account).where(Account.code == code)).one()
    with closing(open_oauth(account.platform)) as oauth:
        grant = oauth.grant(remote.code(OPEN_IDS[code]), now=datetime.now(UTC))
    profile = Profile.DOP if account.platform is Platform.DOUYIN else None
    keep_grant(session, account.id, grant, client_key=AGENCY.client_key, profile=profile)


@contextmanager
def at_work(patch: pytest.MonkeyPatch, *authorised: str) -> Iterator[Remote]:
    """Let the settings name the sandbox as every platform, with these accounts authorised on record."""
    with douyin() as remote:
        set_out(patch, played_at(remote.base_url, client_key=AGENCY.client_key, secret_env=SECRET_ENV))
        with records() as session:
            found(session)
            for code in authorised:
                authorise(session, remote, code)
        yield remote


def set_out(patch: pytest.MonkeyPatch, platforms: Platforms) -> None:
    """Let the settings name these applications, with the sandbox's secret; where a Prefect server runs, set their paces."""
    patch.setenv("SHORTVIDEO_PLATFORMS", platforms.model_dump_json())
    patch.setenv(SECRET_ENV, AGENCY.client_secret)
    settings.cache_clear()
    if PREFECT_API_URL.value():
        with get_client(sync_client=True) as client:
            for code, chosen in platforms.by_code.items():
                pace = {"limit": chosen.burst, "slot_decay_per_second": chosen.calls_per_second}
                client.upsert_global_concurrency_limit_by_name(limit_name(code), **pace)


def grant_of(code: str = CRANES) -> PlatformGrant:
    """Return an account's authorisation as it is on record."""
    with records() as session:
        joined = select(PlatformGrant).join(Account, Account.id == PlatformGrant.account_id)
        return session.scalars(joined.where(Account.code == code)).one()


def change_grants(**values: Any) -> None:
    """Let every authorisation on record say something else."""
    with records() as session:
        for row in session.scalars(select(PlatformGrant)):
            for name, value in values.items():
                setattr(row, name, value)
