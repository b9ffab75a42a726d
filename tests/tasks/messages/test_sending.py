"""What waits in the outbox goes out: once, at the bot's pace, and past everything that goes wrong at a channel."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from agency.domain.calendar import BEIJING
from agency.domain.terms.messages import DeliveryOutcome, MessageKind
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import DeliveryAttempt, Notification, Person
from tasks.messages.delivering import Tally
from tasks.messages.sending import send_due
from tasks.opening import records
from tests import bots as local_bots
from tests.bots import Bots
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

WAITING, SENT, UNCLEAR, GIVEN_UP = (
    DeliveryStatus.WAITING,
    DeliveryStatus.SENT,
    DeliveryStatus.UNCLEAR,
    DeliveryStatus.GIVEN_UP,
)
LATER = datetime(2056, 11, 26, 12, tzinfo=BEIJING)
FREQUENCY = {"code": 11232, "msg": "frequency limited"}
MALFORMED = {"code": 9499, "msg": "Bad Request"}
NO_TOKEN = {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
BLOCKED = {"errcode": 130101, "errmsg": "send too fast"}


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


def send(at: datetime = NOON, minutes: int = 0) -> Tally:
    """Send what is due, sleeping for the pace in name only."""
    return send_due(at + timedelta(minutes=minutes), sleep=lambda _seconds: None)


def attempts() -> list[DeliveryAttempt]:
    with records() as session:
        return list(session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id)))


def test_a_message_goes_out_once_however_often_one_sends(bots: Bots):
    put("IN", message("提醒林晓"))

    first, second = send(), send(minutes=5)

    assert (first.arrived, second.arrived) == (1, 0)
    assert bots.count("提醒林晓") == 1
    assert statuses() == {"提醒林晓": SENT}
    assert outbox.group("IN").last_ok_at is not None


def test_people_who_share_a_group_are_spoken_to_in_one_message(bots: Bots):
    outbox.tell_people(message("脚本同步"), "LIN", "SHE", "JIAN", "DA")
    send(LATER)

    (inside,) = bots.texts("in")
    (outside,) = bots.texts("out")
    assert all(name in inside for name in ("林晓", "佘光", "简洁"))
    assert "达达" in outside
    assert "林晓" not in outside


def test_the_night_keeps_what_can_wait_and_the_morning_brings_it_as_one(bots: Bots):
    night = datetime(2026, 11, 26, 23, tzinfo=BEIJING)
    put("IN", message("提醒甲"), message("逾期乙", kind=MessageKind.OVERDUE), at=night)
    put("IN", message("负评", urgent=True), at=night)

    send(night)
    assert [("负评" in text) for text in bots.texts("in")] == [True]

    send(datetime(2026, 11, 27, 8, tzinfo=BEIJING))
    _night, morning = bots.texts("in")
    assert "消息汇总(2 条)" in morning
    assert morning.index("已逾期") < morning.index("逾期乙") < morning.index("到期提醒") < morning.index("提醒甲")
    assert set(statuses().values()) == {SENT}


def test_a_crowd_of_messages_goes_out_put_together(bots: Bots):
    put("OUT", *(message(f"提醒{number:02}") for number in range(30)))

    tally = send()

    assert tally.arrived == 30
    assert len(bots.calls) < 5
    assert all(bots.count(f"提醒{number:02}") == 1 for number in range(30))


def test_a_crowded_channel_is_tried_later_and_the_message_arrives_once(bots: Bots):
    bots.answer("in", FREQUENCY)
    put("IN", message("提醒"))

    assert send().calls == {DeliveryOutcome.DELAYED: 1}
    send()
    assert len(bots.calls) == 1
    send(minutes=5)

    assert statuses() == {"提醒": SENT}
    assert [each.outcome for each in attempts()] == [DeliveryOutcome.DELAYED, DeliveryOutcome.SENT]


def test_a_bot_that_is_blocked_for_ten_minutes_is_left_alone_for_ten_minutes(bots: Bots):
    bots.answer("leads", BLOCKED)
    put("LEADS", message("急", urgent=True))
    send()

    send(minutes=5)
    assert len(bots.calls) == 1
    send(minutes=11)
    assert statuses() == {"急": SENT}


def test_a_message_is_given_up_after_so_many_tries_and_not_before(bots: Bots):
    bots.answer("in", *[FREQUENCY] * 50)
    put("IN", message("提醒"))

    days = [NOON + timedelta(hours=4 * tried) for tried in range(30)]
    tried = [at for at in days if 8 <= at.astimezone(BEIJING).hour < 22]
    for at in tried[:19]:
        send(at)
    assert statuses()["提醒"] is WAITING
    send(tried[19])

    assert statuses()["提醒"] is GIVEN_UP
    send(tried[19] + timedelta(days=1))
    assert len(bots.texts("in")) == 20


def test_refused_words_are_given_up_at_once_and_the_next_ones_go_out(bots: Bots):
    bots.answer("in", MALFORMED)
    put("IN", message("坏字"), at=NOON - timedelta(minutes=1))
    put("IN", message("好字"))

    send()

    assert statuses() == {"坏字": GIVEN_UP, "好字": SENT}
    with records() as session:
        assert session.scalars(select(Notification.last_error).where(Notification.title == "坏字")).one()


def test_of_a_digest_that_was_refused_only_the_message_that_is_refused_alone_is_given_up(bots: Bots):
    night = NOON - timedelta(hours=8)
    put("IN", *(message(f"提醒{number}") for number in range(3)), at=night)
    bots.answer("in", MALFORMED, MALFORMED)

    send()

    assert sorted(statuses().values()) == sorted([GIVEN_UP, SENT, SENT])
    assert len(bots.texts("in")) == 4


def test_a_broken_bot_holds_its_messages_and_the_leads_hear_of_it_once_elsewhere(bots: Bots):
    bots.answer("in", NO_TOKEN, NO_TOKEN)
    put("IN", message("提醒甲"), message("提醒乙"))

    send()
    send(minutes=5)
    send(minutes=65)

    assert len(bots.texts("in")) == 2
    (alarm,) = bots.texts("leads")
    assert "群“清风内部群(虚构)”收不到消息" in alarm
    assert "有 2 条消息在等" in alarm
    assert not outbox.group("IN").healthy


def test_a_mended_bot_gets_what_waited_for_it_as_one_and_the_old_ones_by_title_only(bots: Bots):
    bots.answer("in", NO_TOKEN)
    put("IN", message("很旧的提醒", body="早就过去的细节"), at=NOON - timedelta(days=9))
    put("IN", message("新提醒", body="今天的细节"), message("探路"), at=NOON - timedelta(days=1))
    put("IN", message("最先去探路"), at=NOON - timedelta(days=10))
    send()

    send(minutes=61)

    assert outbox.group("IN").healthy
    _broken, probe, digest = bots.texts("in")
    assert "最先去探路" in probe
    assert "消息汇总(3 条)" in digest
    assert "今天的细节" in digest
    assert "很旧的提醒" in digest
    assert "早就过去的细节" not in digest
    assert set(statuses().values()) == {SENT}


def test_a_group_that_is_silent_for_three_days_is_an_alarm_once(bots: Bots):
    put("IN", message("提醒"), at=NOON - timedelta(days=3))
    bots.answer("in", *[NO_TOKEN] * 9)

    send()
    send(minutes=61)
    send(minutes=122)

    (alarm,) = bots.texts("leads")
    assert "已经 3 天收不到消息" in alarm


def test_a_line_that_breaks_leaves_a_message_unclear_and_it_is_never_sent_again_by_itself(bots: Bots):
    bots.answer("in", None)
    put("IN", message("断线"))

    assert send().calls[DeliveryOutcome.UNCLEAR] == 1
    for minutes in (10, 70, 600, 6000):
        send(minutes=minutes)

    assert statuses() == {"断线": UNCLEAR}
    assert bots.count("断线") == 1


def test_a_group_without_a_bot_holds_up_no_other(bots: Bots, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("BOT_OUT")
    put("OUT", message("去外群"))
    put("IN", message("去内群"))

    send()

    assert statuses()["去内群"] is SENT
    assert statuses()["去外群"] is WAITING
    assert "清风运营群" in bots.texts("leads")[0]


def test_what_nobody_but_a_person_can_carry_is_never_sent(bots: Bots):
    put("IN", message("提醒"))
    with records() as session:
        one = session.scalars(select(Notification)).one()
        one.channel = ChatChannel.MANUAL

    assert send() == Tally()
    assert bots.calls == []


def test_a_long_message_goes_on_with_the_part_that_has_not_arrived(bots: Bots):
    long = "\n\n".join(f"第{number}段 " + "长" * 400 for number in range(12))
    put("OUT", message("长文", body=long))
    bots.answer("out", {"errcode": 0}, {"errcode": 45009, "errmsg": "api freq out of limit"})

    send()
    put("OUT", message("插队", urgent=True), at=NOON - timedelta(minutes=30))
    send(minutes=5)

    texts = bots.texts("out")
    assert statuses() == {"长文": SENT, "插队": SENT}
    assert "(1/" in texts[0]
    assert "(2/" in texts[1]
    assert "(2/" in texts[2]  # after the refusal the same part, before anything else begins
    whole = [text for place, text in enumerate(texts) if place != 1]
    assert all(sum(f"第{number}段" in text for text in whole) == 1 for number in range(12))


def test_the_leads_hear_once_of_a_message_that_was_given_up_and_not_of_a_lost_alarm(bots: Bots):
    bots.answer("in", MALFORMED)
    bots.answer("leads", None)
    put("IN", message("坏字", urgent=True))

    send()
    send(minutes=30)
    send(minutes=60)

    assert [("已放弃:“坏字”" in text) for text in bots.texts("leads")] == [True]


def test_mail_without_a_server_waits_and_the_leads_hear_of_it_once(bots: Bots):
    with records() as session:
        for code in ("JIAN", "SHE"):
            by_code(session, Person, code).email = f"{code.lower()}@example.com"
    outbox.tell_people_of_no_project(message("分享提醒", urgent=True), "JIAN", "SHE")

    send(LATER)
    send(LATER, minutes=30)

    assert set(statuses().values()) == {WAITING}
    (alarm,) = bots.texts("leads")
    assert "邮件发不出去" in alarm
    assert "有 2 封邮件在等" in alarm
