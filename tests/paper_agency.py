"""The small agency with two accounts that a local sandbox plays Douyin for: the one of the cranes, and the herons'."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.oauth import Application, DouyinOAuth
from agency.records.tables import Account, PlatformGrant, Project
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.settings import settings
from tasks.authorisation import keep_grant
from tasks.opening import records
from tests import small_agency

NOW = datetime.now(UTC).replace(microsecond=0)
CRANES, HERONS = "BREEZE-DY", "HERON-DY"
OPEN_IDS = {CRANES: "crane-0001", HERONS: "heron-0002"}


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


def account(open_id: str, *works: SandboxWork) -> SandboxAccount:
    """An account that the agency has been authorised to read for fifty days."""
    return SandboxAccount(
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


def authorise(session: Session, remote: Remote, code: str) -> None:
    """Let an account's owner agree, and keep the authorisation."""
    application = Application(client_key=AGENCY.client_key, client_secret=AGENCY.client_secret)
    with closing(DouyinOAuth(remote.base_url, application)) as oauth:
        grant = oauth.grant(remote.code(OPEN_IDS[code]), now=datetime.now(UTC))
    account_id = session.scalars(select(Account.id).where(Account.code == code)).one()
    keep_grant(session, account_id, grant, client_key=AGENCY.client_key, profile=Profile.DOP)


@contextmanager
def at_work(patch: pytest.MonkeyPatch, *authorised: str) -> Iterator[Remote]:
    """Let the settings name the sandbox as the platform, with these accounts authorised on record."""
    with douyin() as remote:
        patch.setenv("SHORTVIDEO_DOUYIN_BASE_URL", remote.base_url)
        settings.cache_clear()
        with records() as session:
            found(session)
            for code in authorised:
                authorise(session, remote, code)
        yield remote


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
