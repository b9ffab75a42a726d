"""The verb ``authorise`` as a person uses it at a terminal, against a sandbox in the place of the platform."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agency.sandbox.remote import Remote
from config.settings import CHECKOUT
from tasks.metrics.authorisation import opened
from tests import paper_agency
from tests.databases import SqliteFiles
from tests.paper_agency import CRANES, OPEN_IDS, grant_of


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch) as remote:
        yield remote


def authorise(code: str, typed: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the verb, with what a person types."""
    return subprocess.run(
        [Path(sys.executable).with_name("shortvideo"), "authorise", code],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_typed_is_tried_until_it_does(remote: Remote):
    code = remote.code(OPEN_IDS[CRANES])

    said = authorise(CRANES, f"a-code-of-yesterday\n{code}\n")

    assert said.returncode == 0
    assert f"{remote.base_url}/platform/oauth/connect/?" in said.stdout
    assert "10007" in said.stdout
    assert f"账号 {CRANES} 已授权" in said.stdout
    assert opened(grant_of()).open_id == OPEN_IDS[CRANES]
    assert code not in said.stdout + said.stderr


def test_typing_nothing_changes_nothing(remote: Remote):
    said = authorise(CRANES, "\n", SHORTVIDEO_LANGUAGE="en")

    assert said.returncode == 1
    assert "nothing is changed" in said.stdout


def test_an_unknown_account_is_one_sentence(remote: Remote):
    said = authorise("SWAN-DY", "")

    assert said.returncode == 1
    assert "SWAN-DY" in said.stderr
    assert said.stderr.count("\n") == 1
