"""read-script on a real server: asked until all know it, renewed when a reader is replaced, ended by a newer version."""

from datetime import date, timedelta

import pytest
from prefect import flow

from flows.read_script import begin_readings, keep_readers_told, read_script
from tasks.opening import records
from tests import legs
from tests.tasks import told
from tests.tasks.told import ICE, TEA, recast, synced

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

IN_GOOD_TIME = date.today() + timedelta(days=30)  # noqa: DTZ011 - a day more or less does not matter
begin = flow(begin_readings, persist_result=False)
sweep = flow(keep_readers_told, persist_result=False)
TALENT, NEW_TALENT, PHOTOGRAPHER, EDITOR = "达达(达人)", "云总(达人)", "佘光(摄影师)", "简洁(剪辑师)"


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)
        told.item(session).planned_shoot_on = IN_GOOD_TIME
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, read_script)


def begun() -> legs.Run:
    return legs.Run(read_script, legs.runs_of("read-script")[-1].id)


def test_a_version_is_asked_about_once_by_the_right_people_until_all_know_it_or_a_newer_one_comes():
    synced()
    assert begin("BREEZE-001") == 1
    first = begun().leg()
    assert begin() == 0
    assert first.question.headline == "I4 · BREEZE-001 · 脚本第 1 版 · 待熟悉 3 人"
    assert first.question.choices("person") == [TALENT, PHOTOGRAPHER, EDITOR]

    recast("talent", "YUN")
    sweep()
    assert first.state.name == "Resuming"
    assert first.leg().question.choices("person") == [NEW_TALENT, PHOTOGRAPHER, EDITOR]
    first.answer(person=PHOTOGRAPHER, known="已熟悉", feedback="")
    assert first.question.choices("person") == [NEW_TALENT, EDITOR]

    synced((TEA, ICE, "片尾"))
    sweep()
    assert first.leg().state.is_completed()

    second = begun().leg()
    for person in (NEW_TALENT, PHOTOGRAPHER):
        second.answer(person=person, known="已熟悉", feedback="")
    second.answer(person=EDITOR, known="已熟悉", feedback="字幕太快")
    assert second.state.is_completed()
    assert [message.body.partition("\n")[0] for message in told.messages("script-feedback-")] == ["字幕太快"]
