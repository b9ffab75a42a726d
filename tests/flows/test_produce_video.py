"""One video from its copy to its publication, leg by leg on a real server, with all that goes wrong on the way."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms import label
from agency.domain.terms.publishing import PublicationStatus, PublishCheckItem
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables import (
    ContentItem,
    Decision,
    GateRound,
    GroupChat,
    Notification,
    Project,
    Publication,
    RefusedAnswer,
    ScriptSync,
    ShootItem,
    Waiver,
)
from flows.produce_video import produce_video
from flows.record_shoot import record_shoot
from tasks.opening import records
from tests import legs, small_agency

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

SHOTS = "\n".join(
    "\t".join(row)
    for row in [
        ("镜号", "景别", "画面", "台词", "时长", "剧情"),
        ("1", "全景", "清晨的茶园", "一杯好茶从这里开始", "10", "开端"),
        ("2", "特写", "冰块落进杯子", "", "10", "转折"),
        ("3", "中景", "达达举杯", "夏天就喝它", "10", "结尾"),
    ]
)
FOOTAGE = "\n".join(f"BREEZE_20261211_BREEZE-001_S1C{shot}T{take}_A.mp4" for shot in (1, 2, 3) for take in (1, 2))
DIGEST = "0f" * 32
CHECKED = [label(item) for item in PublishCheckItem if item is not PublishCheckItem.CLIENT_CONFIRMATION]


def begun(shoot_on: date = date(2026, 12, 11)) -> legs.Run:
    with records() as session:
        small_agency.found(session, shoot_on=shoot_on)
        project = session.scalars(select(Project)).one()
        session.add(
            GroupChat(
                code="BREEZE-GROUP",
                name="清风运营群",
                project_id=project.id,
                channel=ChatChannel.FEISHU,
                purpose=ChatPurpose.PARTNER_OPERATIONS,
            )
        )
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, record_shoot)
    return legs.start(produce_video, content="BREEZE-001").leg()


def copied(run: legs.Run, title: str = "夏日新品") -> legs.Run:
    return run.answer(
        person="吴敏(运营)", video_title=title, sound="轻快人声加吉他", seconds=30, copy_text="一杯清风,一夏清凉。"
    )


def agree(run: legs.Run, person: str, **beside: str) -> legs.Run:
    return run.answer(person=person, decision="通过", comment="", **beside)


def scripted(run: legs.Run) -> legs.Run:
    copied(run)
    agree(run, "贾方(甲方)")
    agree(run, "叶务(业务负责人)")
    run.answer(person="林晓(编导)", shots=SHOTS)
    return agree(run, "林晓(编导)")


def shot(run: legs.Run) -> legs.Run:
    agree(scripted(run), "达达(达人)")
    (shoot,) = legs.runs_of("record-shoot")[-1:]
    crew = legs.Run(record_shoot, shoot.id).leg()
    prepare(crew)
    crew.answer(person="佘光(摄影师)", footage=FOOTAGE, equipment="全部归还", handover="已移交各视频的剪辑")
    agree(crew, "林晓(编导)")
    assert crew.state.is_completed()
    return run.leg()


def prepare(crew: legs.Run, props: str = "已确认") -> legs.Run:
    lists = {f"{kind}_list": thing for kind, thing in PREPARED.items()}
    ready = {f"{kind}_ready": "已确认" for kind in PREPARED} | {"props_ready": props}
    return crew.answer(person="佘光(摄影师)", place="一号棚", begins="09:00", ends="18:00", **lists, **ready)


PREPARED = {"scene": "茶园布景", "equipment": "自备相机", "props": "玻璃杯\n冰块", "itinerary": "达达 8:30 到棚"}


def packaged(run: legs.Run) -> legs.Run:
    run.answer(
        person="吴敏(运营)",
        video_title="夏日新品",
        caption="一杯清风,一夏清凉。",
        tags="#清风 #夏日",
        publish_at="2026-12-21 18:00",
        passed=CHECKED,
        not_applicable=[],
    )
    agree(run, "云总(运营主管)")
    return agree(run, "贾方(甲方)")


def cut(run: legs.Run, digest: str = DIGEST) -> legs.Run:
    return run.answer(person="简洁(剪辑)", file_ref="nas://cuts/breeze-001.mp4", sha256=digest, seconds=31)


GOOD = {"rhythm": "好", "transitions": "好", "sound_effects": "好", "bgm": "好", "subtitles": "好"}


def test_a_video_goes_from_its_copy_to_its_publication_and_its_ledger_tells_the_whole_story():
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        run = shot(begun())
        cut(run)
        agree(run, "林晓(编导)", **GOOD)
        agree(run, "贾方(甲方)")
        packaged(run)
        run.answer(
            person="吴敏(运营)",
            link="https://www.douyin.com/video/7301234567890123456",
            published_at="2026-11-23 09:30",
        )

    assert run.state.is_completed()
    with records() as session:
        publication = session.scalars(select(Publication)).one()
        assert publication.status is PublicationStatus.LIVE
        assert publication.confirmation_round_id is not None
        told = session.scalars(select(Notification).where(Notification.chat_id.is_not(None))).one()
        assert "看完" in told.body
        gates = session.scalars(select(GateRound.gate).order_by(GateRound.id)).all()
        assert gates == ["P1", "S7", "S8", "I5", "S9", "S10", "C3", "S11"]
        assert len(session.scalars(select(Decision)).all()) == 9


def test_the_script_reaches_talent_photographer_and_editor_at_one_moment():
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=True):
        scripted(begun())

    with records() as session:
        syncs = session.scalars(select(ScriptSync)).all()
        assert {sync.recipient_role.value for sync in syncs} == {"talent", "photographer", "editor"}
        assert len({sync.delivered_at for sync in syncs}) == 1


def test_a_title_of_twenty_one_characters_is_put_back_with_the_count():
    run = copied(begun(), title="一" * 21)

    assert "21" in run.question.shown
    with records() as session:
        assert session.scalars(select(ContentItem)).one().title == "夏日新品"
        assert len(session.scalars(select(RefusedAnswer)).all()) == 1


def test_a_late_script_is_stopped_until_the_shoot_is_moved_or_excepted_by_name():
    with time_machine.travel(datetime(2026, 12, 9, 2, 0, tzinfo=UTC)):
        run = scripted(begun(shoot_on=date(2026, 12, 11)))
        assert " I4 " in run.question.headline

        run.answer(person="云总(运营主管)", way="改期", new_day="2026-12-12", reason="")
        assert " I4 " in run.question.headline
        run.answer(person="云总(运营主管)", way="豁免", new_day="", reason="达人只有这一天")

    assert " S8 " in run.question.headline
    with records() as session:
        waiver = session.scalars(select(Waiver)).one()
        assert (waiver.rule, waiver.reason) == ("I4", "达人只有这一天")


def test_moving_the_shoot_to_a_day_in_time_settles_a_late_script():
    with time_machine.travel(datetime(2026, 12, 9, 2, 0, tzinfo=UTC)):
        run = scripted(begun(shoot_on=date(2026, 12, 11)))
        run.answer(person="云总(运营主管)", way="改期", new_day="2026-12-15", reason="")

    assert " S8 " in run.question.headline
    with records() as session:
        assert session.scalars(select(ContentItem)).one().planned_shoot_on == date(2026, 12, 15)


def test_a_talent_who_refuses_sends_the_script_back_to_the_director_and_is_asked_again():
    run = scripted(begun())
    run.answer(person="达达(达人)", decision="退回修改", comment="台词太拗口")
    assert " S7 " in run.question.headline

    run.answer(person="林晓(编导)", shots=SHOTS.replace("一杯好茶从这里开始", "好茶在这里"))
    agree(run, "林晓(编导)")

    assert " S8 " in run.question.headline
    assert "版本 2" in run.question.shown.replace("第 2 版", "版本 2")


def test_an_open_prop_keeps_the_shoot_from_starting():
    agree(scripted(begun()), "达达(达人)")
    crew = legs.Run(record_shoot, legs.runs_of("record-shoot")[-1].id).leg()

    prepare(crew, props="还有未确认")

    assert " I5 " in crew.question.headline
    assert "冰块" in crew.question.shown


def test_a_shoot_with_misnamed_footage_and_equipment_outside_does_not_close():
    agree(scripted(begun()), "达达(达人)")
    crew = prepare(legs.Run(record_shoot, legs.runs_of("record-shoot")[-1].id).leg())

    crew.answer(person="佘光(摄影师)", footage="IMG 0001.mp4", equipment="还有未归还", handover="已移交各视频的剪辑")

    assert " S9 " in crew.question.headline
    assert "IMG 0001.mp4" in crew.question.shown
    assert "归还" in crew.question.shown


def test_a_shoot_recorded_once_is_what_the_video_waits_for():
    run = begun()
    agree(scripted(run), "达达(达人)")
    assert "等" in run.question.headline
    assert run.question.fields == {}

    run.resume()
    run.leg()

    assert "等" in run.question.headline
    with records() as session:
        assert len(session.scalars(select(ShootItem)).all()) == 1


def test_a_director_who_finds_fault_with_one_point_cannot_approve_the_cut():
    run = cut(shot(begun()))

    agree(run, "林晓(编导)", **GOOD | {"bgm": "要改"})

    assert " S10 " in run.question.headline
    assert "退回" in run.question.shown
    with records() as session:
        assert session.scalars(select(GateRound).where(GateRound.gate == "S10")).one().number == 1


def test_a_cut_that_the_client_sends_back_goes_to_the_editor_and_needs_both_again():
    run = cut(shot(begun()))
    agree(run, "林晓(编导)", **GOOD)
    run.answer(person="贾方(甲方)", decision="退回修改", comment="标志太小")
    assert run.question.choices("person") == ["简洁(剪辑)"]

    cut(run, digest="1e" * 32)

    assert run.question.choices("person") == ["林晓(编导)"]
