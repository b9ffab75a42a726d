"""Tokens are sealed: neither the database nor a log nor an exception shows them, and only this home's key opens them."""

import stat
from pathlib import Path

import pytest

from agency.errors import Misconfigured
from agency.records.sealing import Seals, seals_of

TOKEN = "act.纸鹤-0001-secret"


@pytest.fixture
def seals(tmp_path: Path) -> Seals:
    return seals_of(tmp_path / "home" / "sealing.key")


def test_a_sealed_token_opens_to_itself_and_says_nothing_of_it(seals: Seals):
    sealed = seals.seal(TOKEN)

    assert seals.open(sealed) == TOKEN
    assert "secret" not in sealed


def test_the_same_token_sealed_twice_cannot_be_told_to_be_the_same(seals: Seals):
    assert seals.seal(TOKEN) != seals.seal(TOKEN)


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path):
    key_file = tmp_path / "sealing.key"
    sealed = seals_of(key_file).seal(TOKEN)

    assert seals_of(key_file).open(sealed) == TOKEN
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["sealing.key"]


def test_a_token_of_another_home_does_not_open_and_the_error_shows_neither_token_nor_key(seals: Seals, tmp_path: Path):
    sealed = seals_of(tmp_path / "another.key").seal(TOKEN)

    with pytest.raises(Misconfigured) as refused:
        seals.open(sealed)

    told = f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r} {seals!r}"
    assert sealed not in told
    assert TOKEN not in told


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path):
    key_file = tmp_path / "sealing.key"
    seals_of(key_file)
    key_file.chmod(0o640)

    with pytest.raises(Misconfigured, match=r"sealing\.key"):
        seals_of(key_file)


def test_a_file_that_holds_no_key_is_refused_by_its_name(tmp_path: Path):
    key_file = tmp_path / "sealing.key"
    key_file.touch(mode=0o600)
    key_file.write_text("what a pity")

    with pytest.raises(Misconfigured, match=r"sealing\.key") as refused:
        seals_of(key_file)
    assert "what a pity" not in repr(refused.value.__context__)
