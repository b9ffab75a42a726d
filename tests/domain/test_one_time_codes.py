"""One-time codes by the clock: which fit, which are used up by their step, and when guessing is stopped."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from agency.domain.one_time_codes import (
    address_of,
    is_code,
    matching_step,
    new_secret,
    opens_again_at,
    tries_left,
    typed,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
TEN = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, eight_digits: str) -> None:
    assert matching_step(SECRET, eight_digits[-6:], datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize("late", [-STEP, timedelta(0), STEP])
def test_a_telephone_may_be_half_a_minute_off(late: timedelta) -> None:
    assert matching_step(SECRET, code_at(TEN + late), TEN) == int((TEN + late).timestamp()) // 30


@pytest.mark.parametrize("late", [-2 * STEP, 2 * STEP, timedelta(hours=8), timedelta(days=-1)])
def test_a_telephone_that_is_further_off_is_not_believed(late: timedelta) -> None:
    assert matching_step(SECRET, code_at(TEN + late), TEN) is None


def test_a_code_of_another_secret_fits_nothing() -> None:
    assert matching_step(new_secret(), code_at(TEN), TEN) is None


@pytest.mark.parametrize("shown", ["123 456", " 123456\n", "123456", "123-456", "1\u3000234\u200956"])
def test_a_code_is_read_as_people_type_it(shown: str) -> None:
    assert typed(shown) == "123456"


@pytest.mark.parametrize("given", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "一二三四五六"])
def test_what_is_not_six_digits_is_no_code(given: str) -> None:
    assert not is_code(typed(given))


def test_the_address_tells_an_app_the_secret_and_whose_it_is() -> None:
    address = urlsplit(address_of(SECRET, "YUN", "短视频公司"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [SECRET]
    assert address.path.endswith(":YUN")


def wrong(*minutes: int) -> list[datetime]:
    return [TEN + timedelta(minutes=minute) for minute in minutes]


def test_four_wrong_codes_leave_one_more_and_the_fifth_none() -> None:
    assert (tries_left(wrong(0, 1, 2, 3), TEN + timedelta(minutes=4)), tries_left(wrong(0, 1, 2, 3, 4), TEN)) == (1, 0)


def test_after_five_wrong_codes_it_opens_a_quarter_of_an_hour_after_the_first() -> None:
    assert opens_again_at(wrong(0, 1, 2, 3, 4), TEN + timedelta(minutes=5)) == TEN + timedelta(minutes=15)
    assert opens_again_at(wrong(0, 1, 2, 3, 4), TEN + timedelta(minutes=15)) is None


def test_wrong_codes_far_apart_stop_nobody() -> None:
    assert opens_again_at(wrong(0, 4, 8, 12, 16), TEN + timedelta(minutes=17)) is None


def test_answers_that_are_got_to_in_another_order_win_no_more_tries() -> None:
    """Five were given later and looked at first: the one before them is refused unseen."""
    assert opens_again_at(wrong(1, 2, 3, 4, 5), TEN) == TEN + timedelta(minutes=16)
