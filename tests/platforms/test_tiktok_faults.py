"""A line to TikTok that fails heals or ends in one clear sentence, and no token leaves with what went wrong."""

import logging
import traceback
from collections.abc import Iterator

import pytest

from agency.errors import AgencyError, PlatformUnavailable, SlowDown
from agency.platforms.grants import Grant, TokenExpired
from agency.platforms.http import Patience
from agency.platforms.recorded import Keeping
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_tiktok import granted, http, tiktok, tiktok_oauth
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import LIST, TOKEN, USER, lanterns

PASSING = [
    Trouble.REFUSED,
    Trouble.TOO_MANY,
    Trouble.BAD_GATEWAY,
    Trouble.HTML,
    Trouble.TRUNCATED,
    Trouble.CUT_OFF,
    Trouble.MOVED,
]


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(lanterns(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def grant(sandbox: Remote) -> Grant:
    return granted(sandbox)


def refreshing(sandbox: Remote, store: list[Grant]) -> Grant:
    """Refresh the newest pair on record and record the new one before anybody uses it."""
    with tiktok_oauth(sandbox.base_url) as oauth:
        store.append(oauth.refresh(store[-1], now=sandbox.now()))
    return store[-1]


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_in_the_middle_of_a_list_that_passes_is_not_noticed(
    sandbox: Remote, grant: Grant, trouble: Trouble
) -> None:
    sandbox.trouble(LIST, trouble, after=1, times=2)

    with tiktok(http(sandbox.base_url), grant) as client:
        assert len(list(client.works([]))) == 45
    assert sandbox.calls()[LIST] == 5


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_stays_ends_in_one_sentence_without_a_token_anywhere(
    sandbox: Remote, grant: Grant, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(LIST, trouble, times=None)
    caplog.set_level(logging.DEBUG)
    keeping = Keeping(http(sandbox.base_url))

    with tiktok(keeping, grant) as client, pytest.raises(PlatformUnavailable, match=LIST) as error:
        list(client.works([]))
    assert sandbox.calls()[LIST] == IMPATIENT.attempts
    said = "".join(traceback.format_exception(error.value)) + caplog.text + repr(keeping.pages) + repr(grant)
    assert grant.access_token not in said
    assert error.value.__cause__ is error.value.__context__ is None


def test_a_longer_wait_than_we_have_is_not_waited_for(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(USER, Trouble.TOO_MANY, seconds=60)

    with tiktok(http(sandbox.base_url), grant) as client, pytest.raises(SlowDown) as asked:
        client.account_days(7)
    assert asked.value.wait == 60
    assert sandbox.calls()[USER] == 1


def test_an_answer_that_comes_too_late_is_asked_for_again(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(USER, Trouble.SLOW, seconds=1.5)

    with tiktok(http(sandbox.base_url, Patience(read_s=0.5)), grant) as hasty:
        assert hasty.account_days(7)[0].works_total == 45
    assert sandbox.calls()[USER] == 2


def test_a_token_that_dies_in_the_middle_of_a_list_is_refreshed_once_and_its_page_asked_again(
    sandbox: Remote, grant: Grant
) -> None:
    sandbox.trouble(LIST, Trouble.REFUSED, after=1, code="access_token_invalid")
    store = [grant]

    with tiktok(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, store)) as client:
        assert len(list(client.works([]))) == 45
    assert sandbox.calls()[LIST] == 4
    assert len(store) == 2


def test_a_list_longer_than_a_token_lives_is_read_to_its_end(sandbox: Remote, grant: Grant) -> None:
    store = [grant]
    with tiktok(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, store)) as client:
        works = client.works([])
        told = [next(works)]
        sandbox.forward(hours=2)
        told += works

    assert len(told) == 45
    assert [each.refresh_token for each in store] == [grant.refresh_token, store[-1].refresh_token]
    assert grant.refresh_token not in sandbox.token_ends()


def test_an_authorisation_that_was_taken_back_cannot_be_refreshed(sandbox: Remote, grant: Grant) -> None:
    sandbox.revoke(grant.open_id)

    with (
        tiktok(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, [grant])) as client,
        pytest.raises(AgencyError) as error,
    ):
        list(client.works([]))
    assert (type(error.value).__name__, error.value.code) == ("NeedsAuthorisation", "invalid_grant")
    assert sandbox.calls() == {LIST: 1, TOKEN: 2}


def test_a_refresh_that_heals_nothing_is_not_tried_for_ever(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(USER, Trouble.REFUSED, times=None, code="access_token_invalid")

    with tiktok(http(sandbox.base_url), grant) as client, pytest.raises(TokenExpired):
        client.account_days(7)
    assert sandbox.calls()[USER] == 2
