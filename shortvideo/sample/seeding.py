"""Puts the sample agency on record, once and all of it, and lets the sandbox's owners authorise its accounts."""

from contextlib import closing
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.platforms.douyin.endpoints import Profile
from agency.records.named import by_code
from agency.records.tables import Account, Project
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from shortvideo.sample.founding import found
from shortvideo.sample.history import write_history
from shortvideo.sample.planning import plan
from shortvideo.sample.producing import launch, produce
from shortvideo.sample.telling import told_agency, told_shelves
from tasks.metrics.authorisation import keep_grant
from tasks.metrics.connections import application_at, open_oauth
from tasks.opening import records


def seed(platform: SandboxAgency, start: datetime) -> bool:
    """Put the sample on record in one unit of work, seen from this start; return False when it is there already."""
    with records() as session:
        if is_on_record(session):
            return False
        found(session, start)
        launch(session, start)
        plan(session, start)
        produce(session, start)
        write_histories(session, platform, start)
        return True


def is_on_record(session: Session) -> bool:
    """Tell whether the sample's first project is on record."""
    return session.scalar(select(Project.id).where(Project.code == told_agency().projects[0].code)) is not None


def write_histories(session: Session, platform: SandboxAgency, start: datetime) -> None:
    """Write what the platform would have told of every account until now."""
    known = {account.open_id: account for account in platform.accounts}
    for code, shelf in told_shelves().items():
        lengths = {work.name: work.seconds * 1000 for work in shelf.works}
        account_id = by_code(session, Account, code).id
        write_history(session, account_id, known[shelf.open_id], lengths, start)


def authorise(base_url: str, now: datetime) -> None:
    """Let the owner of each account agree, over HTTP as a person would, and keep the authorisation.

    The sandbox at this address is the platform that the settings name. Done at every start: one that was started anew
    has forgotten the tokens it gave before.
    """
    remote = Remote(base_url)
    with closing(open_oauth(Platform.DOUYIN)) as oauth:
        grants = {code: oauth.grant(remote.code(shelf.open_id), now=now) for code, shelf in told_shelves().items()}
    client_key = application_at(Platform.DOUYIN).client_key
    with records() as session:
        for code, grant in grants.items():
            keep_grant(session, by_code(session, Account, code).id, grant, client_key=client_key, profile=Profile.DOP)
