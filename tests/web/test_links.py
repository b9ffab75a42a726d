"""A token opens what it was made for, under the name it was made for, until its time is over, and nothing else."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agency.domain.calendar import BEIJING
from agency.web.links import Expired, Forged, Links

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
DECK, NAME = "01SUGAR0000000000000000001", "糖水铺(虚构)复盘 #1?.pptx"
LINKS = Links(key=b"sugar and more sugar, 32 bytes..", address="http://files.invalid", lifetime=timedelta(days=7))
TOKEN = LINKS.token(DECK, NAME, NOON)


def test_a_token_opens_what_it_was_made_for():
    assert LINKS.opened(TOKEN, NAME, NOON) == DECK


def test_a_link_is_plain_ascii_whose_last_part_is_the_name():
    link = LINKS.to_file(DECK, NAME, NOON)

    assert link.isascii()
    assert urlsplit(link).path.count("/") == 3
    assert unquote(urlsplit(link).path.rsplit("/", 1)[1]) == NAME
    assert not urlsplit(link).query


def test_a_token_opens_to_the_last_second_of_its_seven_days_and_not_at_their_end():
    assert LINKS.opened(TOKEN, NAME, NOON + timedelta(days=7, seconds=-1)) == DECK
    with pytest.raises(Expired):
        LINKS.opened(TOKEN, NAME, NOON + timedelta(days=7))


def test_the_end_is_the_same_moment_whatever_the_zone_of_the_reader():
    ends = (NOON + timedelta(days=7)).astimezone(BEIJING)

    assert LINKS.opened(TOKEN, NAME, ends - timedelta(seconds=1)) == DECK
    with pytest.raises(Expired):
        LINKS.opened(TOKEN, NAME, ends)


def test_the_seal_is_hmac_sha256_of_the_three_parts():
    what, until, seal = TOKEN.split(".")
    told = hmac.new(LINKS.key, f"{what}\0{until}\0{NAME}".encode(), sha256).digest()

    assert len(told) == 32
    assert seal == urlsafe_b64encode(told).decode().rstrip("=")
    assert int(until) == int(NOON.timestamp()) + 7 * 86400


@pytest.mark.parametrize("name", ["", "糖水铺(虚构)复盘 #2?.pptx", NAME.upper(), NAME + "\0", NAME + " "])
def test_a_token_of_another_name_is_forged(name: str):
    with pytest.raises(Forged):
        LINKS.opened(TOKEN, name, NOON)


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="latin-1"))
def test_a_token_with_one_letter_changed_is_forged(place: int, letter: str):
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    assume(changed != TOKEN)

    with pytest.raises(Forged):
        LINKS.opened(changed, NAME, NOON)


@given(st.text(max_size=300))
def test_whatever_else_is_typed_is_forged(token: str):
    with pytest.raises(Forged):
        LINKS.opened(token, NAME, NOON)


def test_every_cut_of_a_token_is_forged():
    for length in range(len(TOKEN)):
        with pytest.raises(Forged):
            LINKS.opened(TOKEN[:length], NAME, NOON)


def test_a_longer_life_cannot_be_written_in():
    what, until, seal = TOKEN.split(".")

    with pytest.raises(Forged):
        LINKS.opened(f"{what}.{int(until) + 86400}.{seal}", NAME, NOON)


def test_the_list_opens_with_no_name_and_a_file_never_does():
    link = LINKS.to_list(NOON)
    token = link.rsplit("/", 1)[1]

    assert LINKS.opened(token, "", NOON) == "list"
    with pytest.raises(Forged):
        LINKS.opened(token, NAME, NOON)


def test_another_key_opens_nothing():
    with pytest.raises(Forged):
        replace(LINKS, key=b"salt and more salt, also 32 bytes").opened(TOKEN, NAME, NOON)


def test_the_key_shows_in_no_repr():
    assert "sugar" not in repr(LINKS)
