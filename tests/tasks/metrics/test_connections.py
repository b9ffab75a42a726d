"""From the settings to an open line at every platform that a client reads; a replay asks nobody and keeps no pace."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.provenance import PULLABLE
from agency.domain.terms.figures import Platform
from agency.errors import BadInput, Misconfigured
from agency.platforms.grants import Access, Grant
from agency.platforms.recorded import Page, Recorded
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.platforms import Platforms, TikTokSettings, played_at
from tasks.metrics.connections import CONNECTED, application_at, open_oauth, open_reader
from tests.paper_agency import AGENCY, SECRET_ENV, set_out

NOW = datetime.now(UTC).replace(microsecond=0)
EVERY_PLATFORM = pytest.mark.parametrize("platform", sorted(CONNECTED))


def account(platform: Platform) -> SandboxAccount:
    """An account with one work, at a platform."""
    return SandboxAccount(
        platform=platform,
        open_id=f"crane-at-{platform}",
        nickname="纸鹤(虚构)",
        opened_at=NOW - timedelta(days=90),
        followers=(Wave(height=900, half_life_h=500),),
        works=(
            SandboxWork(
                item_id=f"work-{platform}",
                video_id="7400000000000000003",
                title="第三只纸鹤 #虚构",
                published_at=NOW - timedelta(days=3),
                plays=(Wave(height=1000, half_life_h=24),),
            ),
        ),
    )


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    """A sandbox that plays every platform for the settings; it lives in the present, for what is signed is soon stale."""
    present = datetime.now(UTC).replace(microsecond=0)
    with serving(SandboxAgency(accounts=tuple(map(account, sorted(CONNECTED)))), stands_at=present) as remote:
        set_out(monkeypatch, played_at(remote.base_url, client_key=AGENCY.client_key, secret_env=SECRET_ENV))
        yield remote


def authorised(remote: Remote, platform: Platform) -> Access:
    with closing(open_oauth(platform)) as oauth:
        grant = oauth.grant(remote.code(f"crane-at-{platform}"), now=NOW)
        return Access(grant, lambda stale: oauth.refresh(stale, now=NOW))


@EVERY_PLATFORM
def test_a_consent_leads_to_a_reader_whose_answers_can_be_read_again(remote: Remote, platform: Platform):
    access, pages = authorised(remote, platform), list[Page]()
    with closing(open_reader(platform, access, "dop", now=NOW, keeping=pages)) as reader:
        works = list(reader.works([]))

    with closing(open_reader(platform, access, "dop", now=NOW, carrier=Recorded(pages))) as replayed:
        again = list(replayed.works([]))

    assert [work.title for work in works] == ["第三只纸鹤 #虚构"]
    assert again == works


@EVERY_PLATFORM
def test_a_token_can_be_prolonged_and_its_owner_stays_who_it_is(remote: Remote, platform: Platform):
    grant = authorised(remote, platform).grant
    with closing(open_oauth(platform, client_key=AGENCY.client_key, prolonging=True)) as oauth:
        fresh = oauth.refresh(grant, now=NOW)

    assert fresh.open_id == grant.open_id
    assert fresh.access_ends >= grant.access_ends


@EVERY_PLATFORM
def test_the_owner_agrees_at_the_address_that_the_settings_name(remote: Remote, platform: Platform):
    with closing(open_oauth(platform)) as oauth:
        assert oauth.consent_url("a-request").startswith(f"{remote.base_url}/")


@EVERY_PLATFORM
def test_an_application_without_its_secret_is_named_with_the_variable(
    remote: Remote, platform: Platform, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv(SECRET_ENV)

    with pytest.raises(Misconfigured, match=SECRET_ENV):
        application_at(platform)


def test_douyin_prolongs_without_the_secret_of_the_application(remote: Remote, monkeypatch: pytest.MonkeyPatch):
    grant = authorised(remote, Platform.DOUYIN).grant
    monkeypatch.delenv(SECRET_ENV)

    with closing(open_oauth(Platform.DOUYIN, prolonging=True)) as oauth:
        assert oauth.refresh(grant, now=NOW).open_id == grant.open_id


def test_an_application_that_is_not_set_up_is_named_with_its_table(on_record: str, monkeypatch: pytest.MonkeyPatch):
    set_out(monkeypatch, Platforms(tiktok=TikTokSettings(client_key="")))

    with pytest.raises(Misconfigured, match=r"\[platforms\.tiktok\]"):
        open_oauth(Platform.TIKTOK)


@pytest.mark.parametrize("platform", sorted(set(Platform) - CONNECTED))
def test_a_platform_without_an_interface_is_read_from_its_exports(on_record: str, platform: Platform):
    nobody = Grant(open_id="", access_token="", access_ends=NOW, refresh_token="")
    access = Access(nobody, lambda stale: stale)

    with pytest.raises(BadInput, match="导入"):
        open_reader(platform, access, now=NOW)
    with pytest.raises(BadInput, match="导入"):
        open_oauth(platform)


def test_every_platform_that_is_read_has_its_settings():
    assert {platform.value for platform in CONNECTED} == set(Platforms().by_code)
    assert CONNECTED == PULLABLE
