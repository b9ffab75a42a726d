"""What does not go on by itself is settled by a person, who says whether it arrived, goes again, or is withdrawn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.domain.terms.messages import DeliveryOutcome, Settlement
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import DeliveryAttempt, Notification, Person
from tasks.messages.dead_letters import letters, settle_letters
from tasks.messages.outbox_page import page_of
from tasks.messages.sending import send_due
from tasks.opening import records
from tests import bots as local_bots
from tests.bots import Bots
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

MALFORMED = {"code": 9499, "msg": "Bad Request"}
NO_TOKEN = {"code": 19001, "msg": "token invalid"}
SENT, WAITING, WITHDRAWN = DeliveryStatus.SENT, DeliveryStatus.WAITING, DeliveryStatus.WITHDRAWN


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


def send(minutes: int = 0) -> None:
    send_due(NOON + timedelta(minutes=minutes), sleep=lambda _seconds: None)


def say(settlement: Settlement, minutes: int = 30) -> list[str]:
    """Let the operations lead say the same of everything that waits for a person."""
    with records() as session:
        said = {letter.id: settlement for letter in letters(session)}
        yun = by_code(session, Person, "YUN").id
        return settle_letters(session, said, yun, NOON + timedelta(minutes=minutes))


def page() -> str:
    with records() as session:
        return page_of(session, NOON + timedelta(hours=1))


@pytest.fixture
def unclear(bots: Bots) -> Bots:
    bots.answer("in", None)
    put("IN", message("断线的消息"))
    send()
    return bots


def test_a_message_that_a_person_has_seen_in_the_group_is_sent_and_stays_so(unclear: Bots):
    say(Settlement.ARRIVED)
    send(minutes=60)

    assert statuses() == {"断线的消息": SENT}
    assert unclear.count("断线的消息") == 1
    with records() as session:
        one = session.scalars(select(Notification).where(Notification.title == "断线的消息")).one()
        assert one.sent_at == session.scalars(select(DeliveryAttempt.started_at).order_by(DeliveryAttempt.id)).first()
        assert one.settled_by_id == by_code(session, Person, "YUN").id


def test_a_message_that_a_person_has_not_found_goes_out_again(unclear: Bots):
    say(Settlement.SEND_AGAIN)
    send(minutes=60)

    assert statuses() == {"断线的消息": SENT}
    assert unclear.count("断线的消息") == 2


def test_a_withdrawn_message_goes_nowhere(unclear: Bots):
    say(Settlement.WITHDRAWN)
    send(minutes=60)

    assert statuses() == {"断线的消息": WITHDRAWN}
    assert unclear.count("断线的消息") == 1
    with records() as session:
        assert letters(session) == []


def test_whoever_settles_what_another_one_settled_is_told_so_and_changes_nothing(unclear: Bots):
    with records() as session:
        (letter,) = letters(session)
    say(Settlement.ARRIVED)

    with records() as session:
        lin = by_code(session, Person, "LIN").id
        told = settle_letters(session, {letter.id: Settlement.WITHDRAWN}, lin, NOON)

    assert told == ["“断线的消息”已由 云总 处理,不再改动。"]
    assert statuses() == {"断线的消息": SENT}


def test_messages_that_went_out_as_one_are_settled_as_one(bots: Bots):
    put("IN", *(message(f"夜里{number}") for number in range(3)), at=NOON - timedelta(hours=9))
    bots.answer("in", None)
    send()

    with records() as session:
        (letter,) = letters(session)
    assert letter.title == "夜里0 等 3 条" or "等 2 条" in letter.title
    say(Settlement.ARRIVED)

    assert set(statuses().values()) == {SENT}


def test_a_long_message_whose_first_part_arrived_goes_on_with_the_second(bots: Bots):
    long = "\n\n".join(f"第{number}段 " + "长" * 400 for number in range(6))
    put("OUT", message("长文", body=long))
    bots.answer("out", None)
    send()

    say(Settlement.ARRIVED)
    send(minutes=40)

    assert statuses() == {"长文": SENT}
    assert all(bots.count(f"第{number}段") == 1 for number in range(6))


def test_a_message_that_was_given_up_goes_again_when_its_reason_is_mended(bots: Bots):
    bots.answer("in", MALFORMED)
    put("IN", message("坏字"))
    send()

    say(Settlement.SEND_AGAIN)
    send(minutes=60)

    assert statuses() == {"坏字": SENT}


def test_what_is_carried_by_hand_is_ticked_off_and_cannot_be_sent_by_us(bots: Bots):
    with records() as session:
        by_code(session, Person, "JIAN").email = None
    one = message("提醒简洁")
    outbox.tell_people_of_no_project(one, "JIAN")

    with records() as session:
        (letter,) = letters(session)
    assert letter.settlements == (Settlement.ARRIVED, Settlement.WITHDRAWN)
    say(Settlement.ARRIVED)

    assert statuses() == {"提醒简洁": SENT}


def test_the_page_names_the_worst_first_and_what_is_to_be_done(unclear: Bots):
    unclear.answer("in", NO_TOKEN)
    put("IN", message("在等的"), at=NOON + timedelta(minutes=10))
    send(minutes=20)

    shown = page()

    assert shown.startswith("**待人处理 1 件,待发送 1 条。**")
    assert shown.index("## 待人处理") < shown.index("## 收不到消息的群") < shown.index("## 待发送")
    assert "断线的消息" in shown
    assert "到群里看有没有这条" in shown
    assert "清风内部群(虚构)" in shown
    assert shown == page()


def test_the_page_counts_what_was_sent_today(bots: Bots):
    put("IN", message("今天的"))
    send()

    assert "## 今日送达" in page()
    assert "| 清风内部群(虚构) | 1 | 1 |" in page()


def test_a_call_that_a_killed_worker_made_by_mail_is_made_again_for_its_number_tells_it_apart(on_record: str):
    outbox.found()
    with records() as session:
        by_code(session, Person, "JIAN").email = "jian@example.com"
    outbox.tell_people_of_no_project(message("邮件"), "JIAN")
    outbox.claim_and_die("JIAN", NOON)

    send(minutes=15)

    with records() as session:
        first = session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id)).first()
        assert first is not None
        assert first.outcome is DeliveryOutcome.UNCLEAR
    assert statuses()["邮件"] is WAITING
