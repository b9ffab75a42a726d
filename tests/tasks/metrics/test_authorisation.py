"""Tokens are prolonged in time, on record before they are used, and never in plain words where somebody could read them."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from agency.domain.calendar import BEIJING
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.errors import CapabilityGone, Misconfigured, NeedsAuthorisation, PlatformUnavailable, QuotaUsedUp
from agency.platforms.grants import Grant
from agency.records import grants
from agency.records.tables import Account, AuditEvent, PlatformGrant
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from config.policy import Policy
from config.settings import SEALING_KEY
from tasks.metrics.authorisation import access_of, grant_warnings, opened, refreshed, usable_grant
from tasks.metrics.pacing import next_day
from tasks.opening import records
from tests import paper_agency
from tests.paper_agency import CRANES, THRUSHES, change_grants, grant_of

DOUYIN_REFRESH, TIKTOK_TOKENS = "/oauth/refresh_token/", "/v2/oauth/token/"
RENEWAL = "/oauth/renew_refresh_token/"
REFRESH = """
import sys
from tasks.metrics.authorisation import usable_grant

print(usable_grant(sys.argv[1]).access_token)
"""


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


@pytest.fixture
def thrushes(remote: Remote) -> str:
    """The id of an account at TikTok, where every refresh kills the token before; its access token has ended."""
    with records() as session:
        found = paper_agency.found_thrushes(session)
        paper_agency.authorise(session, remote, THRUSHES)
    change_grants(access_expires_at=datetime.now(UTC))
    return found


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


def test_ten_threads_that_find_a_token_ended_refresh_it_once_and_all_have_the_new_one(remote: Remote, thrushes: str):
    before, together = remote.calls()[TIKTOK_TOKENS], Barrier(10)

    def use() -> str:
        together.wait()
        return usable_grant(thrushes).access_token

    with ThreadPoolExecutor(10) as crew:
        tokens = {done.result() for done in [crew.submit(use) for _worker in range(10)]}

    assert tokens == {opened(grant_of(THRUSHES)).access_token}
    assert remote.calls()[TIKTOK_TOKENS] - before == 1


def test_processes_that_find_a_token_ended_refresh_it_once_and_all_have_the_new_one(remote: Remote, thrushes: str):
    before = remote.calls()[TIKTOK_TOKENS]
    command = [sys.executable, "-c", REFRESH, thrushes]

    crew = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _worker in range(4)]
    tokens = {worker.communicate()[0].strip() for worker in crew}

    assert tokens == {opened(grant_of(THRUSHES)).access_token}
    assert remote.calls()[TIKTOK_TOKENS] - before == 1


def test_a_token_that_only_lives_longer_after_a_refresh_is_refreshed_once_too(remote: Remote):
    change_grants(access_expires_at=datetime.now(UTC) + timedelta(hours=1))
    stale = opened(grant_of())

    first = refreshed(account_id(), stale)
    second = refreshed(account_id(), stale)

    assert first == second
    assert remote.calls()[DOUYIN_REFRESH] == 1


def test_one_who_is_killed_while_refreshing_leaves_the_account_to_the_next(remote: Remote, thrushes: str):
    remote.trouble(TIKTOK_TOKENS, Trouble.SLOW, seconds=5)
    before = remote.calls()[TIKTOK_TOKENS]
    with subprocess.Popen([sys.executable, "-c", REFRESH, thrushes], stdout=subprocess.PIPE) as killed:
        while remote.calls()[TIKTOK_TOKENS] == before:
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
    with records() as session:
        paper_agency.authorise(session, remote, THRUSHES)  # the answer was lost, and with it the token

    change_grants(access_expires_at=datetime.now(UTC))

    assert usable_grant(thrushes) == opened(grant_of(THRUSHES))


def test_several_who_find_the_authorisation_ended_ask_the_platform_once(remote: Remote, thrushes: str):
    remote.revoke("thrush-0003")
    before = remote.calls()[TIKTOK_TOKENS]

    def use() -> None:
        with pytest.raises(NeedsAuthorisation):
            usable_grant(thrushes)

    with ThreadPoolExecutor(5) as crew:
        for done in [crew.submit(use) for _worker in range(5)]:
            done.result()

    assert remote.calls()[TIKTOK_TOKENS] - before == 1
    assert grant_of(THRUSHES).state is GrantState.EXPIRED


def test_a_token_that_expires_while_it_is_used_is_prolonged_on_record(remote: Remote):
    access = access_of(account_id())
    stale, fresh = access.grant, refreshed(account_id(), access.grant)

    assert access.use(lambda grant: grant) == stale
    assert opened(grant_of()) == fresh


def test_a_platform_that_is_out_of_reach_leaves_the_authorisation_as_it_is(
    remote: Remote, thrushes: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _seconds: None)
    before = opened(grant_of(THRUSHES))
    remote.trouble(TIKTOK_TOKENS, Trouble.BAD_GATEWAY, times=None)

    with pytest.raises(PlatformUnavailable):
        usable_grant(thrushes)

    assert opened(grant_of(THRUSHES)) == before
    assert grant_of(THRUSHES).state is GrantState.ACTIVE


def test_a_renewal_that_is_refused_stops_nothing_while_the_token_lives(
    remote: Remote, caplog: pytest.LogCaptureFixture
):
    change_grants(refresh_expires_at=datetime.now(UTC) + timedelta(days=2))
    remote.trouble(RENEWAL, Trouble.REFUSED, code="10004")
    before = opened(grant_of())

    assert usable_grant(account_id()) == before

    assert "could not be renewed" in caplog.text
    assert before.refresh_token not in caplog.text


def test_a_quota_that_is_used_up_is_on_the_account_until_the_platforms_next_day(remote: Remote):
    until = next_day(Platform.DOUYIN, datetime.now(UTC))
    with records() as session:
        grants.mark_quota(session, account_id(), until)

    with pytest.raises(QuotaUsedUp, match="00:00") as refused:
        usable_grant(account_id())
    assert refused.value.until == until

    with records() as session:
        tomorrow = (datetime.now(BEIJING) + timedelta(days=1)).date()
        assert rules_at(datetime.now(UTC)) == ["grant-quota"]
        assert rules_at(datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=BEIJING)) == []
        grants.mark_quota(session, account_id(), datetime.now(UTC) - timedelta(seconds=1))
    assert usable_grant(account_id())


def test_a_capability_that_is_gone_is_told_with_the_platforms_own_words(remote: Remote):
    with records() as session:
        grants.mark_gone(session, account_id(), "该能力API已下线")

    with pytest.raises(CapabilityGone, match="已下线"):
        usable_grant(account_id())
    assert rules_at(datetime.now(UTC)) == ["grant-gone"]


@pytest.mark.parametrize(
    ("renewals", "days", "told"),
    [
        (0, 29, []),
        (4, 3, ["grant-not-renewed"]),
        (5, 29, ["grant-ends"]),
        (5, 31, []),
    ],
    ids=["can be renewed", "should have been renewed", "near its last end", "far from its last end"],
)
def test_the_last_end_of_an_authorisation_is_told_a_month_before(
    remote: Remote, renewals: int, days: int, told: list[str]
):
    moment = datetime.now(UTC)
    change_grants(renewals=renewals, refresh_expires_at=moment + timedelta(days=days))

    assert rules_at(moment) == told


def rules_at(moment: datetime) -> list[str]:
    """Return what there is to say of the authorisations at a moment."""
    with records() as session:
        return [finding.rule for finding in grant_warnings(session, moment, Policy())]


def test_the_key_of_the_tokens_may_come_with_the_environment(remote: Remote, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(SEALING_KEY, Fernet.generate_key().decode())
    with records() as session:
        paper_agency.authorise(session, remote, CRANES)
    in_use = usable_grant(account_id())
    assert in_use.access_token

    monkeypatch.delenv(SEALING_KEY)
    with pytest.raises(Misconfigured) as refused:
        usable_grant(account_id())
    assert in_use.access_token not in f"{refused.value!r}{refused.value.__cause__!r}{refused.value.__context__!r}"


def test_a_key_in_the_environment_that_is_none_is_named_by_its_variable(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(SEALING_KEY, "what a pity")

    with pytest.raises(Misconfigured, match=SEALING_KEY) as refused:
        usable_grant(account_id())
    assert "what a pity" not in f"{refused.value!r}{refused.value.__context__!r}"


def test_no_token_is_in_a_log_while_it_is_prolonged(remote: Remote, thrushes: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    stale = opened(grant_of(THRUSHES))

    fresh = usable_grant(thrushes)

    for secret in secrets_of(stale) | secrets_of(fresh) | {os.environ[paper_agency.SECRET_ENV]}:
        assert secret not in caplog.text


def secrets_of(grant: Grant) -> set[str]:
    return {grant.access_token, grant.refresh_token}
