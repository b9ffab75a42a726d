"""From a group or a person to a sender: where the address comes from, what is said when it is missing, and that none leaks."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.errors import BadInput, ChannelBroken, MessageRefused
from agency.notices.mail import Mailbox
from agency.notices.notice import Mention, Notice, Sender
from agency.records.tables import AuditEvent, GroupChat, GroupSecret, Person
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.settings import settings
from tasks.messages.channels import sender_for
from tasks.messages.group_connection import entered_by_hand, group_to_connect, keep_entered, try_out
from tasks.opening import records
from tests.notices.speaking import CHANNELS

pytestmark = pytest.mark.usefixtures("on_record")

TOKEN, KEY = "token-of-the-breeze", "SEC-key-of-the-breeze"
EVERY_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)
FEISHU = ChatChannel.FEISHU
WORDS = Notice(number="01JZ0000000000000000000009", title="提醒", body="脚本明天到期", mentions=[Mention(name="林晓")])


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(SandboxAgency(accounts=())) as remote:
        yield remote


def group(channel: ChatChannel = FEISHU, **more: str) -> GroupChat:
    """Put a group on record."""
    chat = GroupChat(code="QF-IN", name="清风内部群(虚构)", channel=channel, purpose=ChatPurpose.INTERNAL, **more)
    with records() as session:
        session.add(chat)
    return chat


def named_in_settings(patch: pytest.MonkeyPatch, address: str, **more: str) -> None:
    """Let the settings name the group's bot, and the environment hold its address."""
    told = {"code": "QF-IN", "channel": "feishu", "url_env": "QF_URL", **more}
    patch.setenv("SHORTVIDEO_GROUPS", json.dumps([told]))
    patch.setenv("QF_URL", address)
    settings.cache_clear()


def sender(chat: GroupChat) -> Sender:
    with records() as session:
        return sender_for(session, chat.channel, chat, None)


def say(chat: GroupChat) -> None:
    bot = sender(chat)
    for part in bot.parts(WORDS):
        bot.send(part)


def connect(chat: GroupChat, address: str, key: str = "") -> None:
    with records() as session:
        keep_entered(session, entered_by_hand(chat, address, key))


@EVERY_CHANNEL
def test_a_group_that_was_connected_is_told_things(sandbox: Remote, channel: ChatChannel) -> None:
    chat = group(channel)

    connect(chat, sandbox.bot(channel, TOKEN, secret="" if channel is ChatChannel.WECOM else KEY), KEY)
    say(chat)

    assert [heard.title for heard in sandbox.messages()] == ["提醒"]


def test_a_group_that_the_settings_name_is_told_things(sandbox: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group()
    named_in_settings(monkeypatch, sandbox.bot(FEISHU, TOKEN, secret=KEY), secret_env="QF_KEY")
    monkeypatch.setenv("QF_KEY", KEY)

    say(chat)

    assert len(sandbox.messages()) == 1


def test_the_environment_stands_above_what_was_entered(sandbox: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group()
    connect(chat, sandbox.bot(FEISHU, "an-old-token"))
    named_in_settings(monkeypatch, sandbox.bot(FEISHU, TOKEN))

    say(chat)

    assert [heard.token for heard in sandbox.messages()] == [TOKEN]


def test_what_was_entered_serves_while_the_named_variable_is_not_set(
    sandbox: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = group()
    connect(chat, sandbox.bot(FEISHU, TOKEN))
    named_in_settings(monkeypatch, "")

    say(chat)

    assert len(sandbox.messages()) == 1


def test_a_group_may_speak_through_the_bot_of_another_name(sandbox: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group(secret_ref="internal")
    named_in_settings(monkeypatch, sandbox.bot(FEISHU, TOKEN), code="internal")

    say(chat)

    assert len(sandbox.messages()) == 1


def test_a_group_nobody_connected_says_how_to() -> None:
    with pytest.raises(ChannelBroken, match=r"清风内部群.*connect-group QF-IN"):
        sender(group())


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group()
    named_in_settings(monkeypatch, "")

    with pytest.raises(ChannelBroken, match="QF_URL"):
        sender(chat)


def test_a_key_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group()
    named_in_settings(monkeypatch, "http://127.0.0.1:9/open-apis/bot/v2/hook/some-token", secret_env="QF_KEY")

    with pytest.raises(ChannelBroken, match="QF_KEY"):
        sender(chat)


@pytest.mark.parametrize("address", ["https://evil.example/open-apis/bot/v2/hook/some-token", "some-token"])
def test_an_address_of_somebody_else_is_never_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    chat = group()
    named_in_settings(monkeypatch, address)

    with pytest.raises(ChannelBroken, match="飞书") as broken:
        sender(chat)
    assert "some-token" not in str(broken.value)
    assert broken.value.__context__ is None


def test_a_channel_that_differs_between_register_and_settings_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = group(ChatChannel.DINGTALK)
    named_in_settings(monkeypatch, "http://127.0.0.1:9/open-apis/bot/v2/hook/some-token")

    with pytest.raises(ChannelBroken, match="钉钉"):
        sender(chat)


def test_what_was_sealed_with_another_key_asks_for_a_new_entry(tmp_path: Path) -> None:
    chat = group()
    connect(chat, "http://127.0.0.1:9/open-apis/bot/v2/hook/some-token", KEY)
    (tmp_path / "sealing.key").unlink()

    with pytest.raises(ChannelBroken, match="connect-group QF-IN") as broken:
        sender(chat)
    assert broken.value.__context__ is None


def test_neither_address_nor_key_lies_open_in_the_records_or_their_trail(tmp_path: Path) -> None:
    chat = group()
    connect(chat, f"http://127.0.0.1:9/open-apis/bot/v2/hook/{TOKEN}", KEY)
    connect(chat, f"http://127.0.0.1:9/open-apis/bot/v2/hook/{TOKEN}-2", KEY)

    with records() as session:
        kept = session.scalars(select(GroupSecret)).one()
        trail = [(event.before, event.after) for event in session.scalars(select(AuditEvent))]
        told = f"{vars(kept)} {trail}"
    assert kept.address_sealed
    assert TOKEN not in told
    assert KEY not in told
    assert kept.address_sealed not in str(trail)
    assert stat.S_IMODE((tmp_path / "sealing.key").stat().st_mode) == 0o600


def test_of_two_who_connect_a_group_at_once_one_address_stays() -> None:
    chat, together = group(), Barrier(2)

    def enter(number: int) -> None:
        entered = entered_by_hand(chat, f"http://127.0.0.1:9/open-apis/bot/v2/hook/token-{number}", "")
        together.wait()
        with records() as session:
            keep_entered(session, entered)

    both = [Thread(target=enter, args=(number,)) for number in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    with records() as session:
        assert len(session.scalars(select(GroupSecret)).all()) == 1


def test_a_bot_that_refuses_its_first_message_is_told_before_anything_is_kept(sandbox: Remote) -> None:
    chat = group()
    address = sandbox.bot(FEISHU, TOKEN, secret=KEY)

    with pytest.raises(ChannelBroken, match="签名"):
        try_out(entered_by_hand(chat, address, "SEC-of-another-bot"))
    try_out(entered_by_hand(chat, address, KEY))
    assert [heard.title for heard in sandbox.messages()] == ["本群已接通"]


def test_a_key_that_was_pasted_in_full_width_is_refused() -> None:
    with pytest.raises(BadInput, match="密钥"):
        entered_by_hand(group(), "http://127.0.0.1:9/open-apis/bot/v2/hook/some-token", "SEC一二三")


@pytest.mark.parametrize("channel", [ChatChannel.MANUAL, ChatChannel.EMAIL])
def test_a_group_without_a_bot_cannot_be_connected_nor_told(channel: ChatChannel) -> None:
    chat = group(channel)

    with records() as session, pytest.raises(BadInput, match="登记表"):
        group_to_connect(session, "QF-IN")
    with pytest.raises(ChannelBroken, match="转达"):
        sender(chat)


def person(email: str | None) -> Person:
    return Person(code="JIA", name="贾方", side=Side.CLIENT, email=email)


def mailbox(session: Session, email: str | None) -> Sender:
    return sender_for(session, ChatChannel.EMAIL, None, person(email))


def test_somebody_with_an_address_is_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = {"host": "smtp.example.com", "sender": "caiyun@agency.example", "user": "caiyun"}
    monkeypatch.setenv("SHORTVIDEO_MAIL", json.dumps(mail))
    monkeypatch.setenv("MAIL_PASSWORD", "pa55word")
    settings.cache_clear()

    with records() as session:
        assert isinstance(mailbox(session, "jia@client.example"), Mailbox)
        with pytest.raises(MessageRefused, match="贾方"):
            mailbox(session, "jia.client.example")
        with pytest.raises(ChannelBroken, match="贾方"):
            mailbox(session, None)
    monkeypatch.delenv("MAIL_PASSWORD")
    with records() as session, pytest.raises(ChannelBroken, match="MAIL_PASSWORD"):
        mailbox(session, "jia@client.example")


def test_without_a_mail_server_nobody_is_written_to() -> None:
    with records() as session, pytest.raises(ChannelBroken, match=r"\[mail\]"):
        mailbox(session, "jia@client.example")
