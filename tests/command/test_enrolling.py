"""The verb ``enrol`` at a terminal: the secret is shown once, and kept only once a code has shown that it works."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import func, select

from agency.errors import BadInput, NotOnRecord, RuleBroken
from agency.records.tables import CodeEnrolment
from shortvideo.enrolling import AGAIN, AWAY, enrol
from tasks.opening import records
from tests import small_agency
from tests.databases import SqliteFiles

FIRST = "first"
ADDRESS = re.compile(r"otpauth://\S+")


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


class Typing(io.StringIO):
    """Somebody who reads the screen before they type: what they type is worked out when it is asked for."""

    def __init__(self, types: Callable[[], str]) -> None:
        super().__init__()
        self.types = types

    def readline(self, size: int = -1, /) -> str:
        return f"{self.types()}\n"


@pytest.fixture
def app(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Read the address off the screen as a telephone does, and type what it shows; return the addresses seen."""
    seen: list[str] = []

    def code() -> str:
        seen.extend(ADDRESS.findall(capsys.readouterr().out))
        return pyotp.TOTP(parse_qs(urlsplit(seen[-1]).query)["secret"][0]).now()

    monkeypatch.setattr(sys, "stdin", Typing(code))
    return seen


def enrolments() -> int:
    with records() as session:
        return session.scalar(select(func.count(CodeEnrolment.id))) or 0


def test_a_person_is_enrolled_by_the_code_that_their_app_shows(app: list[str]):
    assert enrol("卜部", FIRST, "") == 0

    assert enrolments() == 1
    assert "BU" in app[0]


def test_codes_are_replaced_only_where_that_is_asked_for_and_can_be_taken_away(app: list[str]):
    enrol("BU", FIRST, "")
    with pytest.raises(RuleBroken, match="--again"):
        enrol("BU", FIRST, "")

    enrol("BU", AGAIN, "")
    enrol("BU", AWAY, "")

    assert len(set(app)) == 2
    with pytest.raises(RuleBroken):
        enrol("BU", AWAY, "")


def test_three_codes_that_do_not_fit_leave_everything_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n\n不知道\n"))

    assert enrol("BU", FIRST, "") == 1
    assert enrolments() == 0
    told = capsys.readouterr().out
    assert told.index("还可以试 2 次") < told.index("还可以试 1 次") < told.index("验证码都不对")
    assert told.index("secret= 后面的一串") < told.index("otpauth://")


def test_nobody_is_enrolled_who_is_not_on_record():
    with pytest.raises(NotOnRecord):
        enrol("NIEMAND", FIRST, "")


def test_the_picture_is_for_the_owner_alone_and_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    picture, seen = tmp_path / "bu.svg", []

    def look() -> str:
        seen.append((picture.stat().st_mode & 0o777, picture.read_bytes()[:60]))
        return ""

    monkeypatch.setattr(sys, "stdin", Typing(look))
    enrol("BU", FIRST, str(picture))

    assert seen[0][0] == 0o600
    assert b"<svg" in seen[0][1] or b"<?xml" in seen[0][1]
    assert not picture.exists()


def test_a_file_that_is_there_is_neither_written_nor_deleted(tmp_path: Path):
    picture = tmp_path / "bu.svg"
    picture.write_text("别人的图")

    with pytest.raises(BadInput, match=r"bu\.svg"):
        enrol("BU", FIRST, str(picture))
    assert picture.read_text() == "别人的图"
