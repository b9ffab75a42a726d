"""How an answer asks us to wait, in whichever way it says so, and what a line makes of statuses and shapes."""

import logging
from collections.abc import Mapping

import pytest
from pydantic import BaseModel, ConfigDict

from agency.errors import PlatformError, PlatformRefused, PlatformUnavailable, SlowDown
from agency.platforms.line import Manners, PlatformLine, retry_after
from agency.platforms.request import Answer, Request

NOON, NOON_AND_A_HALF = "Fri, 20 Mar 2026 12:00:00 GMT", "Fri, 20 Mar 2026 12:00:30 GMT"
CRANES = Request(path="/cranes", headers={"access-token": "act.secret"}, secret_query={"access_token": "act.secret"})
THREE_CRANES = Answer(status=200, content=b'{"cranes": 3, "hidden": "act.secret"}')
TRIES = 3


class Count(BaseModel):
    model_config = ConfigDict(frozen=True)

    cranes: int


class Scripted:
    """A carrier that gives what it was told, one after the other, and then the last again and again."""

    def __init__(self, *answers: Answer | PlatformError) -> None:
        self.sent: list[Request] = []
        self.closed = False
        self._answers = answers

    def send(self, request: Request) -> Answer:
        answer = self._answers[min(len(self.sent), len(self._answers) - 1)]
        self.sent.append(request)
        if isinstance(answer, PlatformError):
            raise answer
        return answer

    def close(self) -> None:
        self.closed = True


def line_over(carrier: Scripted, *, attempts: int = TRIES, longest_wait_s: float = 1) -> PlatformLine:
    manners = Manners(attempts=attempts, first_wait_s=0.001, longest_wait_s=longest_wait_s)
    return PlatformLine("纸鹤", carrier, lambda body, _path: body, manners)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": NOON_AND_A_HALF, "date": NOON}, 30),
        ({"retry-after": NOON, "date": NOON_AND_A_HALF}, 0),
        ({"retry-after": NOON}, None),
        ({"retry-after": "soon", "date": NOON}, None),
        ({"retry-after": "-5", "date": NOON}, None),
        ({"retry-after": "٣", "date": NOON}, 3),
        ({}, None),
    ],
    ids=str,
)
def test_the_wait_is_read_in_seconds_or_as_a_date_and_never_guessed(
    headers: Mapping[str, str], seconds: float | None
) -> None:
    assert retry_after(headers) == seconds


def test_a_request_shows_no_token_and_no_secret() -> None:
    request = Request(
        path="/",
        headers={"access-token": "act.1"},
        form={"client_secret": "s.2"},
        json={"key": "k.3"},
        secret_query={"access_token": "act.4"},
    )

    assert not any(secret in repr(request) for secret in ("act.1", "s.2", "k.3", "act.4"))


def test_an_answer_shows_nothing_of_what_it_says() -> None:
    assert "act.secret" not in repr(THREE_CRANES)


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (429, {}, SlowDown),
        (429, {"retry-after": "0"}, SlowDown),
        (503, {"retry-after": "0"}, SlowDown),
        (400, {"retry-after": "0"}, SlowDown),
        (500, {}, PlatformUnavailable),
        (302, {"location": "https://elsewhere.example"}, PlatformUnavailable),
        (200, {}, PlatformUnavailable),
        (404, {}, PlatformRefused),
    ],
)
@pytest.mark.parametrize("content", [b"<html>", b"", b"[]", b'"ok"', b"{", b"\xff\xfe", b'{"a": 1'], ids=repr)
def test_a_status_without_a_json_object_is_judged_alone(
    status: int, headers: Mapping[str, str], error: type[PlatformError], content: bytes
) -> None:
    carrier = Scripted(Answer(status=status, headers=headers, content=content))

    with pytest.raises(PlatformError, match="/cranes") as raised:
        line_over(carrier).read(CRANES, Count)
    assert type(raised.value) is error
    assert len(carrier.sent) == (1 if error is PlatformRefused else TRIES)


@pytest.mark.parametrize("status", [200, 201, 400, 403])
def test_what_speaks_json_is_left_to_the_platform_whatever_its_status(status: int) -> None:
    carrier = Scripted(Answer(status=status, content=THREE_CRANES.content))

    assert line_over(carrier).read(CRANES, Count) == Count(cranes=3)


def test_a_good_answer_that_names_a_wait_is_taken() -> None:
    carrier = Scripted(Answer(status=200, content=THREE_CRANES.content, headers={"retry-after": "3600"}))

    assert line_over(carrier).read(CRANES, Count).cranes == 3


def test_what_heals_is_asked_again_and_not_noticed() -> None:
    carrier = Scripted(PlatformUnavailable("the line broke"), Answer(status=502, content=b""), THREE_CRANES)

    assert line_over(carrier).read(CRANES, Count).cranes == 3
    assert carrier.sent == [CRANES] * 3


def test_the_last_trouble_is_the_one_that_is_told() -> None:
    carrier = Scripted(PlatformUnavailable("the line broke"), Answer(status=502, content=b""))

    with pytest.raises(PlatformUnavailable, match="502"):
        line_over(carrier).read(CRANES, Count)


def test_what_may_be_asked_only_once_is_not_asked_again() -> None:
    carrier = Scripted(Answer(status=502, content=b""), THREE_CRANES)

    with pytest.raises(PlatformUnavailable):
        line_over(carrier).read_once(CRANES, Count)
    assert len(carrier.sent) == 1


@pytest.mark.parametrize("asked_s", ["1.5", "3600"])
def test_a_longer_wait_than_we_have_ends_the_tries_whether_it_is_asked_for_first_or_later(asked_s: str) -> None:
    too_long = Answer(status=429, content=b"", headers={"retry-after": asked_s})
    at_once, later = Scripted(too_long), Scripted(Answer(status=502, content=b""), too_long)

    for carrier in (at_once, later):
        with pytest.raises(SlowDown) as asked:
            line_over(carrier, attempts=9, longest_wait_s=1).read(CRANES, Count)
        assert asked.value.wait == float(asked_s)
    assert (len(at_once.sent), len(later.sent)) == (1, 2)


def test_a_field_that_cannot_be_read_is_named_and_its_value_is_not() -> None:
    carrier = Scripted(Answer(status=200, content=b'{"cranes": "act.looks-like-a-secret"}'))

    with pytest.raises(PlatformUnavailable, match="cranes") as unread:
        line_over(carrier).read(CRANES, Count)
    assert "secret" not in str(unread.value)
    assert unread.value.__context__ is None


@pytest.fixture(params=[b"{", b'{"cranes": []}', b"<html>act.secret</html>"], ids=repr)
def spoilt(request: pytest.FixtureRequest) -> Scripted:
    return Scripted(Answer(status=200, content=request.param))


def test_neither_what_was_sent_nor_what_came_is_in_an_error_or_in_the_log(
    spoilt: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(PlatformUnavailable) as error:
        line_over(spoilt).read(CRANES, Count)
    assert "act.secret" not in repr(error.value) + caplog.text


def test_closing_a_line_closes_its_carrier() -> None:
    carrier = Scripted(THREE_CRANES)
    line_over(carrier).close()

    assert carrier.closed
