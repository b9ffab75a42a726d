"""The verb ``connect-group`` as a person uses it at a terminal, against the sandbox's bots."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables import GroupChat, GroupSecret
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.settings import CHECKOUT
from tasks.opening import records
from tests.databases import SqliteFiles

TOKEN, KEY = "token-of-the-breeze", "SEC-key-of-the-breeze"


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def sandbox(on_record: str) -> Iterator[Remote]:
    with records() as session:
        session.add_all(
            GroupChat(
                code=f"QF-{channel.value.upper()}", name="清风群(虚构)", channel=channel, purpose=ChatPurpose.INTERNAL
            )
            for channel in (ChatChannel.FEISHU, ChatChannel.WECOM, ChatChannel.MANUAL)
        )
    with serving(SandboxAgency(accounts=())) as remote:
        yield remote


def connect(code: str, *typed: str) -> "subprocess.CompletedProcess[str]":
    """Run the verb, with what a person types."""
    return subprocess.run(
        [Path(sys.executable).with_name("shortvideo"), "connect-group", code],
        cwd=CHECKOUT,
        env=dict(os.environ),
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        check=False,
    )


def kept() -> int:
    with records() as session:
        return len(session.scalars(select(GroupSecret)).all())


def test_a_bot_is_entered_tried_and_kept_and_shown_nowhere(sandbox: Remote) -> None:
    said = connect("QF-FEISHU", sandbox.bot(ChatChannel.FEISHU, TOKEN, secret=KEY), KEY, "yes")

    assert said.returncode == 0, said.stderr
    assert "已接通" in said.stdout
    assert [heard.title for heard in sandbox.messages()] == ["本群已接通"]
    assert kept() == 1
    assert TOKEN not in said.stdout + said.stderr
    assert KEY not in said.stdout + said.stderr


def test_a_bot_is_kept_untried_when_nobody_agrees_and_wecom_is_asked_for_no_key(sandbox: Remote) -> None:
    said = connect("QF-WECOM", sandbox.bot(ChatChannel.WECOM, TOKEN), "")

    assert said.returncode == 0, said.stderr
    assert sandbox.messages() == []
    assert kept() == 1


def test_a_bot_that_refuses_to_be_tried_is_not_kept(sandbox: Remote) -> None:
    said = connect("QF-FEISHU", sandbox.bot(ChatChannel.FEISHU, TOKEN, secret=KEY), "SEC-another", "yes")

    assert said.returncode == 1
    assert "签名" in said.stderr
    assert said.stderr.count("\n") == 1
    assert kept() == 0


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("QF-FEISHU", ["https://evil.example/open-apis/bot/v2/hook/x"], "Webhook"),
        ("QF-MANUAL", [], "登记表"),
        ("NO-SUCH", [], "NO-SUCH"),
    ],
)
def test_what_cannot_be_connected_is_one_sentence(sandbox: Remote, code: str, typed: list[str], words: str) -> None:
    said = connect(code, *typed)

    assert said.returncode == 1
    assert words in said.stderr
    assert said.stderr.count("\n") == 1


def test_typing_nothing_changes_nothing(sandbox: Remote) -> None:
    assert connect("QF-FEISHU", "").returncode == 1
    assert kept() == 0
