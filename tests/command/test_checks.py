"""What ``check`` looks for beside style and types: secrets left in files, and known weaknesses of the packages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from shortvideo.dependency_audit import Audited, audit, read_answer
from shortvideo.secrets_scan import Leak, leaks, leaks_in

KEY = "-----BEGIN " + "PRIVATE KEY-----"
UUID = "0f3a1b2c-1111-2222-3333-444455556666"
PLANTED = {
    KEY: "private key",
    "AKIA" + "ABCDEFGH12345678": "access key of a cloud",
    "ghp_" + "a1" * 18: "token of a service",
    "eyJ" + "hbGciOiJIUzI1NiJ9x" + ".eyJ" + "zdWIiOiIxMjM0NTY3" + "." + "s" * 40: "signed token",
    "https://bot.invalid/open-apis/bot/v2" + "/hook/" + UUID: "address of a bot",
    "https://bot.invalid/cgi-bin/webhook/" + "send?key=" + UUID: "address of a bot",
    "postgresql+psycopg://agency:" + "abc123@db.invalid/x": "password in an address",
    'key = "' + "Q" * 43 + '="': "key of this house",
    'API_TOKEN = "' + "a1b2c3d4" * 4 + '"': "value of a secret",
}


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{number} {what}" for number, what in enumerate(PLANTED.values())])
def test_a_secret_that_was_left_in_a_file_is_found_with_its_line_and_not_repeated(planted: str) -> None:
    [leak] = leaks_in("config/agency.toml", f"# 第一行\n{planted}\n")

    assert leak == Leak("config/agency.toml", 2, PLANTED[planted])


@pytest.mark.parametrize(
    "text",
    [
        'url_env = "FEISHU_INTERNAL_WEBHOOK"',
        "postgresql+psycopg://用户:密码@主机/库名",
        'TOKEN_HOST = "https://accounts.invalid"',
        "--hash=sha256:" + "0f" * 32,
        'password: str = ""',
    ],
)
def test_what_only_speaks_of_a_secret_is_none(text: str) -> None:
    assert list(leaks_in("config/agency.toml", text)) == []


def test_an_invented_password_in_a_test_is_none_and_a_private_key_there_is_one() -> None:
    assert list(leaks_in("tests/x.py", "postgresql://u:" + "invented1@db.invalid/x")) == []
    assert list(leaks_in("tests/x.py", KEY)) == [Leak("tests/x.py", 1, "private key")]


def test_no_file_of_this_tree_holds_a_secret() -> None:
    assert list(leaks(CHECKOUT)) == []


def test_a_file_that_git_ignores_is_not_looked_through_and_one_that_may_be_added_is(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("links.key\n")
    for name in ("links.key", "notes.md"):
        (tmp_path / name).write_text(KEY)

    assert [leak.file for leak in leaks(tmp_path)] == ["notes.md"]


def test_without_git_the_same_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    (tmp_path / ".venv").mkdir()
    for name in (".venv/x.pem", "x.pem"):
        (tmp_path / name).write_text(KEY)

    assert [leak.file for leak in leaks(tmp_path)] == ["x.pem"]


KNOWN = {"name": "tea", "version": "1.0", "vulns": []}
WEAK = {"name": "pot", "version": "2.0", "vulns": [{"id": "INVENTED-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "cup", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answer", "audited"),
    [
        (json.dumps({"dependencies": [KNOWN, WEAK, SKIPPED]}), Audited(2, ("pot 2.0: INVENTED-1 → 2.1",))),
        (json.dumps({"dependencies": [SKIPPED]}), Audited(0)),
        ("", Audited(0)),
        ("Traceback (most recent call last):", Audited(0)),
        ("[]", Audited(0)),
    ],
)
def test_only_what_was_really_asked_about_counts_as_audited(answer: str, audited: Audited) -> None:
    assert read_answer(answer) == audited


def auditor(folder: Path, report: object) -> Path:
    """Return a program that answers as pip-audit does, and notes how often it was asked about how many."""
    program = folder / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"open({str(folder / 'asked')!r}, 'a').write(f'{{len(open(sys.argv[-1]).read().split())}} ')\n"
        f"print({json.dumps(report)!r})\n"
    )
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(("report", "asked"), [([KNOWN], "1 2"), ([SKIPPED], "1")], ids=["reached", "out of reach"])
def test_where_nobody_knows_of_one_package_nobody_is_asked_about_the_others(
    tmp_path: Path, report: object, asked: str
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "tea==1.0 \\\n    --hash=sha256:00\npot[hot]==2.0 ; python_version < '4' \\\n    --hash=sha256:11\n"
    )

    audit(lock, auditor(tmp_path, {"dependencies": report}))

    assert (tmp_path / "asked").read_text().split() == asked.split()


def test_a_program_that_is_not_there_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("tea==1.0\n")

    assert audit(tmp_path / "requirements.lock", tmp_path / "nowhere") == Audited(0)
