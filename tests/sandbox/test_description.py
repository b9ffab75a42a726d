"""A description survives its file, and a large one is served whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from agency.sandbox.description import SandboxAgency, read_agency, write_agency
from agency.sandbox.sample import sample_agency
from agency.sandbox.serve import serving
from tests.platforms.calling import http, opened, standing_grant
from tests.sandbox.paper_crane import NOON, account, agency, work


def test_a_description_is_the_same_after_its_file(tmp_path: Path) -> None:
    write_agency(agency(), tmp_path / "cranes.json")

    assert read_agency(tmp_path / "cranes.json") == agency()


def test_a_file_of_another_shape_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "cranes.json").write_text('{"accounts": [{"open_id": "crane"}]}', "utf-8")

    with pytest.raises(ValidationError, match=r"accounts\.0\.nickname"):
        read_agency(tmp_path / "cranes.json")


def test_the_sample_is_the_same_for_the_same_moment() -> None:
    assert sample_agency(NOON) == sample_agency(NOON)
    assert all("示例" in each.nickname for each in sample_agency(NOON).accounts)


def test_a_hundred_accounts_of_two_hundred_works_are_served_whole(tmp_path: Path) -> None:
    many = [account(f"crane-{n}", [work(day, f"crane-{n}") for day in range(200)]) for n in range(100)]
    write_agency(SandboxAgency(accounts=tuple(replace(each, nickname=each.open_id) for each in many)), tmp_path / "x")

    with (
        serving(read_agency(tmp_path / "x"), stands_at=NOON) as sandbox,
        opened(http(sandbox.base_url), standing_grant(sandbox, "crane-0")) as douyin,
    ):
        assert len(list(douyin.works([]))) == 200
        assert len(douyin.account_days(15)) == 15
