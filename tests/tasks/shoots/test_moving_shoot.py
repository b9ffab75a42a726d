"""A shoot moves with all that hangs on it, after it was shown, and everybody concerned hears of it once (S9, S3, I4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.editing import EditTaskStatus
from agency.domain.terms.messages import MessageKind, Urgency
from agency.errors import NotOnRecord, RuleBroken
from agency.records.tables import (
    Account,
    AuditEvent,
    ContentItem,
    EditTask,
    Equipment,
    EquipmentLoan,
    Notification,
    Publication,
    Shoot,
    ShootItem,
    TalentItinerary,
)
from tasks.opening import records
from tasks.shoots.moved import carry_out
from tasks.shoots.moving import Move, plan_move
from tasks.shoots.moving_asked import Wish, asked_about, leave, move_all, move_shoot_only
from tests import small_agency
from tests.owing import add_groups, beijing, person

MONDAY = beijing(11, 23)
RAIN = "连着三天下雨(虚构)"


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    """Book two videos for one shoot on 11 December, with times, a camera, an itinerary, an edit and a publication."""
    with records() as session:
        small_agency.found(session)
        add_groups(session)
        first = session.scalars(select(ContentItem)).one()
        second = ContentItem(
            code="BREEZE-002",
            account_id=first.account_id,
            title="第二杯(虚构)",
            planned_shoot_on=first.planned_shoot_on,
            planned_publish_at=beijing(12, 23, 18),
            director_id=first.director_id,
            operator_id=first.operator_id,
            photographer_id=first.photographer_id,
            talent_id=first.talent_id,
            editor_id=first.editor_id,
        )
        shoot = booked(session, "20261211-SHE", date(2026, 12, 11))
        session.add(second)
        session.flush()
        session.add_all(ShootItem(shoot_id=shoot.id, content_id=item.id) for item in (first, second))
        session.add(TalentItinerary(**trip(session, shoot)))
        session.add(EditTask(content_id=first.id, editor_id=first.editor_id, director_id=first.director_id))
        session.add(
            Publication(
                content_id=first.id,
                account_id=first.account_id,
                title=first.title,
                planned_at=first.planned_publish_at,
            )
        )
        lend(session, shoot)


def booked(session: Session, code: str, day: date) -> Shoot:
    shoot = Shoot(
        code=code,
        shoot_on=day,
        starts_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
        ends_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
        location="老茶馆(虚构)",
        director_id=person(session, "LIN"),
        photographer_id=person(session, "SHE"),
    )
    session.add(shoot)
    session.flush()
    return shoot


def trip(session: Session, shoot: Shoot) -> dict[str, object]:
    times = {"from_at": beijing(12, 10), "to_at": beijing(12, 12), "conflicts_checked_at": MONDAY}
    return {"shoot_id": shoot.id, "talent_id": person(session, "DA"), **times}


def lend(session: Session, shoot: Shoot) -> None:
    camera = session.scalar(select(Equipment)) or Equipment(code="CAM-1", name="相机(虚构)")
    session.add(camera)
    session.flush()
    times = {"out_at": shoot.starts_at, "due_at": shoot.ends_at}
    session.add(EquipmentLoan(equipment_id=camera.id, shoot_id=shoot.id, holder_id=shoot.photographer_id, **times))
    session.flush()


def moved(code: str, day: date, *, publish_later: bool = False) -> Move:
    with records(actor="WU", reason=RAIN) as session:
        move = plan_move(session, code, day, MONDAY, publish_later=publish_later)
        carry_out(session, move, RAIN)
        return move


def one_item(code: str = "BREEZE-001") -> ContentItem:
    with records() as session:
        return session.scalars(select(ContentItem).where(ContentItem.code == code)).one()


def messages() -> list[Notification]:
    with records() as session:
        return list(session.scalars(select(Notification).order_by(Notification.created_at, Notification.id)))


def test_a_shoot_takes_along_its_times_and_every_step_of_every_video():
    moved("20261211-SHE", date(2026, 12, 14))

    with records() as session:
        shoot = session.scalars(select(Shoot)).one()
        assert (shoot.shoot_on, shoot.starts_at) == (date(2026, 12, 14), beijing(12, 14, 9))
        for item in session.scalars(select(ContentItem)):
            assert (item.copy_due_on, item.script_due_on) == (date(2026, 12, 8), date(2026, 12, 11))
            assert (item.planned_shoot_on, item.planned_first_cut_on) == (date(2026, 12, 14), date(2026, 12, 17))
        task = session.scalars(select(EditTask)).one()
        assert (task.status, task.first_cut_due_on) == (EditTaskStatus.WAITING_FOR_FOOTAGE, date(2026, 12, 17))
        assert session.scalars(select(TalentItinerary)).one().conflicts_checked_at is None


def test_publications_that_can_be_kept_stay_and_the_others_have_a_first_moment():
    with records() as session:
        move = plan_move(session, "20261211-SHE", date(2026, 12, 17), MONDAY)

    assert move.unreachable == {"BREEZE-001": beijing(12, 23, 18)}
    assert one_item().planned_publish_at == beijing(12, 21, 18)


def test_a_publication_that_cannot_be_kept_moves_along_with_the_prepared_work():
    moved("20261211-SHE", date(2026, 12, 17), publish_later=True)

    assert one_item().planned_publish_at == beijing(12, 23, 18)
    assert one_item("BREEZE-002").planned_publish_at == beijing(12, 23, 18)
    with records() as session:
        assert session.scalars(select(Publication)).one().planned_at == beijing(12, 23, 18)


def test_a_booked_video_moves_with_its_whole_shoot_and_an_unbooked_one_alone():
    moved("BREEZE-002", date(2026, 12, 14))
    assert one_item("BREEZE-001").planned_shoot_on == date(2026, 12, 14)

    with records() as session:
        session.query(ShootItem).delete()
    moved("BREEZE-002", date(2026, 12, 15))
    assert (one_item("BREEZE-001").planned_shoot_on, one_item("BREEZE-002").planned_shoot_on) == (
        date(2026, 12, 14),
        date(2026, 12, 15),
    )


def test_everybody_concerned_is_told_once_the_house_with_the_reason_and_the_talent_without():
    moved("20261211-SHE", date(2026, 12, 14))

    inside, outside = messages()
    with records() as session:
        crew = {person(session, code) for code in ("LIN", "WU", "SHE", "JIAN")}
        talent = person(session, "DA")
    assert (inside.kind, inside.urgency) == (MessageKind.SHOOT_MOVED, Urgency.IN_HOURS)
    assert inside.title == "《夏日新品》《第二杯(虚构)》拍摄改期:2026-12-11 → 2026-12-14"
    assert (set(inside.mentions), outside.mentions) == (crew, [talent])
    for words in (RAIN, "达人行程还是原来的日期", "设备是按原来的日期借出的", "拍前确认(I5)"):
        assert words in inside.body
    assert RAIN not in outside.body
    assert "老茶馆" in outside.body


def test_a_move_of_tomorrow_s_shoot_is_told_at_once():
    with records() as session:
        carry_out(session, plan_move(session, "20261211-SHE", date(2026, 12, 14), beijing(12, 10, 22)), RAIN)

    assert {told.urgency for told in messages()} == {Urgency.AT_ONCE}


def test_a_shoot_that_moves_there_and_back_is_told_both_times():
    moved("20261211-SHE", date(2026, 12, 14))
    moved("20261211-SHE", date(2026, 12, 11))

    assert [told.title.rpartition("→ ")[2] for told in messages()] == [
        "2026-12-14",
        "2026-12-14",
        "2026-12-11",
        "2026-12-11",
    ]


def test_the_trail_says_who_moved_it_and_why():
    moved("20261211-SHE", date(2026, 12, 14))

    with records() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.entity == "shoots", AuditEvent.actor == "WU"))
        assert [(one.before["shoot_on"], one.after["shoot_on"], one.reason) for one in events] == [
            ("2026-12-11", "2026-12-14", RAIN)
        ]


def asked(day: str, reason: str = RAIN, code: str = "20261211-SHE", at: datetime = MONDAY) -> object:
    with records() as session:
        return asked_about(session, Wish(code, day, reason), at)


def choices(asked_move: object) -> list[str]:
    return asked_move.form.model_json_schema()["properties"]["decision"]["enum"]


def test_the_form_shows_before_and_after_and_who_may_decide():
    found = asked("2026-12-14")

    assert "| BREEZE-001 | 拍摄日 | 2026-12-11 | 2026-12-14 |" in found.form.shown
    assert "| 20261211-SHE | 开机 |" in found.form.shown or "2026-12-14 09:00" in found.form.shown
    assert set(found.people) == {"林晓(编导)", "吴敏(运营)", "云总(运营负责人)", "卜部(部门负责人)", "叶务(业务负责人)"}
    assert choices(found) == [move_shoot_only(), leave()]
    assert one_item().planned_shoot_on == date(2026, 12, 11)


def test_where_a_publication_cannot_be_kept_it_moves_along_or_nothing_moves():
    found = asked("2026-12-17")

    assert choices(found) == [move_all(), leave()]
    assert "BREEZE-001 赶不上原定发布时间,最早 2026-12-23 18:00。" in found.form.shown


def test_who_and_what_another_shoot_has_on_that_day_is_shown():
    with records() as session:
        other = booked(session, "20261214-SHE", date(2026, 12, 14))
        account = session.scalars(select(Account)).one()
        session.add(ContentItem(code="BREEZE-009", account_id=account.id, title="别人的茶(虚构)"))
        session.flush()
        item = session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-009")).one()
        session.add(ShootItem(shoot_id=other.id, content_id=item.id))
        lend(session, other)

    shown = asked("2026-12-14").form.shown

    assert "档期冲突" in shown
    assert "佘光" in shown
    assert "老茶馆" in shown
    assert "相机(虚构) 当天已借给另一场拍摄" in shown


def test_people_in_a_shoot_whose_times_are_not_known_are_pointed_out():
    with records() as session:
        other = booked(session, "20261214-SHE", date(2026, 12, 14))
        other.starts_at = other.ends_at = None

    assert "佘光 在 2026-12-14 还有拍摄 20261214-SHE" in asked("2026-12-14").form.shown


def test_the_question_is_another_one_when_the_rows_have_changed():
    before = asked("2026-12-14").question.key
    assert asked("2026-12-14").question.key == before

    with records() as session:
        session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-002")).one().copy_due_on = date(
            2026, 12, 1
        )

    assert asked("2026-12-14").question.key != before


def test_a_move_that_is_made_asks_nothing_more():
    moved("20261211-SHE", date(2026, 12, 17), publish_later=True)

    assert asked("2026-12-17") is None


@pytest.mark.parametrize(
    ("code", "day", "reason", "said"),
    [
        ("20261211-SHE", "2026-11-20", RAIN, "已经过去"),
        ("20261211-SHE", "2026-12-14", "  ", "必须写明原因"),
    ],
)
def test_what_cannot_be_moved_is_said_in_one_sentence(code: str, day: str, reason: str, said: str):
    with pytest.raises(RuleBroken, match=said):
        asked(day, reason, code)


def test_what_was_shot_cannot_move_and_what_is_not_on_record_is_said_so():
    with records() as session:
        session.scalars(select(Shoot)).one().recorded_at = MONDAY - timedelta(days=1)
    with pytest.raises(RuleBroken, match="已经拍完"):
        asked("2026-12-14")
    with pytest.raises(NotOnRecord):
        asked("2026-12-14", code="NO-SUCH-SHOOT")


def test_a_shoot_whose_videos_were_all_stopped_cannot_move():
    with records() as session:
        for item in session.scalars(select(ContentItem)):
            item.stopped_at = MONDAY

    with pytest.raises(RuleBroken, match="都已停止"):
        asked("2026-12-14")
