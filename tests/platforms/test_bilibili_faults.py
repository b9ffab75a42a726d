"""A line that fails heals or ends in one clear sentence, and neither token nor secret leaves with an error."""

import logging
import traceback
from collections.abc import Callable, Iterator

import pytest

from agency.errors import AgencyError, PlatformUnavailable, SlowDown
from agency.platforms.grants import Application
from agency.platforms.http import Patience
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_bilibili import carrier, reading, standing_grant
from tests.sandbox.bilibili.paper_kite import NOON, agency, work

STAT = "/arcopen/fn/data/arc/stat"
SECRET = agency().client_secret
PASSING = [
    Trouble.REFUSED,
    Trouble.TOO_MANY,
    Trouble.BAD_GATEWAY,
    Trouble.HTML,
    Trouble.TRUNCATED,
    Trouble.CUT_OFF,
    Trouble.MOVED,
]
Ask = Callable[[], list[int | None]]


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def ask(sandbox: Remote) -> Iterator[Ask]:
    with reading(carrier(sandbox), standing_grant(sandbox)) as kite:
        yield lambda: [each.plays for each in kite.named([work(1).item_id])]


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_passes_is_not_noticed_since_every_try_is_signed_anew(
    ask: Ask, sandbox: Remote, trouble: Trouble
) -> None:
    sandbox.trouble(STAT, trouble, times=2)

    assert ask() == [515]
    assert sandbox.calls()[STAT] == 3


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_stays_ends_after_as_many_attempts_as_allowed(
    ask: Ask, sandbox: Remote, trouble: Trouble
) -> None:
    sandbox.trouble(STAT, trouble, times=None)

    with pytest.raises(PlatformUnavailable, match=STAT):
        ask()
    assert sandbox.calls()[STAT] == IMPATIENT.attempts


def test_a_platform_that_asks_for_a_longer_wait_than_we_have_is_left_alone_at_once(ask: Ask, sandbox: Remote) -> None:
    sandbox.trouble(STAT, Trouble.TOO_MANY, seconds=3600)

    with pytest.raises(SlowDown) as asked:
        ask()
    assert (asked.value.wait, sandbox.calls()[STAT]) == (3600, 1)


def test_an_answer_that_comes_too_late_is_asked_for_again(sandbox: Remote) -> None:
    sandbox.trouble(STAT, Trouble.SLOW, seconds=1.5)

    hasty = carrier(sandbox, patience=Patience(read_s=0.5))
    with reading(hasty, standing_grant(sandbox)) as kite:
        assert [each.plays for each in kite.named([work(1).item_id])] == [515]
    assert sandbox.calls()[STAT] == 2


@pytest.mark.parametrize("trouble", PASSING)
def test_neither_token_nor_secret_is_in_an_error_in_its_chain_or_in_the_log(
    ask: Ask, sandbox: Remote, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(STAT, trouble, times=None)
    caplog.set_level(logging.DEBUG)

    with pytest.raises(AgencyError) as error:
        ask()

    told = "".join(traceback.format_exception(error.value)) + caplog.text
    assert standing_grant(sandbox).access_token not in told
    assert SECRET not in told
    assert error.value.__cause__ is error.value.__context__ is None


def test_a_clock_that_is_wrong_is_told_in_the_words_of_the_platform(sandbox: Remote) -> None:
    behind = carrier(sandbox, clock=lambda: NOON.replace(hour=11, minute=49, second=59))

    with reading(behind, standing_grant(sandbox)) as kite, pytest.raises(PlatformUnavailable, match="请求过期"):
        kite.account_days(7)


def test_a_wrong_secret_is_ours_to_mend_and_is_asked_with_once(sandbox: Remote) -> None:
    guessing = carrier(sandbox, application=Application(client_key=agency().client_key, client_secret="guessed"))

    with reading(guessing, standing_grant(sandbox)) as kite, pytest.raises(AgencyError, match="签名异常") as refused:
        kite.account_days(7)
    assert "guessed" not in str(refused.value)
    assert sandbox.calls()["/arcopen/fn/data/user/stat"] == 1
