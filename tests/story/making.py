"""How the people of the story make a video: what each fills in, stage by stage, through the product's own desk and ledger."""

from dataclasses import dataclass, field
from datetime import datetime

from agency.domain.terms.people import Role
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
from tests.stages.video import CHECKED, GOOD, SHOTS
from tests.story.agency import Told
from tests.walk import Walk

LEAD, BUSINESS_LEAD, PHOTOGRAPHER = "云总(运营负责人)", "叶务(业务负责人)", "佘光(摄影师)"
WORDS = {
    Role.DIRECTOR: "编导",
    Role.OPERATOR: "运营",
    Role.EDITOR: "剪辑师",
    Role.TALENT: "达人",
    Role.CLIENT: "甲方",
}


@dataclass
class Video:
    """One video on its way; every method is one working step of one or more people, at the moment it is called."""

    told: Told
    code: str
    title: str
    walk: Walk = field(init=False)

    def __post_init__(self) -> None:
        run = f"00000000-0000-0000-0000-{sum(map(ord, self.told.code)) % 1000:04d}{int(self.code[-3:]):08d}"
        self.walk = Walk(self.code, [COPY, SCRIPT, SYNC, TALENT], run)

    def who(self, role: Role) -> str:
        """The one of this project, as a form names them."""
        return f"{self.told.cast[role][1]}({WORDS[role]})"

    def begin(self) -> None:
        """Start the production: the first question is asked."""
        self.walk.asked()

    def hand_in_copy(self) -> None:
        filled = {"sound": "轻快人声加吉他", "seconds": 30, "copy_text": f"{self.title},从清晨说起。"}
        self.walk.answer(person=self.who(Role.OPERATOR), video_title=self.title, **filled)

    def agree_on_copy(self) -> None:
        self.walk.agree(self.who(Role.CLIENT)).agree(BUSINESS_LEAD)

    def finish_script(self) -> None:
        director = self.who(Role.DIRECTOR)
        self.walk.answer(person=director, shots=SHOTS).agree(director)

    def agree_with_talent(self) -> None:
        self.walk.agree(self.who(Role.TALENT))
        self.shoot().asked()

    def shoot(self) -> Walk:
        """The shoot that it is booked for."""
        booked = book_shoot.fn(self.code, self.walk.run)
        return Walk(booked.code, [PREPARATION, SHOOT], f"shoot-{booked.code}"[:36])

    def prepare_shoot(self) -> None:
        lists = {"scene": "木桌布景", "equipment": "自备相机", "props": "茶杯", "itinerary": "8:30 到棚"}
        filled = {f"{kind}_list": thing for kind, thing in lists.items()}
        ready = {f"{kind}_ready": "已确认" for kind in lists}
        self.shoot().answer(person=PHOTOGRAPHER, place="一号棚(虚构)", **filled | ready)

    def record_shoot(self, day: str, codes: list[str]) -> None:
        names = [
            f"{self.told.code}_{day}_{code}_S1C{shot}T{take}_A.mp4"
            for code in codes
            for shot in (1, 2, 3)
            for take in (1, 2)
        ]
        filled = {"footage": "\n".join(names), "equipment": "全部归还", "handover": "已移交各视频的剪辑"}
        shoot = self.shoot()
        shoot.answer(person=PHOTOGRAPHER, **filled).agree(self.who(Role.DIRECTOR))

    def after_the_shoot(self) -> None:
        """Go on to the cut: the record of the shoot carries the production on."""
        self.walk = Walk(self.code, [COPY, SCRIPT, SYNC, TALENT, CUT, PACKAGE, PUBLICATION], self.walk.run)
        self.walk.asked()

    def hand_in_cut(self) -> None:
        digest = f"{sum(map(ord, self.code)):064x}"
        filled = {"file_ref": f"nas://cuts/{self.code.lower()}.mp4", "sha256": digest, "seconds": 31}
        self.walk.answer(person=self.who(Role.EDITOR), **filled)

    def agree_on_cut(self) -> None:
        self.walk.agree(self.who(Role.DIRECTOR), **GOOD).agree(self.who(Role.CLIENT))

    def package(self, publish_at: datetime) -> None:
        filled = {
            "caption": self.title,
            "tags": "#虚构",
            "publish_at": f"{publish_at:%Y-%m-%d %H:%M}",
            "passed": CHECKED,
            "not_applicable": [],
        }
        self.walk.answer(person=self.who(Role.OPERATOR), **filled)

    def confirm_package(self) -> None:
        self.walk.agree(LEAD).agree(self.who(Role.CLIENT))

    def publish(self, at: datetime) -> None:
        link = f"https://www.douyin.com/video/{7_500_000_000_000_000_000 + int(self.code[-3:])}"
        self.walk.answer(person=self.who(Role.OPERATOR), link=link, published_at=f"{at:%Y-%m-%d %H:%M}").asked()
