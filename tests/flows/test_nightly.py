"""The nightly flows on a real server: the ledger is looked along, and what is over is tidied up."""

import json

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from sqlalchemy import Engine, select

from agency.domain.terms.messages import MessageKind
from agency.records.engine import open_records
from agency.records.tables import Notification
from flows.tidy_up import tidy_up
from flows.verify_ledger import verify_ledger
from tasks.opening import looking
from tests import legs
from tests.ledger_of_tea import write_ledger
from tests.tampering import tamper

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]


@pytest.fixture
def ledger(on_record: str) -> Engine:
    engine = open_records(on_record)
    write_ledger(engine)
    engine.dispose()
    return engine


def page(key: str) -> str:
    named = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[key]))
    with get_client(sync_client=True) as client:
        [last] = client.read_latest_artifacts(artifact_filter=named, limit=1)
    return str(last.data)


def told() -> list[tuple[str, str]]:
    with looking() as session:
        return [(one.kind, one.body) for one in session.scalars(select(Notification).order_by(Notification.id))]


def test_a_whole_ledger_is_told_once_a_week_and_a_broken_one_at_once(ledger: Engine) -> None:
    whole = [legs.start(verify_ledger).leg().state for _night in range(2)]
    tamper(ledger, "UPDATE decisions SET comment = '我同意' WHERE seat = 0")
    broken = [legs.start(verify_ledger).leg().state for _night in range(2)]
    ledger.dispose()

    assert all(state.is_completed() for state in whole)
    assert all(state.is_failed() for state in broken)
    assert [kind for kind, _ in told()] == [MessageKind.NOTICE, MessageKind.ALARM]
    assert "与写入时不一样了" in page("ledger")


def test_a_night_without_anything_over_leaves_a_table_that_says_so(ledger: Engine) -> None:
    state = legs.start(tidy_up).leg().state

    rows = json.loads(page("tidy-up"))
    assert state.message == "已清理到期的数据 0 件。"
    assert [row["本次清理"] for row in rows] == ["0"] * 5
    assert {row["有期限的数据"] for row in rows} >= {"评论原文", "消息正文"}
