"""A video that is made in the tests: what people fill in at each stage, and the way to any point of it."""

from datetime import date

from sqlalchemy import select

from agency.domain.terms import label
from agency.domain.terms.publishing import PublishCheckItem
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables import GroupChat, Project, Shoot
from tasks.opening import records
from tasks.shoots.booking import book_shoot
from tasks.stages.s07_copy import COPY
from tasks.stages.s07_script import SCRIPT
from tasks.stages.s07_script_sync import SYNC
from tasks.stages.s08_talent import TALENT
from tasks.stages.s09_preparation import PREPARATION
from tasks.stages.s09_shoot import SHOOT
from tasks.stages.s10_cut import CUT
from tasks.stages.s11_package import PACKAGE
from tasks.stages.s11_publication import PUBLICATION
from tests import small_agency
from tests.walk import RUN, Walk

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
PREPARED = {"scene": "茶园布景", "equipment": "自备相机", "props": "玻璃杯\n冰块", "itinerary": "达达 8:30 到棚"}
GOOD = {"rhythm": "好", "transitions": "好", "sound_effects": "好", "bgm": "好", "subtitles": "好"}

DIRECTOR, OPERATOR, EDITOR = "林晓(编导)", "吴敏(运营)", "简洁(剪辑师)"
PHOTOGRAPHER, TALENT_OF_IT = "佘光(摄影师)", "达达(达人)"
LEAD, BUSINESS_LEAD, CLIENT = "云总(运营负责人)", "叶务(业务负责人)", "贾方(甲方)"

TO_THE_SHOOT = [COPY, SCRIPT, SYNC, TALENT]


def begun(shoot_on: date = date(2026, 12, 11)) -> Walk:
    """Return a video nobody has worked on, of a project with a group."""
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
    return Walk("BREEZE-001", TO_THE_SHOOT)


def copied(video: Walk, title: str = "夏日新品") -> Walk:
    return video.answer(
        person=OPERATOR, video_title=title, sound="轻快人声加吉他", seconds=30, copy_text="一杯清风,一夏清凉。"
    )


def scripted(video: Walk) -> Walk:
    copied(video).agree(CLIENT).agree(BUSINESS_LEAD)
    return video.answer(person=DIRECTOR, shots=SHOTS).agree(DIRECTOR)


def booked(video: Walk) -> Walk:
    """Return the shoot of a video whose talent agrees."""
    scripted(video).agree(TALENT_OF_IT)
    return Walk(book_shoot.fn("BREEZE-001", RUN).code, [PREPARATION, SHOOT])


def prepared(shoot: Walk, **other: str) -> Walk:
    lists = {f"{kind}_list": thing for kind, thing in PREPARED.items()}
    ready = {f"{kind}_ready": "已确认" for kind in PREPARED}
    return shoot.answer(person=PHOTOGRAPHER, place="一号棚", **lists | ready | other)


def recorded(shoot: Walk, **other: str) -> Walk:
    filled = {"footage": FOOTAGE, "equipment": "全部归还", "handover": "已移交各视频的剪辑"}
    return shoot.answer(person=PHOTOGRAPHER, **filled | other)


def shot(video: Walk) -> Walk:
    """Return a video whose footage lies with its editor."""
    recorded(prepared(booked(video))).agree(DIRECTOR)
    return Walk("BREEZE-001", [*TO_THE_SHOOT, CUT, PACKAGE, PUBLICATION])


def cut(video: Walk, digest: str = DIGEST) -> Walk:
    return video.answer(person=EDITOR, file_ref="nas://cuts/breeze-001.mp4", sha256=digest, seconds=31)


def confirmed(video: Walk) -> Walk:
    """Return a video whose cut both have confirmed."""
    return cut(shot(video)).agree(DIRECTOR, **GOOD).agree(CLIENT)


def packaged(video: Walk, **other: object) -> Walk:
    filled = {
        "caption": "一杯清风,一夏清凉。",
        "tags": "#清风 #夏日",
        "publish_at": "2026-12-21 18:00",
        "passed": CHECKED,
        "not_applicable": [],
    }
    return video.answer(person=OPERATOR, **filled | other)


def recorded_shoot() -> Shoot:
    with records() as session:
        return session.scalars(select(Shoot)).one()
