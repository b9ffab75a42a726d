"""The sample's groups have bots: the sandbox plays them, and the demo's settings and environment lead there alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.notices.notice import Notice
from agency.records.tables import GroupChat, Person
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.settings import Settings, settings
from shortvideo.demo import demo_environment, demo_settings
from shortvideo.sample.bots import sample_groups, sample_webhooks
from shortvideo.sample.founding import found
from shortvideo.sample.platform import sample_platform
from tasks.messages.channels import sender_for
from tasks.messages.outgoing_notice import mention
from tasks.opening import records
from tests.databases import SqliteFiles

START = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with serving(sample_platform(START)) as remote:
        told = Settings(groups=sample_groups()).environment()["SHORTVIDEO_GROUPS"]
        for name, value in {"SHORTVIDEO_GROUPS": told, **sample_webhooks(remote.base_url)}.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield remote


def test_every_group_of_the_sample_is_reached_and_rings_for_its_people(remote: Remote) -> None:
    with records() as session:
        found(session, START)
    with records() as session:
        lin = session.scalars(select(Person).where(Person.code == "LIN")).one()
        chats = session.scalars(select(GroupChat).order_by(GroupChat.code)).all()
        for chat in chats:
            notice = Notice(number=chat.id, title=chat.name, body="请看", mentions=[mention(lin, chat.channel)])
            sender = sender_for(session, chat.channel, chat, None)
            sender.send(*sender.parts(notice))

    assert [heard.title for heard in remote.messages()] == [chat.name for chat in chats]
    assert {heard.mentions for heard in remote.messages()} == {("ou_demo_lin",), ("demo-lin",), ("lin",)}


def test_the_demos_bots_are_nobodys_but_the_sandboxs(tmp_path: Path) -> None:
    own = demo_settings(Settings(home=tmp_path))

    told = demo_environment(own)

    assert len(own.groups) == 4
    for group in own.groups:
        assert told[group.url_env].startswith(f"http://127.0.0.1:{own.sandbox_port}/")
