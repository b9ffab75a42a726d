"""Every change of a kept row is written down beside it: by whom, why, and what it was before."""

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.domain.terms.governance import AuditAction
from agency.records.engine import reading, records
from agency.records.named import by_code
from agency.records.tables import Account, AuditEvent, Client, ContentItem, PlatformGrant
from tests.small_agency import found


def trail(engine: Engine, entity: str) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.entity == entity).order_by(AuditEvent.id)))


def test_a_new_row_is_signed_and_on_the_trail(engine: Engine) -> None:
    with records(engine, actor="SHANG", reason="签约") as session:
        client = Client(code="CLOUD", name="云上茶馆(虚构)")
        session.add(client)

    [event] = trail(engine, "clients")
    assert client.created_by == "SHANG"
    assert (event.actor, event.action, event.reason) == ("SHANG", AuditAction.CREATED, "签约")
    assert event.entity_id == client.id
    assert event.after["name"] == "云上茶馆(虚构)"


def test_a_change_tells_what_it_was_before_and_nothing_else(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    with records(engine, actor="LIN") as session:
        item = by_code(session, ContentItem, "BREEZE-001")
        item.title = "夏日新品上市"
        item.planned_publish_at = datetime(2026, 12, 22, 10, 0, tzinfo=UTC)

    last = trail(engine, "content_items")[-1]
    assert last.before == {"title": "夏日新品", "planned_publish_at": "2026-12-21T10:00:00+00:00"}
    assert last.after == {"title": "夏日新品上市", "planned_publish_at": "2026-12-22T10:00:00+00:00"}


def test_a_value_that_was_missing_before_reads_as_missing(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    with records(engine) as session:
        by_code(session, ContentItem, "BREEZE-001").pillar = "新品"

    assert trail(engine, "content_items")[-1].before == {"pillar": None}


def test_setting_what_was_already_so_leaves_no_trace(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    with records(engine) as session:
        by_code(session, ContentItem, "BREEZE-001").title = "夏日新品"

    assert [event.action for event in trail(engine, "content_items")] == [AuditAction.CREATED]


def test_a_deleted_row_is_remembered(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    with records(engine, actor="LIN", reason="重复录入") as session:
        session.delete(by_code(session, ContentItem, "BREEZE-001"))

    last = trail(engine, "content_items")[-1]
    assert (last.action, last.reason) == (AuditAction.DELETED, "重复录入")
    assert last.before["title"] == "夏日新品"


def test_a_change_that_is_rolled_back_leaves_no_trail(engine: Engine) -> None:
    with suppress(ConnectionError), records(engine) as session:
        session.add(Client(code="CLOUD", name="云上茶馆(虚构)"))
        session.flush()
        raise ConnectionError("the phone rang")

    assert trail(engine, "clients") == []


def test_a_sealed_token_never_reaches_the_trail(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
        session.flush()
        session.add(grant_of(by_code(session, Account, "BREEZE-DY")))

    [event] = trail(engine, "platform_grants")
    assert event.after["open_id"] == "demo-open-id"
    assert "sealed-words" not in str(event.after)


def grant_of(account: Account) -> PlatformGrant:
    moment = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    return PlatformGrant(
        account_id=account.id,
        platform=Platform.DOUYIN,
        open_id="demo-open-id",
        access_token_sealed="sealed-words",
        access_expires_at=moment,
        refresh_token_sealed="sealed-words",
        state=GrantState.ACTIVE,
        authorised_at=moment,
    )
