"""Who is told what where, each once, however often and from wherever it is told."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.messages import MessageKind
from agency.domain.terms.sharing import ChatChannel
from agency.records.engine import open_records
from agency.records.engine import records as lend
from agency.records.named import by_code
from agency.records.tables import GroupChat, Notification, Person
from tasks.messages.telling import tell, tell_group
from tasks.opening import records
from tests.tasks import outbox
from tests.tasks.outbox import message


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    outbox.found()


def told() -> list[tuple[str | None, list[str]]]:
    """Return every message of the outbox: the group it is for, and the people it speaks to, by their codes."""
    with records() as session:
        codes = {person.id: person.code for person in session.scalars(select(Person))}
        groups = {group.id: group.code for group in session.scalars(select(GroupChat))}
        return [
            (groups.get(one.chat_id or "") or codes.get(one.person_id or ""), [codes[each] for each in one.mentions])
            for one in outbox.rows(session)
        ]


def test_whoever_was_told_is_not_told_again_and_a_newcomer_alone_is():
    outbox.tell_people(message("脚本"), "LIN", "SHE")
    outbox.tell_people(message("脚本"), "LIN", "SHE", "JIAN")
    outbox.tell_people(message("脚本"), "JIAN")

    assert told() == [("IN", ["LIN", "SHE"]), ("IN", ["JIAN"])]


def test_the_client_and_the_talent_are_told_in_the_group_of_the_partners():
    outbox.tell_people(message("样片"), "JIA", "DA", "WU")

    assert sorted(told()) == [("IN", ["WU"]), ("OUT", ["DA", "JIA"])]


def test_somebody_who_has_left_is_not_told():
    with records() as session:
        by_code(session, Person, "LIN").active = False
    outbox.tell_people(message("脚本"), "LIN")

    assert told() == []


def test_leads_are_told_in_their_own_group_what_belongs_to_no_project_and_others_by_mail_or_by_hand():
    with records() as session:
        by_code(session, Person, "JIAN").email = "jian@example.com"
    outbox.tell_people_of_no_project(message("分享提醒"), "YUN", "JIAN", "SHE")

    with records() as session:
        channels = {one.channel for one in outbox.rows(session)}
    assert sorted(told(), key=str) == [("JIAN", []), ("LEADS", ["YUN"]), ("SHE", [])]
    assert channels == {ChatChannel.DINGTALK, ChatChannel.EMAIL, ChatChannel.MANUAL}


def test_a_group_is_told_once():
    one = message("已发布", kind=MessageKind.PUBLISHED)
    with records() as session:
        group = by_code(session, GroupChat, "OUT")
        assert tell_group(session, one, group)
        assert not tell_group(session, one, group)
    with records() as session:
        assert not tell_group(session, one, by_code(session, GroupChat, "OUT"))

    assert told() == [("OUT", [])]


def test_a_message_is_kept_only_when_what_it_is_about_is_kept():
    def fails() -> None:
        with records() as session:
            tell(session, message("白说"), [by_code(session, Person, "LIN").id])
            raise LookupError

    with pytest.raises(LookupError):
        fails()

    assert told() == []


def test_many_who_tell_the_same_at_once_tell_it_once(records_url: str):
    together = threading.Barrier(6)

    def tell_it() -> None:
        engine = open_records(records_url)
        together.wait()
        with lend(engine) as session:
            tell_both(session)
        engine.dispose()

    with ThreadPoolExecutor(6) as crew:
        for done in [crew.submit(tell_it) for _worker in range(6)]:
            done.result()

    with records() as session:
        assert len(session.scalars(select(Notification)).all()) == 2


def tell_both(session: Session) -> None:
    people = {code: by_code(session, Person, code).id for code in ("LIN", "JIA")}
    for code, title in (("LIN", "改期"), ("JIA", "确认")):
        tell(session, message(title), [people[code]])
