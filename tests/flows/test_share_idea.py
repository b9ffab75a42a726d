"""The flows of ideas and of supervision on a real Prefect server: what the run says, and the pages (C3, C4, C5, C6)."""

from datetime import UTC, datetime

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables import GroupChat, KeptFile, Notification, TrendShare
from flows.digest_ideas import digest_ideas
from flows.share_idea import share_idea
from flows.supervise_week import supervise_week
from tasks.opening import records
from tests import legs
from tests.tasks.launched import found_launched

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

FRIDAY = datetime(2026, 11, 20, 6, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
IDEA = {"who": "简洁", "kind": "剪辑手法", "what": "鼓点前一帧切黑"}


@pytest.fixture
def agency(on_record: str) -> None:
    with time_machine.travel(datetime(2026, 11, 9, tzinfo=UTC), tick=False), records() as session:
        found_launched(session)
        chat = {"channel": ChatChannel.WECOM, "purpose": ChatPurpose.TREND_SHARE}
        session.add(GroupChat(code="TREND", name="抖音新玩法(虚构)", **chat))


def shown(key: str) -> str:
    """Return the newest page of a key."""
    with get_client(sync_client=True) as client:
        pages = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    return str(max(pages, key=lambda page: page.created).data)


def news() -> list[str]:
    with records() as session:
        return sorted(session.scalars(select(Notification.about)))


def test_an_idea_is_shared_put_together_on_monday_and_told_once():
    with time_machine.travel(FRIDAY):
        assert legs.start(share_idea, **IDEA).leg().state.message == "已登记,会通知分享群。"
        early = legs.start(digest_ideas, week="2026-W47").leg()
    with time_machine.travel(MONDAY):
        legs.start(digest_ideas).leg()
        again = legs.start(digest_ideas).leg()

    assert early.state.message == "2026-W47 还没有过完:页面 ideas 已更新,暂不通知任何群。"
    assert again.state.message == "今天没有要汇总的周次。"
    assert "鼓点前一帧切黑" in shown("ideas")
    with records() as session:
        (idea,) = session.scalars(select(TrendShare.id))
    assert news() == [f"idea:{idea}", "ideas:2026-W47"]


def test_a_week_is_supervised_once_with_its_page_its_workbook_and_a_word_to_the_leads():
    with time_machine.travel(MONDAY):
        first = legs.start(supervise_week).leg()
        again = legs.start(supervise_week).leg()

    assert (first.state.is_completed(), again.state.message) == (True, "今天没有要回看的周次。")
    page = shown("supervision")
    with records() as session:
        (kept,) = session.scalars(select(KeptFile))
    assert kept.id in page
    assert "剪辑分享新手法" in page
    assert set(news()) == {"supervision:2026-W47"}
