"""How long an answer asks us to wait, in whichever way it says so."""

import pytest
import requests

from agency.platforms.session import Request, retry_after

NOON, NOON_AND_A_HALF = "Fri, 20 Mar 2026 12:00:00 GMT", "Fri, 20 Mar 2026 12:00:30 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": NOON_AND_A_HALF, "Date": NOON}, 30),
        ({"Retry-After": NOON, "Date": NOON_AND_A_HALF}, 0),
        ({"Retry-After": NOON}, None),
        ({"Retry-After": "soon", "Date": NOON}, None),
        ({"Retry-After": "-5", "Date": NOON}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_wait_is_read_in_seconds_or_as_a_date_and_never_guessed(
    headers: dict[str, str], seconds: float | None
) -> None:
    answer = requests.Response()
    answer.headers.update(headers)

    assert retry_after(answer) == seconds


def test_a_request_shows_no_token_and_no_secret() -> None:
    request = Request(path="/", headers={"access-token": "act.1"}, form={"client_secret": "s.2"}, json={"key": "k.3"})

    assert not any(secret in repr(request) for secret in ("act.1", "s.2", "k.3"))
