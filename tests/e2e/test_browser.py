"""A video is taken from its topic to its publication through Prefect's own pages, as the people of the agency do it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.terms import label
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.publishing import PublicationStatus
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.tables import ContentItem, GateRound, Person, Publication, RefusedAnswer, Waiver
from tests.e2e.house import House
from tests.e2e.pages import CHROMIUM, Desk, Dialog, Filled, browsing
from tests.stages.video import (
    BUSINESS_LEAD,
    CHECKED,
    CLIENT,
    DIGEST,
    DIRECTOR,
    EDITOR,
    LEAD,
    OPERATOR,
    PHOTOGRAPHER,
    PREPARED,
    SHOTS,
    TALENT_OF_IT,
)
from tests.tasks.launched import account, add_topic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]

TODAY = datetime.now(BEIJING).date()
TOMORROW = TODAY + timedelta(days=1)
VIDEO = "BREEZE-DY-001"
SCHEDULE = f"BREEZE-DY-T001 | 一杯冷泡茶的早晨 | {TOMORROW} | {TODAY + timedelta(days=20)} 18:00"
FIRST_COPY = {"音效": "轻快人声加吉他", "计划时长(秒)": 30, "策划文案": "一杯清风,一夏清凉。"}
FOOTAGE = "\n".join(f"BREEZE_{TOMORROW:%Y%m%d}_{VIDEO}_S1C{shot}T{take}_A.mp4" for shot in (1, 2, 3) for take in (1, 2))
KINDS = {"scene": "场景", "equipment": "设备", "props": "道具", "itinerary": "达人行程"}
READY = {KINDS[kind]: thing for kind, thing in PREPARED.items()} | {
    f"{one}:是否都已确认": "已确认" for one in KINDS.values()
}
GOOD = dict.fromkeys(["节奏", "转场", "音效", "BGM", "字幕"], "好")
LINK = "https://www.douyin.com/video/7301234567890123456"


@pytest.fixture(scope="session")
def chromium() -> None:
    if not CHROMIUM.exists():
        assert os.environ.get("CI") != "true", f"{CHROMIUM} is missing, and CI has to see the pages"
        pytest.skip(f"{CHROMIUM} is missing: install Debian's chromium to see the pages")


@pytest.fixture(scope="module")  # an open Playwright is a running loop in this thread, and lets no other one in
def desk(chromium: None, house: House) -> Iterator[Desk]:
    with browsing(house.url) as desk:
        yield desk


@dataclass
class Errand:
    """One run of the house, answered by its people at one desk."""

    house: House
    desk: Desk
    run: UUID

    def form(self, gate: str, name: str) -> Dialog:
        """Open the form of a gate that waits for a person, from the Runs page on."""
        self.house.question(self.run, gate, name)
        return self.desk.open(gate, name, tag=gate).resume()

    def answer(self, gate: str, person: str, **fields: Filled) -> None:
        """Fill in and submit what a gate asks of a person."""
        name = person.partition("(")[0]
        self.form(gate, name).fill(person, fields).submit()

    def agree(self, gate: str, person: str, **beside: Filled) -> None:
        """Say yes."""
        self.answer(gate, person, 决定="通过", **beside)


def launched(house: House) -> UUID:
    """Start the launch of an account that is positioned and has a topic."""
    with house.records() as session:
        add_topic(session, 1, "一杯冷泡茶的早晨")
        key = GateKey(SubjectKind.ACCOUNT, account(session).id, "S2")
        nobody = {"submitted_by": None, "submitted": {}, "flow_run_id": None}
        round_ = ledger.open_round(session, key, number=1, content={}, exhibit="", due_on=None, **nobody)
        ledger.pass_round(session, round_, None)
    return house.start("launch-account", account="BREEZE-DY")


def schedule_the_topic(launch: Errand) -> None:
    """S3: two have to sign before the client is asked, and nobody else can."""
    launch.answer("S3", OPERATOR, 首批选题排期=SCHEDULE, 首批选题说明="先让人认识老板娘")

    form = launch.form("S3", "林晓")
    assert sorted(form.people()) == sorted([OPERATOR, DIRECTOR])
    assert launch.house.resume(launch.run, person=CLIENT, decision="通过", comment="").status == "REJECT"
    form.fill(DIRECTOR, {"决定": "通过"}).submit()
    launch.agree("S3", OPERATOR)
    launch.agree("S3", CLIENT)
    assert launch.house.finished(launch.run).state.is_completed()


def agree_on_the_copy(video: Errand) -> None:
    """P1: an empty form stays; the client sends the first copy back, and the second round begins with what was written."""
    form = video.form("P1", "吴敏")
    form.refuse_to_submit()
    form.fill(OPERATOR, FIRST_COPY).submit()
    video.answer("P1", CLIENT, 决定="退回修改", 意见或理由="口号太像隔壁家的")

    form = video.form("P1", "吴敏")
    assert "口号太像隔壁家的" in form.box.inner_text()
    assert form.written("策划文案") == FIRST_COPY["策划文案"]
    form.fill(OPERATOR, {"策划文案": "老板娘的早晨,从一杯冷泡茶开始。"}).submit()
    video.agree("P1", CLIENT)
    video.agree("P1", BUSINESS_LEAD)


def agree_on_the_script(video: Errand) -> None:
    """S7, I4, S8: the script comes a day before its shoot, which somebody has to answer for."""
    video.answer("S7", DIRECTOR, 分镜表=SHOTS)
    video.agree("S7", DIRECTOR)
    video.answer("I4", LEAD, 怎么处理="豁免", 理由="达人只有这一天")
    video.agree("S8", TALENT_OF_IT)


def shoot_it(shoot: Errand) -> None:
    """I5, S9: everything is there before, and everything is back after."""
    shoot.answer("I5", PHOTOGRAPHER, 地点="一号棚", **READY)
    shoot.answer("S9", PHOTOGRAPHER, 素材=FOOTAGE, 设备="全部归还", 素材移交="已移交各视频的剪辑")
    shoot.agree("S9", DIRECTOR)


def cut_and_publish_it(video: Errand) -> None:
    """S10, C3, S11: one file, one package, one proof."""
    video.answer("S10", EDITOR, **{"成片文件": "nas://cuts/breeze.mp4", "文件的 SHA-256": DIGEST, "时长(秒)": 31})
    video.agree("S10", DIRECTOR, **GOOD)
    video.agree("S10", CLIENT)
    video.answer("C3", OPERATOR, 发布文案="一杯清风,一夏清凉。", 话题标签="#清风 #夏日", 已检查通过的项目=CHECKED)
    video.agree("C3", LEAD)
    video.agree("C3", CLIENT)
    went_live = f"{datetime.now(BEIJING):%Y-%m-%d %H:%M}"
    video.answer("S11", OPERATOR, 作品链接="https://example.com/1", 实际上线时间=went_live)
    form = video.form("S11", "吴敏")
    assert "上一次的回答被退回" in form.box.inner_text()
    form.fill(OPERATOR, {"作品链接": LINK}).submit()


def story(house: House, *runs: UUID) -> list[str]:
    """Return what the ledger tells of runs: gate and round, who handed in, what each said."""
    with house.records() as session:
        query = select(GateRound).where(GateRound.flow_run_id.in_(map(str, runs))).order_by(GateRound.id)
        return [told(session, round_) for round_ in session.scalars(query)]


def told(session: Session, round_: GateRound) -> str:
    """Return one round as a line."""
    answers = [f"{name(session, one.person_id)} {label(one.verdict)}" for one in ledger.decisions(session, round_.id)]
    author = name(session, round_.submitted_by) if round_.submitted_by else "–"
    return " · ".join([f"{round_.gate} {round_.number} {author}", *answers])


def name(session: Session, person_id: str) -> str:
    return session.get_one(Person, person_id).name


def test_one_video_goes_from_its_topic_to_its_publication_through_the_pages(house: House, desk: Desk):
    launch = Errand(house, desk, launched(house))
    schedule_the_topic(launch)
    video = Errand(house, desk, house.started("produce-video", VIDEO))
    agree_on_the_copy(video)
    agree_on_the_script(video)
    shoot = Errand(house, desk, house.started("record-shoot", f"{TOMORROW:%Y%m%d}-SHE"))
    shoot_it(shoot)
    cut_and_publish_it(video)

    assert house.finished(video.run).state.is_completed()
    assert story(house, launch.run, video.run, shoot.run) == [
        "S3 1 吴敏 · 林晓 通过 · 吴敏 通过 · 贾方 通过",
        "P1 1 吴敏 · 贾方 退回修改",
        "P1 2 吴敏 · 贾方 通过 · 叶务 通过",
        "S7 1 林晓 · 林晓 通过",
        "I4 1 云总",
        "S8 1 – · 达达 通过",
        "I5 1 佘光",
        "S9 1 佘光 · 林晓 通过",
        "S10 1 简洁 · 林晓 通过 · 贾方 通过",
        "C3 1 吴敏 · 云总 通过 · 贾方 通过",
        "S11 1 吴敏",
    ]
    with house.records() as session:
        item = session.scalars(select(ContentItem).where(ContentItem.code == VIDEO)).one()
        waiver = session.scalars(select(Waiver).where(Waiver.subject_id == item.id)).one()
        refused = session.scalars(select(RefusedAnswer).where(RefusedAnswer.subject_id == item.id)).one()
        publication = session.scalars(select(Publication).where(Publication.content_id == item.id)).one()
        assert (waiver.rule, waiver.reason) == ("I4", "达人只有这一天")
        assert (refused.gate, refused.claimed_person) == ("S11", OPERATOR)
        assert (publication.status, publication.proof) == (PublicationStatus.LIVE, LINK)


def test_the_newer_pages_show_the_same_form_and_send_it(house: House, desk: Desk):
    house.add_video("BREEZE-V2", "茶渣别扔")
    video = house.start("produce-video", content="BREEZE-V2")
    house.question(video, "P1", "吴敏")

    form = desk.newer(video)
    assert form.titles() == ["谁来提交", "标题", "内容类型", "音效", "计划时长(秒)", "拍摄条数", "策划文案", "参考视频"]
    form.choose("谁来提交", OPERATOR)
    form.write(FIRST_COPY)
    form.submit()

    assert house.question(video, "P1", "贾方").choices("person") == [CLIENT]
