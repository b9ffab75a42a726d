"""Our own house for a benchmark: records with the invented accounts, each authorised, and settings that name the pages."""

import os
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.figures import Platform
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.grants import Grant
from agency.records.migrate import upgrade
from agency.records.tables import Account, Client, Project
from benchmarks.ground.errand import Errand
from benchmarks.ground.invented import code_of
from config.platforms import played_at
from config.settings import PREFIX, settings
from tasks.metrics.authorisation import keep_grant
from tasks.opening import records

CLIENT_KEY = "sandbox-key"


def furnish(errand: Errand) -> None:
    """Let this process be one of the agency, whose records hold the accounts and nothing about them yet."""
    played = played_at(errand.base_url, client_key=CLIENT_KEY, secret_env="")
    os.environ |= {
        f"{PREFIX}HOME": tempfile.mkdtemp(prefix="bench_home_"),
        f"{PREFIX}RECORDS_URL": errand.database,
        f"{PREFIX}PLATFORMS": played.model_dump_json(),
    }
    settings.cache_clear()
    upgrade(errand.database)
    with records() as session:
        found(session, errand.scale.open_ids())


def found(session: Session, open_ids: Iterable[str]) -> None:
    """Put a project with these accounts on record, each authorised for a year."""
    client = Client(code="KITES", name="纸鸢工坊(虚构)")
    session.add(client)
    session.flush()
    project = Project(
        code="KITES",
        name="三月的风",
        client_id=client.id,
        kickoff_on=date(2026, 3, 2),
        plan_due_on=date(2026, 3, 9),
    )
    session.add(project)
    session.flush()
    accounts = {open_id: account(project, open_id) for open_id in open_ids}
    session.add_all(accounts.values())
    session.flush()
    for open_id, one in accounts.items():
        keep_grant(session, one.id, grant(open_id), client_key=CLIENT_KEY, profile=Profile.DOP)


def account(project: Project, open_id: str) -> Account:
    """Return an account that is at work."""
    return Account(
        code=code_of(open_id),
        project_id=project.id,
        platform=Platform.DOUYIN,
        name="纸鸢工坊",
        handle=open_id,
        status=AccountStatus.PREPARING,
    )


def grant(open_id: str) -> Grant:
    """Return an authorisation that needs no prolonging for a year; whoever serves kept pages looks at no token."""
    ends = datetime.now(UTC) + timedelta(days=365)
    return Grant(
        open_id=open_id,
        access_token=f"act.{open_id}",
        access_ends=ends,
        refresh_token=f"rft.{open_id}",
        refresh_ends=ends,
    )
