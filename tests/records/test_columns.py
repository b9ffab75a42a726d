"""Moments come back in UTC, codes come back as members of their list, and what is neither is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError

from agency.domain.terms.people import Role, Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.engine import reading, records
from agency.records.tables import GroupChat, Person

BEIJING = timezone(timedelta(hours=8))


def a_group(last_ok_at: datetime) -> GroupChat:
    return GroupChat(
        code="TEA-OPS",
        name="茶馆运营群",
        channel=ChatChannel.FEISHU,
        purpose=ChatPurpose.PARTNER_OPERATIONS,
        last_ok_at=last_ok_at,
    )


def lin(**changes: object) -> Person:
    return Person(**{"code": "LIN", "name": "林晓", "side": Side.INTERNAL, "roles": [Role.DIRECTOR]} | changes)


def test_a_beijing_morning_comes_back_as_the_night_before_in_utc(engine: Engine) -> None:
    with records(engine) as session:
        session.add(a_group(datetime(2026, 12, 1, 7, 30, 0, 250_000, tzinfo=BEIJING)))
    with reading(engine) as session:
        moment = session.scalars(select(GroupChat.last_ok_at)).one()

    assert moment == datetime(2026, 11, 30, 23, 30, 0, 250_000, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="a moment without a time zone"), records(engine) as session:
        session.add(a_group(datetime(2026, 12, 1, 7, 30)))  # noqa: DTZ001 - the mistake itself


def test_the_database_keeps_the_code_and_not_the_name_of_a_member(engine: Engine) -> None:
    with records(engine) as session:
        session.add(lin(side=Side.PARTNER))
        session.flush()

        assert session.scalar(text("SELECT side FROM people")) == "partner"


def test_a_code_comes_back_as_a_member_of_its_list(engine: Engine) -> None:
    with records(engine) as session:
        session.add(lin())
    with reading(engine) as session:
        assert session.scalars(select(Person.side)).one() is Side.INTERNAL


@pytest.mark.parametrize("wrong", [{"side": "juggler"}, {"roles": [Role.DIRECTOR, "juggler"]}])
def test_a_code_that_is_not_on_the_list_is_refused(engine: Engine, wrong: dict[str, object]) -> None:
    with pytest.raises(StatementError, match="juggler"), records(engine) as session:
        session.add(lin(**wrong))


def test_roles_come_back_in_their_order_and_each_once(engine: Engine) -> None:
    with records(engine) as session:
        session.add(lin(roles=[Role.OPERATOR, Role.DIRECTOR, Role.OPERATOR]))
    with reading(engine) as session:
        assert session.scalars(select(Person.roles)).one() == [Role.OPERATOR, Role.DIRECTOR]
