"""When its days are over a call is closed once: one person is told who has not answered, and one case is opened (C3, R21)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.domain.terms.engagement import CaseKind, Severity
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import NegativeCase, Notification, ProjectMember
from tasks.engagement.answers import answer_step
from tasks.engagement.closing import close_calls
from tasks.gate.questions import Answer
from tasks.opening import records
from tests.tasks import told
from tests.tasks.told import HOUSE, LIVE, PARTNER, called, messages, names, recast, sent

pytestmark = pytest.mark.usefixtures("on_record")

SENT = LIVE + timedelta(minutes=1)
OVER = SENT + timedelta(days=2)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)


def close(at: datetime = OVER) -> int:
    with records() as session:
        return len(close_calls(session, at))


def cases() -> list[NegativeCase]:
    with records() as session:
        return list(session.scalars(select(NegativeCase)))


def answer(*people: str) -> None:
    for person in people:
        with records() as session:
            code, at = "BREEZE-001/BREEZE-DY", SENT + timedelta(minutes=1)
            asked = answer_step(session, code, None, "run", at)
            filled = {"person": person, "watched": "已看完", "did": ["只看完"]}
            answer_step(session, code, Answer(asked.key if asked else "", filled), "run", at)


def test_who_has_not_answered_is_told_once_to_the_operator_with_one_case_for_the_work():
    publication_id = called()
    sent(SENT)
    answer("卜部", "佘光", "叶务", "吴敏", "商陆", "云总", "林晓", "达达")

    assert close() == 1
    (told_once,) = messages("unanswered-")
    assert names(told_once.mentions) == ["WU"]
    assert "简洁、贾方" in told_once.body
    assert "达达" not in told_once.body
    assert "不作要求" in told_once.body
    (case,) = cases()
    assert (case.kind, case.severity, case.publication_id) == (CaseKind.NOT_CARRIED_OUT, Severity.LIGHT, publication_id)
    assert names([case.owner_id]) == ["WU"]
    assert case.notified_at == OVER


def test_nothing_is_closed_a_second_before_the_days_are_over():
    called()
    sent(SENT)

    assert close(OVER - timedelta(seconds=1)) == 0
    assert close(OVER) == 1


def test_a_second_close_says_nothing():
    called()
    sent(SENT)

    assert [close(), close(), close(OVER + timedelta(days=9))] == [1, 0, 0]
    assert len(messages("unanswered-")) == 1
    assert len(cases()) == 1


def test_two_sweeps_that_close_at_once_report_once():
    called()
    sent(SENT)
    together = Barrier(2)

    def closed(_worker: int) -> int:
        together.wait()
        return close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(closed, range(2))) == [0, 1]
    assert len(messages("unanswered-")) == 1
    assert len(cases()) == 1


def test_a_close_that_is_killed_is_done_again_whole():
    class Killed(Exception):
        pass

    def until_killed() -> None:
        with records() as session:
            close_calls(session, OVER)
            raise Killed

    called()
    sent(SENT)
    with pytest.raises(Killed):
        until_killed()
    assert cases() == []

    assert close() == 1
    assert len(cases()) == 1


def test_the_days_count_from_when_the_last_group_was_reached():
    called()
    sent(SENT, chat=HOUSE)
    sent(SENT + timedelta(hours=5), chat=PARTNER)

    assert close(OVER + timedelta(hours=4)) == 0
    assert close(OVER + timedelta(hours=5)) == 1


def test_a_notice_that_is_still_on_its_way_is_waited_for():
    called()
    sent(SENT, chat=HOUSE)

    assert close(OVER + timedelta(days=5)) == 0


def test_who_was_never_reached_is_not_said_to_have_failed():
    called()
    sent(SENT, chat=HOUSE)
    with records() as session:
        for message in session.scalars(select(Notification).where(Notification.sent_at.is_(None))):
            message.status = DeliveryStatus.GIVEN_UP

    assert close() == 1
    (told_once,) = messages("unanswered-")
    assert "佘光" in told_once.body
    assert "贾方" not in told_once.body


def test_a_call_that_reached_nobody_at_all_reports_nobody():
    called()
    with records() as session:
        for message in session.scalars(select(Notification)):
            message.status = DeliveryStatus.GIVEN_UP

    assert close() == 1
    assert messages("unanswered-") == []
    assert cases() == []


def test_a_call_that_nobody_ever_carried_is_not_waited_for_beyond_all_measure():
    called()

    assert close(LIVE + timedelta(days=44)) == 0
    assert close(LIVE + timedelta(days=45)) == 1


def without_any_operator() -> None:
    recast("operator", None)
    with records() as session:
        account = session.scalars(select(told.Account)).one()
        account.operator_id = None
        for member in session.scalars(select(ProjectMember)):
            if member.person_id == told.person(session, "WU"):
                session.delete(member)


@pytest.mark.parametrize(
    ("before", "owner"), [(lambda: recast("operator", "LIN"), "LIN"), (without_any_operator, "YUN")]
)
def test_the_one_responsible_is_the_videos_operator_else_the_next_in_the_house(before: Callable[[], None], owner: str):
    before()
    called()
    sent(SENT)
    close()

    assert names([case.owner_id for case in cases()]) == [owner]
