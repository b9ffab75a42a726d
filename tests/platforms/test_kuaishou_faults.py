"""A line to Kuaishou that fails heals or ends in one clear sentence, and the token in the address leaves no trace."""

import logging
import traceback
from collections.abc import Iterator

import pytest

from agency.errors import NeedsAuthorisation, PlatformUnavailable, SlowDown
from agency.platforms.grants import Grant
from agency.platforms.http import Patience
from agency.platforms.recorded import Keeping
from agency.platforms.request import Request
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_kuaishou import granted, http, kuaishou, kuaishou_oauth
from tests.sandbox.kuaishou.teahouse import LIST, REFRESH, USER, teahouse
from tests.sandbox.paper_crane import NOON

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
    with serving(teahouse(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def grant(sandbox: Remote) -> Grant:
    return granted(sandbox)


def refreshing(sandbox: Remote, store: list[Grant]) -> Grant:
    """Refresh the newest pair on record and record the new one before anybody uses it."""
    with kuaishou_oauth(sandbox.base_url) as oauth:
        store.append(oauth.refresh(store[-1], now=sandbox.now()))
    return store[-1]


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_in_the_middle_of_a_list_that_passes_is_not_noticed(
    sandbox: Remote, grant: Grant, trouble: Trouble
) -> None:
    sandbox.trouble(LIST, trouble, after=1, times=2)

    with kuaishou(http(sandbox.base_url), grant) as client:
        assert len(list(client.works([]))) == 45
    assert sandbox.calls()[LIST] == 5


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_stays_ends_in_one_sentence_without_a_token_anywhere(
    sandbox: Remote, grant: Grant, trouble: Trouble
) -> None:
    sandbox.trouble(LIST, trouble, times=None)
    keeping = Keeping(http(sandbox.base_url))

    with kuaishou(keeping, grant) as client, pytest.raises(PlatformUnavailable, match=LIST) as error:
        list(client.works([]))
    assert sandbox.calls()[LIST] == IMPATIENT.attempts
    assert grant.access_token not in "".join(traceback.format_exception(error.value)) + repr(keeping.pages)
    assert error.value.__cause__ is error.value.__context__ is None


def test_a_token_in_the_address_shows_in_no_request(grant: Grant) -> None:
    request = Request(path=LIST, secret_query={"access_token": grant.access_token})

    assert grant.access_token not in repr(request)


def test_a_token_in_the_address_reaches_no_log_however_talkative(
    sandbox: Remote, grant: Grant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with kuaishou(http(sandbox.base_url), grant) as client:
        client.account_days(7)
    assert grant.access_token not in caplog.text


def test_a_longer_wait_than_we_have_is_not_waited_for(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(USER, Trouble.TOO_MANY, seconds=60)

    with kuaishou(http(sandbox.base_url), grant) as client, pytest.raises(SlowDown) as asked:
        client.account_days(7)
    assert asked.value.wait == 60
    assert sandbox.calls()[USER] == 1


def test_an_answer_that_comes_too_late_is_asked_for_again(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(USER, Trouble.SLOW, seconds=1.5)

    with kuaishou(http(sandbox.base_url, Patience(read_s=0.5)), grant) as hasty:
        assert hasty.account_days(7)[0].followers_total == 7_500
    assert sandbox.calls()[USER] == 2


def test_a_token_that_dies_in_the_middle_of_a_list_is_refreshed_once_and_its_page_asked_again(
    sandbox: Remote, grant: Grant
) -> None:
    sandbox.trouble(LIST, Trouble.REFUSED, after=1, code=100200108)
    store = [grant]

    with kuaishou(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, store)) as client:
        assert len(list(client.works([]))) == 45
    assert (sandbox.calls()[LIST], sandbox.calls()[REFRESH]) == (4, 1)


def test_a_list_longer_than_a_token_lives_is_read_to_its_end(sandbox: Remote, grant: Grant) -> None:
    store = [grant]
    with kuaishou(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, store)) as client:
        works = client.works([])
        told = [next(works)]
        sandbox.forward(hours=48)
        told += works

    assert len(told) == 45
    assert len(store) == 2


def test_an_authorisation_that_was_taken_back_needs_the_owner(sandbox: Remote, grant: Grant) -> None:
    sandbox.revoke(grant.open_id)

    with (
        kuaishou(http(sandbox.base_url), grant, refreshed=lambda _dead: refreshing(sandbox, [grant])) as client,
        pytest.raises(NeedsAuthorisation),
    ):
        list(client.works([]))
    assert sandbox.calls()[LIST] == 1
