"""Where legs are asked for: a folder that is ours alone, with a name that a socket's address can hold."""

from pathlib import Path

import pytest

from agency.errors import Misconfigured
from config.settings import Settings
from shortvideo.house.legs import demand_ours, folder_of_socket

LONGEST_ADDRESS = 107  # characters of a socket's, on Linux


def test_the_socket_of_the_longest_home_has_an_address_that_can_be_opened():
    deep = Settings(home=Path("/srv") / "/".join(["很长的文件夹名字"] * 40))

    assert len(str(folder_of_socket(deep) / "legs")) < LONGEST_ADDRESS


def test_two_homes_ask_at_two_places():
    assert folder_of_socket(Settings(home=Path("/srv/a"))) != folder_of_socket(Settings(home=Path("/srv/b")))


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path):
    (tmp_path / "open").mkdir(mode=0o755)

    with pytest.raises(Misconfigured, match="别人也能进入"):
        demand_ours(tmp_path / "open")


def test_a_link_that_somebody_laid_there_is_refused(tmp_path: Path):
    (tmp_path / "theirs").mkdir(mode=0o700)
    (tmp_path / "laid").symlink_to(tmp_path / "theirs")

    with pytest.raises(Misconfigured):
        demand_ours(tmp_path / "laid")


def test_our_own_folder_is_made_once_and_taken_again(tmp_path: Path):
    demand_ours(tmp_path / "ours")
    demand_ours(tmp_path / "ours")

    assert (tmp_path / "ours").stat().st_mode & 0o777 == 0o700
