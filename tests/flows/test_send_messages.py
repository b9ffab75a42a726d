"""Sending on a real server, and the form in which a person settles what does not go on by itself."""

from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import Wait
from agency.records.tables.base import now
from flows.resend_messages import resend_messages
from flows.send_messages import send_messages
from tests import bots as local_bots
from tests import legs
from tests.bots import Bots
from tests.creator_centre import rows_of
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, message, put, statuses

pytestmark = pytest.mark.server
MALFORMED = {"code": 9499, "msg": "Bad Request"}


@pytest.fixture
def bots(on_record: str, prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


def pages() -> list[str]:
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["outbox"])))
    return [str(page.data) for page in kept]


def test_what_was_given_up_is_shown_and_goes_out_when_a_person_says_so(bots: Bots):
    bots.answer("in", MALFORMED)
    put("IN", message("坏字", urgent=True), message("好字", urgent=True), at=now())
    sent = legs.start(send_messages).leg()
    assert (
        sent.state.message == "送达 2 条消息。调用结果:被拒绝 1、已送达 2。"
    )  # the good one, and that one was given up
    before = len(pages())
    legs.start(send_messages).leg()
    assert len(pages()) == before  # a page that says the same is not written again

    run = legs.start(resend_messages).leg()
    (field,) = [name for name in run.question.fields if name.startswith("message_")]
    assert run.question.headline == "C3 · 待人处理的消息 1 件"
    assert run.question.choices(field) == ["已送达或已转达", "重新发送", "撤回不发", "先不处理"]
    assert not any("贾方" in person for person in run.question.choices("person"))
    assert run.resume().status == "REJECT"
    run.answer(person="云总 YUN(运营负责人)", **{field: "重新发送"})

    assert run.state.is_completed()
    assert run.state.message == "已处理 1 件,还剩 0 件。"
    assert set(statuses().values()) == {DeliveryStatus.SENT}
    assert rows_of(Wait) == [0]
    assert legs.start(resend_messages).leg().state.message == "没有待人处理的消息。"
