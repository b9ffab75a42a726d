"""A call goes out signed, every time with another nonce and the present moment, and only where it carries a token."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agency.platforms.bilibili.signing import Signing, signature
from agency.platforms.grants import Application
from agency.platforms.request import Answer, Request
from tests.sandbox.bilibili.paper_kite import NOON

APPLICATION = Application(client_key="kite-key", client_secret="kite-secret")
READING = Request(path="/arcopen/fn/data/user/stat", headers={"access-token": "bat.1"})
TOLD = {
    "x-bili-timestamp": "1773979200",
    "x-bili-accesskeyid": "kite-key",
    "x-bili-content-md5": "d41d8cd98f00b204e9800998ecf8427e",
    "x-bili-signature-version": "2.0",
    "x-bili-signature-method": "HMAC-SHA256",
    "x-bili-signature-nonce": "nonce-1",
}


class Post:
    """A carrier that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[Request] = []
        self.closed = False

    def send(self, request: Request) -> Answer:
        self.sent.append(request)
        return Answer(status=200, content=b"{}")

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def post() -> Post:
    return Post()


def signing(post: Post, moments: list[datetime] | None = None, nonces: tuple[str, ...] = ("nonce-1",)) -> Signing:
    clock, words = iter(moments or [NOON] * 9), iter(nonces)
    return Signing(post, APPLICATION, lambda: next(clock), lambda: next(words))


def test_the_signature_is_the_one_that_openssl_computes() -> None:
    # printf '%s' "$text" | openssl dgst -sha256 -hmac kite-secret, over the six lines in their order
    assert signature(TOLD, "kite-secret") == "2e8204d5227ea251eb34d4ac35fd4f46fd1075515d0435a77e70493b61c60457"


def test_the_order_in_which_the_headers_were_written_does_not_matter() -> None:
    assert signature(dict(sorted(TOLD.items(), reverse=True)), "kite-secret") == signature(TOLD, "kite-secret")


def test_a_reading_call_goes_out_with_all_that_the_platform_asks_for(post: Post) -> None:
    signing(post).send(READING)

    assert post.sent[0].headers == {
        **TOLD,
        "access-token": "bat.1",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Authorization": signature(TOLD, "kite-secret"),
    }
    assert replace(post.sent[0], headers=READING.headers) == READING


def test_the_same_call_sent_again_has_another_nonce_and_the_moment_of_then(post: Post) -> None:
    carrier = signing(post, [NOON, NOON + timedelta(minutes=30)], ("nonce-1", "nonce-2"))

    carrier.send(READING)
    carrier.send(READING)

    first, second = (request.headers for request in post.sent)
    assert (first["x-bili-signature-nonce"], second["x-bili-signature-nonce"]) == ("nonce-1", "nonce-2")
    assert int(second["x-bili-timestamp"]) - int(first["x-bili-timestamp"]) == 1800
    assert first["Authorization"] != second["Authorization"]


def test_nonces_of_its_own_never_come_twice(post: Post) -> None:
    carrier = Signing(post, APPLICATION, lambda: NOON)
    for _call in range(100):
        carrier.send(READING)

    assert len({request.headers["x-bili-signature-nonce"] for request in post.sent}) == 100


def test_a_call_for_tokens_is_not_signed(post: Post) -> None:
    asking = Request(method="POST", path="/x/account-oauth2/v1/token", form={"code": "c.1"})
    signing(post).send(asking)

    assert post.sent == [asking]


def test_a_signed_call_shows_neither_its_token_nor_the_secret(post: Post) -> None:
    signing(post).send(READING)

    shown = repr(post.sent[0])
    assert "bat.1" not in shown
    assert "kite-secret" not in shown + str(post.sent[0].headers)


def test_closing_it_closes_the_carrier_beneath(post: Post) -> None:
    signing(post).close()

    assert post.closed
