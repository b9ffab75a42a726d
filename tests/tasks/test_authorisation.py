"""Tokens are prolonged in time, on record before they are used, and never in plain words where somebody could read them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from agency.domain.terms.accounts import GrantState
from agency.errors import NeedsAuthorisation
from agency.records.tables import Account, AuditEvent, PlatformGrant
from agency.sandbox.remote import Remote
from tasks.authorisation import opened, usable_grant
from tasks.opening import records
from tests import paper_agency
from tests.paper_agency import CRANES, change_grants, grant_of


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


def account_id() -> str:
    with records() as session:
        return session.scalars(select(Account.id).where(Account.code == CRANES)).one()


def test_an_account_nobody_authorised_is_named_as_such(remote: Remote):
    with records() as session:
        for grant in session.scalars(select(PlatformGrant)):
            session.delete(grant)

    with pytest.raises(NeedsAuthorisation, match="还没有人授权"):
        usable_grant(account_id())


def test_a_token_about_to_end_is_prolonged_and_the_new_one_is_on_record_before_it_is_used(remote: Remote):
    change_grants(access_expires_at=datetime.now(UTC) + timedelta(hours=3))

    used = usable_grant(account_id())

    assert used.access_ends - datetime.now(UTC) > timedelta(days=14)
    assert opened(grant_of()) == used


def test_a_refresh_token_about_to_end_is_renewed_and_counted(remote: Remote):
    change_grants(refresh_expires_at=datetime.now(UTC) + timedelta(days=2))
    before = opened(grant_of()).refresh_token

    used = usable_grant(account_id())

    assert used.refresh_token != before
    assert opened(grant_of()) == used
    assert grant_of().renewals == 1


def test_a_token_that_cannot_be_prolonged_any_more_asks_for_a_person(remote: Remote):
    remote.forward(days=31)
    change_grants(access_expires_at=datetime.now(UTC))

    with pytest.raises(NeedsAuthorisation):
        usable_grant(account_id())

    assert grant_of().state is GrantState.EXPIRED


def test_no_token_lies_in_the_database_in_plain_words(remote: Remote):
    grant = opened(grant_of())

    with records() as session:
        told = str(session.execute(text("SELECT * FROM platform_grants")).all())
        trail = str([(event.before, event.after) for event in session.scalars(select(AuditEvent))])

    for secret in (grant.access_token, grant.refresh_token):
        assert secret not in told + trail + repr(grant)
