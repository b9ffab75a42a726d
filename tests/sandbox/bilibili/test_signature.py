"""A call passes only when it is signed by the application, fresh, and never seen before."""

import hashlib
from collections.abc import Iterator

import pytest

from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.bilibili.asking import ask, signed, token_of
from tests.sandbox.bilibili.paper_kite import NOON, agency

USER_STAT = "/arcopen/fn/data/user/stat"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"accesskeyid": "another-key"}, 4001),
        ({"secret": "guessed"}, 4002),
        ({"timestamp": str(int(NOON.timestamp()) - 601)}, 4003),
        ({"timestamp": str(int(NOON.timestamp()) + 601)}, 4003),
        ({"timestamp": "noon"}, 4003),
        ({"signature_method": "HMAC-MD5"}, 4005),
        ({"signature_version": "1.0"}, 4006),
        ({"content_md5": hashlib.md5(b"{}", usedforsecurity=False).hexdigest()}, 4008),
        ({"signature_nonce": ""}, 4000),
    ],
    ids=str,
)
def test_a_call_that_is_signed_otherwise_than_documented_is_refused(
    sandbox: Remote, told: dict[str, str], code: int
) -> None:
    answer = ask(sandbox, USER_STAT, **signed(sandbox, token_of(sandbox), **told))

    assert (answer["code"], answer["data"]) == (code, None)
    assert answer["message"] != "0"


@pytest.mark.parametrize("seconds", [-600, 600])
def test_a_moment_ten_minutes_off_still_passes(sandbox: Remote, seconds: int) -> None:
    moment = str(int(NOON.timestamp()) + seconds)

    assert ask(sandbox, USER_STAT, **signed(sandbox, token_of(sandbox), timestamp=moment))["code"] == 0


def test_a_nonce_is_good_once_even_with_another_moment(sandbox: Remote) -> None:
    token = token_of(sandbox)
    nonce, later = {"signature_nonce": "twice"}, {"timestamp": str(int(NOON.timestamp()) + 5)}

    assert ask(sandbox, USER_STAT, **signed(sandbox, token, **nonce))["code"] == 0
    assert ask(sandbox, USER_STAT, **signed(sandbox, token, **nonce, **later))["code"] == 4004


def test_a_nonce_of_a_call_that_was_not_ours_is_not_used_up(sandbox: Remote) -> None:
    token, nonce = token_of(sandbox), {"signature_nonce": "stolen"}

    assert ask(sandbox, USER_STAT, **signed(sandbox, token, secret="guessed", **nonce))["code"] == 4002
    assert ask(sandbox, USER_STAT, **signed(sandbox, token, **nonce))["code"] == 0


def test_a_header_changed_after_signing_is_found_out(sandbox: Remote) -> None:
    headers = signed(sandbox, token_of(sandbox)) | {"x-bili-signature-nonce": "another"}

    assert ask(sandbox, USER_STAT, **headers)["code"] == 4002


@pytest.mark.parametrize(
    ("name", "value", "code"), [("Accept", "*/*", 4000), ("Authorization", "", 4002), ("x-bili-timestamp", "", 4000)]
)
def test_a_header_that_is_missing_is_refused(sandbox: Remote, name: str, value: str, code: int) -> None:
    assert ask(sandbox, USER_STAT, **{**signed(sandbox, token_of(sandbox)), name: value})["code"] == code
