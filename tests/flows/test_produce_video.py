"""produce-video and record-shoot on a real server: two runs, one wait, and the record that carries the video on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from agency.records.tables import ContentItem
from flows.produce_video import produce_video
from flows.read_script import read_script
from flows.record_shoot import record_shoot
from tasks.opening import records
from tests import legs
from tests.stages import video

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]


IN_GOOD_TIME = date.today() + timedelta(days=30)  # noqa: DTZ011 - a day more or less does not matter


def deploy() -> None:
    """Register what a production starts on its way."""
    with legs.get_client(sync_client=True) as client:
        for started in (read_script, record_shoot):
            legs.deployed(client, started)


def test_the_record_of_its_shoot_carries_a_waiting_video_on_to_its_cut():
    video.scripted(video.begun(IN_GOOD_TIME)).agree(video.TALENT_OF_IT)
    deploy()
    run = legs.start(produce_video, content="BREEZE-001").leg()
    assert f"等拍摄记录 {IN_GOOD_TIME:%Y%m%d}-SHE" in run.question.headline
    assert run.question.fields == {}

    crew = legs.Run(record_shoot, legs.runs_of("record-shoot")[-1].id).leg()
    lists = {f"{kind}_list": thing for kind, thing in video.PREPARED.items()}
    ready = {f"{kind}_ready": "已确认" for kind in video.PREPARED}
    crew.answer(person=video.PHOTOGRAPHER, place="一号棚", begins="09:00", ends="18:00", **lists, **ready)
    handed = {"equipment": "全部归还", "handover": "已移交各视频的剪辑"}
    crew.answer(person=video.PHOTOGRAPHER, footage=video.FOOTAGE, **handed)
    crew.answer(person=video.DIRECTOR, decision="通过", comment="")

    assert crew.state.is_completed()
    assert [reading.name for reading in legs.runs_of("read-script")] == ["I4 · BREEZE-001 · 脚本第 1 版"]
    assert run.state.name == "Resuming"
    assert " S10 " in run.leg().question.headline


def test_resuming_a_wait_by_hand_passes_nothing():
    video.scripted(video.begun(IN_GOOD_TIME)).agree(video.TALENT_OF_IT)
    deploy()
    run = legs.start(produce_video, content="BREEZE-001").leg()

    run.answer()

    assert "等拍摄记录" in run.question.headline
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        assert item.production_run_id == str(run.id)
