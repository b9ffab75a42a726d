"""An agency at work, on record: accounts full of videos, each with all that its production and publication leave behind.

The older videos are live, and were looked at for a month and again of late; the newest of each account stand at every
stage. Two accounts make a project.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.accounts import AccountStatus, PaperState, RegistrationPaper
from agency.domain.terms.content import ScriptStatus
from agency.domain.terms.editing import CutStatus, EditTaskStatus, FocusPoint
from agency.domain.terms.figures import Metric, Platform, Source
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role, Side
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ChatChannel
from agency.domain.terms.shoots import PrepKind, ShootItemStatus
from agency.domain.windows import month, previous
from agency.records import tables
from agency.records.append_only import CHAINED
from agency.records.engine import open_records, records
from agency.records.migrate import upgrade
from agency.records.tables import Base
from agency.records.tables.base import new_ids
from benchmarks.ground.invented import Scale

NOW = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
TODAY = beijing_day(NOW)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EVERY = 2 * DAY  # an account goes live
TO_COME = 20  # videos of an account that are not live yet
ON_A_SHOOT = 5
LOOKED_AT = (1, 2, 3, 5, 7, 10, 14, 21, 30)  # days of age
OF_LATE = range(8)  # days back on which every work was looked at
TOLD_DAYS = 60
HASH = "0" * 64

Sheet = defaultdict[type[Base], list[dict[str, Any]]]
"""Rows to write, by table."""


def on_record(address: str, scale: Scale) -> None:
    """Make the tables of an empty database and put the agency on record."""
    upgrade(address)
    engine = open_records(address)
    with records(engine) as session:
        found(session, scale)
    engine.dispose()


def found(session: Session, scale: Scale) -> None:
    """Put the agency on record."""
    people = found_people(session)
    client = tables.Client(code="KITES", name="纸鸢工坊(虚构)")
    session.add(client)
    session.flush()
    for place in range(scale.accounts):
        if place % 2 == 0:
            project = found_project(session, client.id, place // 2, people)
        sheet: Sheet = defaultdict(list)
        account = f"KITE-{place:03}"
        account_id = new_ids(1)[0]
        sheet[tables.Account].append(
            {
                "id": account_id,
                "code": account,
                "project_id": project,
                "platform": list(Platform)[place % 4],
                "name": f"纸鸢{place:03}号(虚构)",
                "handle": f"kite_{place:03}",
                "operator_id": people[place % len(people)],
                "director_id": people[(place + 1) % len(people)],
                "status": AccountStatus.RUNNING,
                "created_at": NOW - 400 * DAY,
            }
        )
        lay_account(sheet, account_id, project)
        lay_videos(sheet, account, account_id, scale.videos, people)
        write(session, sheet)


def found_people(session: Session) -> list[str]:
    """Put the people on record and return their ids."""
    roles = [Role.DIRECTOR, Role.OPERATOR, Role.PHOTOGRAPHER, Role.EDITOR, Role.TALENT]
    people = [
        tables.Person(code=f"P{number:02}", name=f"示例{number:02}", side=Side.INTERNAL, roles=roles)
        for number in range(40)
    ]
    session.add_all(people)
    session.flush()
    return [person.id for person in people]


def found_project(session: Session, client_id: str, number: int, people: list[str]) -> str:
    """Put a project on record and return its id."""
    project = tables.Project(
        code=f"PROJECT-{number:02}",
        name=f"纸鸢计划{number}",
        client_id=client_id,
        kickoff_on=TODAY - 300 * DAY,
        plan_due_on=TODAY - 293 * DAY,
    )
    session.add(project)
    session.flush()
    for role in (Role.OPERATOR, Role.TALENT):
        session.add(tables.ProjectMember(project_id=project.id, person_id=people[number % len(people)], role=role))
    return project.id


def write(session: Session, sheet: Sheet) -> None:
    """Write rows, each table after those that it points to."""
    for table in Base.metadata.sorted_tables:
        kind = next((each for each in sheet if each.__table__ is table), None)
        if kind is not None:
            past_the_chain = session.connection() if table.name in CHAINED else session  # which nobody verifies here
            past_the_chain.execute(insert(kind), sheet[kind])


def lay_account(sheet: Sheet, account: str, project: str) -> None:
    """Lay in what an account has beside its videos: positioning, papers, days, plans."""
    sheet[tables.AccountPositioning].append(
        {
            "account_id": account,
            "persona": "扎风筝的老手艺人",
            "audience": "爱手艺的年轻人",
            "pillars": ["手艺", "春天"],
            "active": True,
        }
    )
    sheet[tables.RegistrationItem] += [
        {"account_id": account, "paper": paper, "state": PaperState.COMPLETE} for paper in RegistrationPaper
    ]
    sheet[tables.AccountDaily] += [
        {
            "account_id": account,
            "day": TODAY - back * DAY,
            "source": Source.API,
            "followers_total": 90_000 - back * 37,
            "new_fans": 37,
            "plays_new": 9_000 + back * 37 % 900,
            "likes_new": 400,
            "comments_new": 30,
            "shares_new": 20,
            "profile_visits": 120,
            "works_published": back % 2,
        }
        for back in range(1, TOLD_DAYS + 1)
    ]
    for window in (previous(month(TODAY)), month(TODAY)):
        plan = new_ids(1)[0]
        sheet[tables.MonthPlan].append(
            {
                "id": plan,
                "project_id": project,
                "account_id": account,
                "month": window.key,
                "status": MonthPlanStatus.LOCKED,
            }
        )
        targets = {Metric.PLAYS: 300_000, Metric.FOLLOWER_GAIN: 1_000, Metric.WORKS_PUBLISHED: 15}
        sheet[tables.PlanTarget] += [
            {"plan_id": plan, "metric": metric, "value": value} for metric, value in targets.items()
        ]


def lay_videos(sheet: Sheet, account: str, account_id: str, videos: int, people: list[str]) -> None:
    """Lay in an account's videos, the oldest first, with what each has left behind at the stage where it stands."""
    contents = new_ids(videos)
    for number, content in enumerate(contents):
        out_at = NOW + (number - (videos - TO_COME)) * EVERY
        stage = 9 if number < videos - TO_COME else 8 - (number - (videos - TO_COME)) * 9 // TO_COME
        video = Video(sheet, account, account_id, content, number, out_at, stage, people)
        video.lay()


class Video:
    """One video being laid in; ``stage`` is how far it is, 9 for live."""

    def __init__(
        self,
        sheet: Sheet,
        account: str,
        account_id: str,
        content: str,
        number: int,
        out_at: datetime,
        stage: int,
        people: list[str],
    ) -> None:
        self.sheet, self.account, self.account_id, self.content = sheet, account, account_id, content
        self.number, self.out_at, self.stage = number, out_at, stage
        self.director, self.operator, self.photographer, self.talent, self.editor = (
            people[(number + place) % len(people)] for place in range(5)
        )
        self.title = f"第{number}只纸鸢飞上天"

    def lay(self) -> None:
        """Lay it in as far as it is."""
        self.plan()
        steps = (
            self.copy,
            self.script,
            self.sync,
            self.shoot,
            self.edit,
            self.cut,
            self.confirm,
            self.package,
            self.live,
        )
        for step in steps[: self.stage]:
            step()

    def add(self, table: type[Base], /, **values: Any) -> str:  # noqa: ANN401 - the row's own
        """Lay in a row with an id and return the id."""
        (row_id,) = new_ids(1)
        self.sheet[table].append({"id": row_id, **values})
        return row_id

    def passed(self, gate: str, at: datetime) -> None:
        """Lay in that a gate was passed."""
        subject = {"subject_kind": SubjectKind.CONTENT, "subject_id": self.content}
        told = {"content": {"title": self.title}, "content_hash": HASH, "exhibit": "虚构", "number": 1}
        round_id = self.add(tables.GateRound, gate=gate, **subject, **told)
        self.add(tables.GatePass, round_id=round_id, created_at=at)

    def plan(self) -> None:
        """Lay in the content item, planned from its copy to its publication."""
        day = beijing_day(self.out_at)
        self.sheet[tables.ContentItem].append(
            {
                "id": self.content,
                "code": f"{self.account}-{self.number:04}",
                "account_id": self.account_id,
                "title": self.title,
                "pillar": "手艺",
                "copy_due_on": day - 16 * DAY,
                "script_due_on": day - 12 * DAY,
                "planned_shoot_on": day - 9 * DAY,
                "planned_first_cut_on": day - 5 * DAY,
                "planned_edit_due_on": day - 1 * DAY,
                "planned_publish_at": self.out_at,
                "director_id": self.director,
                "operator_id": self.operator,
                "photographer_id": self.photographer,
                "talent_id": self.talent,
                "editor_id": self.editor,
                "note": "备用选题" if self.number % 9 == 0 else "",
            }
        )

    def copy(self) -> None:
        """Lay in the planning copy."""
        form = {"sound_effects": "风声,哨声", "planned_duration_ms": 45_000, "shot_count": 2}
        cases = ["https://example.com/kite"]
        self.add(
            tables.PlanningCopy,
            content_id=self.content,
            kind="short_video",
            copy="扎一只沙燕",
            reference_cases=cases,
            **form,
        )
        self.passed("P1", self.out_at - 16 * DAY)

    def script(self) -> None:
        """Lay in the approved script with three shots."""
        self.script_id = self.add(
            tables.Script,
            content_id=self.content,
            title=self.title,
            duration_ms=45_000,
            scenes=["工坊", "河滩"],
            author_id=self.director,
            content_hash=HASH,
            status=ScriptStatus.APPROVED,
            approved_at=self.out_at - 13 * DAY,
        )
        for shot in range(1, 4):
            self.add(tables.Shot, script_id=self.script_id, number=shot, scene="工坊", duration_ms=15_000)

    def sync(self) -> None:
        """Lay in that three people have the script."""
        for role, person in {
            Role.TALENT: self.talent,
            Role.PHOTOGRAPHER: self.photographer,
            Role.EDITOR: self.editor,
        }.items():
            self.add(
                tables.ScriptSync,
                script_id=self.script_id,
                recipient_id=person,
                recipient_role=role,
                channel=ChatChannel.MANUAL,
                delivered_at=self.out_at - 13 * DAY,
            )

    def shoot(self) -> None:
        """Lay in the shoot it is on, a new one for every few videos, and the handover."""
        at = self.out_at - 9 * DAY
        if self.number % ON_A_SHOOT == 0 or not self.sheet[tables.Shoot]:
            shoot = self.add(
                tables.Shoot,
                code=f"{self.account}-S{self.number:04}",
                shoot_on=beijing_day(at),
                starts_at=at,
                ends_at=at + 6 * HOUR,
                location="虚构工坊",
                director_id=self.director,
                photographer_id=self.photographer,
                recorded_at=at + 8 * HOUR,
            )
            for kind in PrepKind:
                self.add(
                    tables.ShootPrepCheck,
                    shoot_id=shoot,
                    kind=kind,
                    item="全部",
                    owner_id=self.photographer,
                    confirmed_at=at - DAY,
                )
        shoot = self.sheet[tables.Shoot][-1]["id"]
        self.add(
            tables.ShootItem,
            shoot_id=shoot,
            content_id=self.content,
            script_id=self.script_id,
            status=ShootItemStatus.SHOT,
        )
        self.add(
            tables.Handover,
            shoot_id=shoot,
            content_id=self.content,
            from_id=self.photographer,
            to_id=self.editor,
            handed_at=at + 8 * HOUR,
            names_ok=True,
            received_at=at + 20 * HOUR,
        )

    def edit(self) -> None:
        """Lay in the edit with its first round."""
        self.task = self.add(
            tables.EditTask,
            content_id=self.content,
            editor_id=self.editor,
            director_id=self.director,
            status=EditTaskStatus.EDITING,
        )

    def cut(self) -> None:
        """Lay in two versions of the cut and what the director said of the second."""
        for version in (1, 2):
            self.cut_id = self.add(
                tables.Cut,
                content_id=self.content,
                version=version,
                file_ref=f"cuts/{self.content}-{version}.mp4",
                sha256=HASH,
                duration_ms=44_000,
                uploaded_by_id=self.editor,
                uploaded_at=self.out_at - (6 - version) * DAY,
                status=CutStatus.CONFIRMED if version == 2 and self.stage > 6 else CutStatus.CLIENT_REVIEW,
            )
        judged = self.add(
            tables.EditRound,
            task_id=self.task,
            number=1,
            cut_id=self.cut_id,
            director_id=self.director,
            judged_at=self.out_at - 3 * DAY,
        )
        for point in FocusPoint:
            self.add(tables.FocusJudgement, round_id=judged, point=point, is_good=True)

    def confirm(self) -> None:
        """Lay in that the client confirmed the cut."""
        self.passed("S10", self.out_at - 2 * DAY)

    def package(self) -> None:
        """Lay in that the publication was confirmed."""
        self.passed("C3", self.out_at - DAY)

    def live(self) -> None:
        """Lay in the publication and the looks at it."""
        work = self.add(
            tables.Publication,
            content_id=self.content,
            account_id=self.account_id,
            title=self.title,
            cover_ref="covers/kite.png",
            planned_at=self.out_at,
            published_at=self.out_at + timedelta(minutes=7),
            status=PublicationStatus.LIVE,
            link=f"https://example.com/v/{self.number}",
            proof="虚构",
        )
        self.sheet[tables.VideoSnapshot] += [self.look(work, at) for at in sorted({*self.moments()})]
        told = min(30, (NOW - self.out_at) // DAY)
        self.sheet[tables.WorkDaily] += [
            {
                "publication_id": work,
                "day": beijing_day(self.out_at) + age * DAY,
                "source": Source.API,
                "observed_at": NOW,
                "plays": 900 - age * 20 + self.number,
            }
            for age in range(told)
        ]

    def moments(self) -> Iterator[datetime]:
        """Yield the moments at which the work was looked at."""
        for age in LOOKED_AT:
            if (at := self.out_at + timedelta(days=age, minutes=9)) < NOW:
                yield at
        for back in OF_LATE:
            if (at := NOW - back * DAY - HOUR) > self.out_at + timedelta(minutes=7):
                yield at

    def look(self, work: str, at: datetime) -> dict[str, Any]:
        """Return a look at the work."""
        plays = 900 + self.number % 97 * 10 + int((at - self.out_at) / HOUR) * 3
        counted = {
            "plays": plays,
            "likes": plays // 20,
            "comments": plays // 90,
            "shares": plays // 70,
            "saves": plays // 80,
        }
        means = {"completion": 0.21, "completion_5s": 0.48, "bounce_2s": 0.29, "avg_watch_s": 9.5}
        return {"publication_id": work, "source": Source.API, "observed_at": at, **counted, **means}
