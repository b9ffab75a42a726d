"""One video from its copy to its publication, and all that may go wrong on the way (S7-S11)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms.messages import MessageKind
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.shoots import ShootItemStatus
from agency.errors import StageOutOfOrder
from agency.records.tables import (
    ContentItem,
    Cut,
    Decision,
    EditRound,
    Equipment,
    EquipmentLoan,
    GateRound,
    Handover,
    Notification,
    Person,
    Publication,
    RefusedAnswer,
    ScriptSync,
    ShootItem,
    Waiver,
)
from agency.records.tables.base import Identified
from tasks.gate.answers import receive
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer
from tasks.opening import records
from tasks.shoots.booking import book_shoot
from tasks.stages.s07_copy import COPY
from tasks.stages.s10_cut import CUT
from tasks.stages.s11_package import PACKAGE
from tests.stages.video import (
    BUSINESS_LEAD,
    CHECKED,
    CLIENT,
    DIRECTOR,
    EDITOR,
    GOOD,
    LEAD,
    OPERATOR,
    PHOTOGRAPHER,
    SHOTS,
    TALENT_OF_IT,
    begun,
    booked,
    confirmed,
    copied,
    cut,
    packaged,
    prepared,
    recorded,
    scripted,
    shot,
)
from tests.walk import RUN, Walk

pytestmark = pytest.mark.usefixtures("on_record")

LINK = "https://www.douyin.com/video/7301234567890123456"


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        yield


def rows(table: type[Identified], **having: object) -> list:
    with records() as session:
        return list(session.scalars(select(table).filter_by(**having).order_by(table.id)))


def test_a_video_goes_from_its_copy_to_its_publication_and_its_ledger_tells_the_whole_story():
    video = packaged(confirmed(begun())).agree(LEAD).agree(CLIENT)
    video.answer(person=OPERATOR, link=LINK, published_at="2026-11-23 09:30")

    assert video.gate is None
    (publication,) = rows(Publication)
    assert publication.status is PublicationStatus.LIVE
    assert publication.confirmation_round_id in {round_.id for round_ in rows(GateRound, gate="C3")}
    assert [round_.gate for round_ in rows(GateRound)] == ["P1", "S7", "S8", "I5", "S9", "S10", "C3", "S11"]
    assert len(rows(Decision)) == 9


def test_walking_again_through_a_finished_video_asks_nothing_and_writes_nothing():
    video = packaged(confirmed(begun())).agree(LEAD).agree(CLIENT)
    video.answer(person=OPERATOR, link=LINK, published_at="2026-11-23 09:30")
    before = len(rows(Notification)), len(rows(GateRound))

    assert video.gate is None
    assert (len(rows(Notification)), len(rows(GateRound))) == before


def test_the_group_is_told_to_watch_to_the_end_and_nobody_is_told_what_to_comment():
    video = packaged(confirmed(begun())).agree(LEAD).agree(CLIENT)
    video.answer(person=OPERATOR, link=LINK, published_at="2026-11-23 09:30").asked()

    (told,) = [message for message in rows(Notification) if message.kind is MessageKind.PUBLISHED]
    assert told.link == LINK
    assert "请先看完" in told.body


def test_the_copy_goes_to_the_client_first_and_to_the_business_lead_after():
    video = copied(begun())
    assert video.people == [CLIENT]

    assert video.agree(CLIENT).people == [BUSINESS_LEAD]


def test_a_title_of_twenty_one_characters_is_put_back_with_the_count_and_costs_nothing():
    video = copied(begun(), title="一" * 21)

    assert "21" in video.shown
    assert rows(ContentItem)[0].title == "夏日新品"
    assert len(rows(RefusedAnswer)) == 1


def test_a_shot_table_with_a_slip_is_put_back_by_row_and_column():
    video = copied(begun()).agree(CLIENT).agree(BUSINESS_LEAD)

    video.answer(person=DIRECTOR, shots=SHOTS.replace("特写", "很近很近"))

    assert "很近很近" in video.shown
    assert "3" in video.shown
    assert video.gate == "S7"


def test_a_talent_who_refuses_takes_the_script_back_though_the_clock_was_set_back_an_hour():
    video = scripted(begun())

    with time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)):
        video.answer(person=TALENT_OF_IT, decision="退回修改", comment="这句台词太绕口(虚构)")

        assert video.gate == "S7"


def test_the_reason_stands_above_the_form_though_the_clock_was_set_back_between_two_slips():
    video = copied(begun(), title="一" * 21)

    with time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)):
        assert "24" in copied(video, title="一" * 24).shown


def test_an_answer_of_the_only_one_who_left_meanwhile_is_kept_as_refused():
    video = copied(begun())
    key, values = video.question.key, {"person": CLIENT, "decision": "通过", "comment": ""}
    with records() as session:
        session.scalars(select(Person).where(Person.code == "JIA")).one().active = False

    with records() as session:
        desk = Desk(session, COPY, COPY.find(session, "BREEZE-001"), RUN)
        receive(desk, Answer(key, values))

    assert [refused.reasons for refused in rows(RefusedAnswer)] == [["项目里还没有这个角色的人"]]
    assert rows(Decision) == []


def test_the_script_reaches_talent_photographer_and_editor_at_one_moment():
    scripted(begun()).asked()

    syncs = rows(ScriptSync)
    assert {sync.recipient_role.value for sync in syncs} == {"talent", "photographer", "editor"}
    assert len({sync.told_at for sync in syncs}) == 1
    told = [{message.person_id, *message.mentions} - {None} for message in rows(Notification)]
    assert sorted(reader for readers in told for reader in readers) == sorted(sync.recipient_id for sync in syncs)


def test_a_script_three_days_before_its_shoot_is_in_time():
    with time_machine.travel(datetime(2026, 12, 8, 15, 59, tzinfo=UTC)):
        assert scripted(begun(shoot_on=date(2026, 12, 11))).gate == "S8"


def test_a_script_that_is_a_minute_into_the_next_beijing_day_is_late():
    with time_machine.travel(datetime(2026, 12, 8, 16, 1, tzinfo=UTC)):
        assert scripted(begun(shoot_on=date(2026, 12, 11))).gate == "I4"


def test_a_late_script_goes_on_only_when_the_exception_has_its_reason_and_its_person():
    with time_machine.travel(datetime(2026, 12, 9, 2, 0, tzinfo=UTC)):
        video = scripted(begun()).answer(person=LEAD, way="豁免", reason=" ")
        assert "必须写明理由" in video.shown

        video.answer(person=LEAD, way="豁免", reason="达人只有这一天")
        assert video.gate == "S8"

    (waiver,) = rows(Waiver)
    assert (waiver.rule, waiver.reason) == ("I4", "达人只有这一天")


def test_moving_the_shoot_settles_a_late_script_but_not_to_a_day_that_is_late_too():
    with time_machine.travel(datetime(2026, 12, 9, 2, 0, tzinfo=UTC)):
        video = scripted(begun()).answer(person=LEAD, way="改期", new_day="2026-12-10")
        assert video.gate == "I4"

        assert video.answer(person=LEAD, way="改期", new_day="2026-12-15").gate == "S8"

    assert rows(ContentItem)[0].planned_shoot_on == date(2026, 12, 15)


def test_a_day_that_is_no_day_is_put_back_and_moves_nothing():
    with time_machine.travel(datetime(2026, 12, 9, 2, 0, tzinfo=UTC)):
        video = scripted(begun()).answer(person=LEAD, way="改期", new_day="下周二")

        assert "下周二" in video.shown
    assert rows(ContentItem)[0].planned_shoot_on == date(2026, 12, 11)


def test_a_talent_who_refuses_sends_the_script_back_and_is_asked_again_for_the_new_version():
    video = scripted(begun()).answer(person=TALENT_OF_IT, decision="退回修改", comment="台词太拗口")
    assert video.gate == "S7"

    video.answer(person=DIRECTOR, shots=SHOTS.replace("一杯好茶从这里开始", "好茶在这里")).agree(DIRECTOR)

    assert video.gate == "S8"
    assert "第 2 版" in video.shown
    assert len(rows(ScriptSync)) == 6


def test_a_talent_replaced_after_agreeing_means_that_the_new_one_is_asked():
    video = scripted(begun()).agree(TALENT_OF_IT)
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        item.talent_id = item.editor_id

    assert video.gate == "S8"


def test_a_shoot_on_a_day_already_opened_takes_the_video_in_and_books_it_once():
    shoot = booked(begun())

    assert book_shoot.fn("BREEZE-001", RUN).code == shoot.code == "20261211-SHE"
    assert len(rows(ShootItem)) == 1


def test_an_open_prop_keeps_the_shoot_from_starting():
    shoot = prepared(booked(begun()), props_ready="还有未确认")

    assert shoot.gate == "I5"
    assert "冰块" in shoot.shown


def test_equipment_that_is_with_another_shoot_is_not_lent_twice():
    shoot = booked(begun())
    with records() as session:
        camera = Equipment(code="CAM-1", name="一号机")
        session.add(camera)
        session.flush()
        session.add(
            EquipmentLoan(
                equipment_id=camera.id,
                holder_id=session.scalars(select(ContentItem)).one().director_id,
                out_at=datetime(2026, 12, 10, 1, 0, tzinfo=UTC),
                due_at=datetime(2026, 12, 12, 1, 0, tzinfo=UTC),
            )
        )

    prepared(shoot, equipment_list="CAM-1")

    assert "一号机" in shoot.shown
    assert "林晓" in shoot.shown


def test_a_shoot_with_misnamed_footage_and_equipment_outside_does_not_close():
    shoot = recorded(prepared(booked(begun())), footage="IMG 0001.mp4", equipment="还有未归还")

    assert shoot.gate == "S9"
    assert "IMG 0001.mp4" in shoot.shown
    assert "归还" in shoot.shown
    assert rows(Handover) == []


def test_a_shot_without_a_good_take_is_told_to_the_director_and_marks_the_video():
    footage = "BREEZE_20261211_BREEZE-001_S1C1T1_A.mp4\nBREEZE_20261211_BREEZE-001_S1C2T1_A.mp4\t不可用"
    shoot = recorded(prepared(booked(begun())), footage=footage)

    assert shoot.people == [DIRECTOR]
    assert "2、3" in shoot.shown or "2, 3" in shoot.shown
    assert rows(ShootItem)[0].status is ShootItemStatus.MISSING_SHOTS


def test_what_was_borrowed_is_back_and_the_footage_is_with_the_videos_own_editor():
    shot(begun())

    (handover,) = rows(Handover)
    assert handover.received_at is None
    assert rows(ContentItem)[0].editor_id == handover.to_id


def test_a_cut_cannot_be_handed_in_before_its_shoot_is_recorded():
    scripted(begun()).agree(TALENT_OF_IT).asked()

    with pytest.raises(StageOutOfOrder):
        Walk("BREEZE-001", [CUT]).asked()


def test_no_package_is_put_together_before_the_cut_is_confirmed():
    cut(shot(begun()))

    with pytest.raises(StageOutOfOrder):
        Walk("BREEZE-001", [PACKAGE]).asked()


def test_a_director_who_finds_fault_with_one_point_cannot_approve_the_cut():
    video = cut(shot(begun())).agree(DIRECTOR, **GOOD | {"bgm": "要改"})

    assert video.people == [DIRECTOR]
    assert "被退回" in video.shown
    assert rows(EditRound) == []


def test_every_edit_round_keeps_the_judgement_of_all_five_points():
    cut(shot(begun())).answer(person=DIRECTOR, decision="退回修改", comment="节奏再快一点", **GOOD | {"rhythm": "要改"})

    (round_,) = rows(EditRound)
    assert round_.notes == "节奏再快一点"


def test_a_cut_that_the_client_sends_back_goes_to_the_editor_and_needs_both_again():
    video = cut(shot(begun())).agree(DIRECTOR, **GOOD)
    video.answer(person=CLIENT, decision="退回修改", comment="标志太小")
    assert video.people == [EDITOR]

    cut(video, digest="1e" * 32)

    assert video.people == [DIRECTOR]


def test_an_absolute_word_in_the_caption_is_put_back_with_advice():
    video = packaged(confirmed(begun()), caption="全国第一的好茶")

    assert video.gate == "C3"
    assert "第一" in video.shown


def test_a_checklist_with_one_item_forgotten_is_put_back_by_its_name():
    video = packaged(confirmed(begun()), passed=CHECKED[1:])

    assert CHECKED[0] in video.shown
    assert rows(Publication) == []


def test_the_operator_who_put_the_package_together_does_not_confirm_it():
    assert packaged(confirmed(begun())).people == [LEAD]


def test_a_new_cut_after_the_package_was_confirmed_opens_both_gates_again():
    video = packaged(confirmed(begun())).agree(LEAD).agree(CLIENT)
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        session.add(
            Cut(
                content_id=item.id,
                version=2,
                file_ref="nas://cuts/other.mp4",
                sha256="ab" * 32,
                duration_ms=31_000,
                uploaded_by_id=item.editor_id,
                uploaded_at=datetime(2026, 11, 23, tzinfo=UTC),
            )
        )

    assert video.gate == "S10"
    assert video.agree(DIRECTOR, **GOOD).agree(CLIENT).gate == "C3"


def test_a_link_of_another_site_and_a_moment_to_come_prove_nothing():
    video = packaged(confirmed(begun())).agree(LEAD).agree(CLIENT)

    video.answer(person=OPERATOR, link="https://example.com/video/1", published_at="2026-12-24 18:00")

    assert video.gate == "S11"
    assert "example.com" in video.shown
    assert rows(Publication)[0].status is PublicationStatus.TO_PUBLISH


def test_the_photographer_of_this_shoot_and_no_other_confirms_it():
    assert booked(begun()).people == [PHOTOGRAPHER]
