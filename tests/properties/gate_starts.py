"""Where the machine may begin: a house nobody has worked in, and one that is far on its way. And what is filled in there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role, Side
from agency.records.tables import ContentItem, Person, Project, ProjectMember
from tasks.gate.forms import Form
from tasks.opening import records
from tasks.stages.s02_positioning import POSITIONING
from tests.stages import video
from tests.walk import Walk, shown_values

BEGINS = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DURING_THE_START = timedelta(hours=1)
SCHEDULE = "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-12-04 | 2026-12-10 18:00"
PREPARED = {f"{kind}_list": thing for kind, thing in video.PREPARED.items()} | {
    f"{kind}_ready": "已确认" for kind in video.PREPARED
}

FILLED: dict[str, Any] = {
    "video_title": "夏日新品",
    "sound": "轻快人声",
    "seconds": 30,
    "copy_text": "一杯清风,一夏清凉。",
    "shots": video.SHOTS,
    "way": "批准例外",
    "reason": "达人只有这一天(虚构)",
    "place": "一号棚",
    "begins": "09:00",
    "ends": "18:00",
    **PREPARED,
    "footage": video.FOOTAGE,
    "equipment": "全部归还",
    "handover": "已移交各视频的剪辑",
    "file_ref": "nas://cuts/breeze-001.mp4",
    "sha256": video.DIGEST,
    "caption": "一杯清风,一夏清凉。",
    "tags": "#清风",
    "publish_at": "2026-12-21 18:00",
    "passed": video.CHECKED,
    "not_applicable": [],
    "link": "https://www.douyin.com/video/7301234567890123456",
    "published_at": "2026-11-23 09:30",
    "client_wishes": "夏天多卖冷泡茶",
    "deliverables": "每月 12 条",
    "targets": "三个月涨粉 1 万",
    "plan": "一周三条,门店实拍为主",
    "timetable": "2026-11-26 | 定位讨论会 | 林晓\n2026-11-27 | 首批选题排期 | 吴敏",
    "persona": "开了十年茶铺的老板娘",
    "audience": "上班族",
    "tone": "爽快",
    "pillars": "茶铺日常",
    "red_lines": "不说减肥",
    "topics": "一杯冷泡茶的早晨",
    "schedule": SCHEDULE,
    "first_topics": "先让人认识老板娘",
}
"""What a person fills in who keeps the rules, by the name of the field."""


def filled(form: type[Form], person: str, **beside: object) -> dict[str, Any]:
    """Return a form as somebody fills it in who keeps the rules; a choice nobody thinks about is its first."""
    values = shown_values(form)
    for name, field in form.model_fields.items():
        if name in FILLED:
            values[name] = FILLED[name]
        elif name not in values and (options := get_args(field.annotation)):
            values[name] = options[0]
    return values | {"person": person} | {name: value for name, value in beside.items() if name in form.model_fields}


def crowd() -> None:
    """Let more people take part: a second of some roles, one who wears two hats, a second video."""
    with records() as session:
        project = session.scalars(select(Project)).one()
        project.kickoff_on, project.plan_due_on = date(2026, 11, 22), date(2026, 11, 29)
        join(session, project, "ER", "林二", Side.INTERNAL, Role.DIRECTOR)
        join(session, project, "SHUANG", "双双", Side.INTERNAL, Role.DIRECTOR, Role.OPERATOR)
        join(session, project, "YI", "贾乙", Side.CLIENT, Role.CLIENT)
        join(session, project, "YAN", "小颜", Side.TALENT, Role.TALENT)
        first = session.scalars(select(ContentItem)).one()
        crew = ("director_id", "operator_id", "photographer_id", "talent_id", "editor_id")
        others = {name: getattr(first, name) for name in (*crew, "account_id", "planned_publish_at")}
        session.add(ContentItem(code="BREEZE-002", title="茶渣别扔", planned_shoot_on=date(2026, 11, 25), **others))


def join(session: Session, project: Project, code: str, name: str, side: Side, *roles: Role) -> None:
    """Let somebody take part in a project."""
    person = Person(code=code, name=name, side=side, roles=list(roles))
    session.add(person)
    session.flush()
    session.add_all(ProjectMember(project_id=project.id, person_id=person.id, role=role) for role in roles)


def fresh() -> None:
    """Nobody has worked on anything."""
    video.begun()
    crowd()


def begun_project() -> None:
    """The project's plan is confirmed, so that its account can be positioned."""
    fresh()
    with records() as session:
        session.scalars(select(Project)).one().plan_confirmed_at = BEGINS


def positioned() -> None:
    """The director has handed in what the account stands for, and the whole house is asked to sign."""
    begun_project()
    account = Walk("BREEZE-DY", [POSITIONING])
    account.answer(**filled(account.form, video.DIRECTOR))


def scripted() -> None:
    """The script of the first video is approved, and its talent is asked."""
    video.scripted(video.begun())
    crowd()


def booked() -> None:
    """The talent agreed, and the shoot is booked."""
    video.booked(video.begun())
    crowd()


def cut() -> None:
    """The shoot is recorded, and the editor has handed a cut in."""
    video.cut(video.shot(video.begun()))
    crowd()


def confirmed() -> None:
    """Director and client have confirmed the cut."""
    video.confirmed(video.begun())
    crowd()


STARTS: dict[str, Callable[[], None]] = {
    start.__name__: start for start in (fresh, begun_project, positioned, scripted, booked, cut, confirmed)
}
