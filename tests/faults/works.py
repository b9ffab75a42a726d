"""Five pieces of work that a house does, each held by the test in the middle of its writing, and what each leaves.

A table is locked against writing before the work is started; the work comes to a stand at its first row there, with a
transaction open and half a thought in its head.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select, text

from agency.domain.calendar import beijing_day
from agency.domain.terms.messages import MessageKind
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, DeliveryStatus
from agency.records.named import by_code
from agency.records.tables import (
    ContentItem,
    Decision,
    GateRound,
    GroupChat,
    ImportBatch,
    Notification,
    OperationsReport,
    Person,
    Project,
    Publication,
    Pull,
    VideoSnapshot,
)
from tasks.opening import records
from tests.bots import Bots
from tests.creator_centre import NOODLES, UMBRELLA, export, rows_of
from tests.faults.house import PATIENCE_S, House
from tests.paper_agency import CRANES, HERONS
from tests.stages.video import CLIENT, TO_THE_SHOOT, copied
from tests.tasks.outbox import message, put
from tests.walk import Walk

VIDEO = "BREEZE-001"
HELD = ("decisions", "pulls", "import_batches", "operations_reports", "delivery_attempts")
TABLES = (GateRound, Decision, Pull, VideoSnapshot, Publication, ImportBatch, OperationsReport)
VIDEO_OF = ContentItem.id == GateRound.subject_id
SAID = "群里要说的一件事(虚构)"


@dataclass(frozen=True)
class Day:
    """One day's work in the house, the same every time but for its number; it begins with what people have done before."""

    house: House
    bots: Bots
    folder: Path
    number: int

    @property
    def video(self) -> str:
        """The code of the video that waits for the client."""
        return f"BREEZE-{200 + self.number}"

    @property
    def said(self) -> str:
        """What is to be told to the group."""
        return f"{SAID} {self.number}"

    def prepare(self) -> UUID:
        """Do what comes before the work, and return the run that waits for the client."""
        copied(another_video(self.video))
        put("IN", message(self.said, urgent=True, kind=MessageKind.NOTICE), at=datetime.now(UTC))
        run = self.house.start("produce-video", content=self.video)
        self.house.settled(run)
        return run

    def start(self, waiting: UUID) -> list[UUID]:
        """Let the client answer, and start a pull, an import, a report and a sender; return all the runs."""
        month = f"2026-{self.number:02}"  # works of one second could be one work
        rows = [row | {"发布时间": row["发布时间"].replace("2026-11", month)} for row in (NOODLES, UMBRELLA)]
        file = export(self.folder / str(self.number), *rows)
        day = beijing_day(datetime.now(UTC)) - timedelta(days=1 + self.number)
        answered = self.house.prefect.resume_flow_run(
            waiting, run_input={"person": CLIENT, "decision": "通过", "comment": ""}
        )
        assert answered.status == "ACCEPT"
        return [
            waiting,
            self.house.start("pull-metrics", accounts=[CRANES]),
            self.house.start("import-exports", files=[str(file)], account=HERONS, write_at_once=True),
            self.house.start("report-operations", project="BREEZE", key=day.isoformat()),
            self.house.start("send-messages"),
        ]

    def voices(self) -> list[tuple[str, str]]:
        """Return who decided at which gate of the video, oldest first."""
        query = select(GateRound.gate, Person.name).select_from(Decision).join(GateRound).join(ContentItem, VIDEO_OF)
        query = query.join(Person, Person.id == Decision.person_id).where(ContentItem.code == self.video)
        with records() as session:
            return [(gate, name) for gate, name in session.execute(query.order_by(Decision.seat))]

    def told(self) -> tuple[int, list[DeliveryStatus]]:
        """Return how often the group heard its message, and how it stands."""
        with records() as session:
            stands = list(session.scalars(select(Notification.status).where(Notification.title == self.said)))
        return self.bots.count(self.said), stands


def found_groups() -> None:
    """Let the agency's project be carried out, with a group of its own."""
    with records() as session:
        project = by_code(session, Project, "BREEZE")
        long_ago = datetime.now(UTC) - timedelta(days=60)
        project.plan_confirmed_at = project.created_at = long_ago
        project.plan_status = ProjectPlanStatus.EXECUTING
        session.add(
            GroupChat(
                code="IN",
                name="清风内部群(虚构)",
                project_id=project.id,
                channel=ChatChannel.FEISHU,
                purpose=ChatPurpose.INTERNAL,
            )
        )


def another_video(code: str) -> Walk:
    """Put one more video to be made on record, like the small agency's own and by the same people."""
    with records() as session:
        like = by_code(session, ContentItem, VIDEO)
        kept = {column.key for column in ContentItem.__table__.columns} - {"id", "code", "created_at"}
        session.add(ContentItem(code=code, **{name: getattr(like, name) for name in kept}))
    return Walk(code, TO_THE_SHOOT)


@contextmanager
def held(engine: Engine, *tables: str) -> Iterator[None]:
    """Let nobody write to these tables while the block lasts, or until the database is killed; all may read."""
    connection = engine.connect()
    for table in tables:
        connection.execute(text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
    try:
        yield
    finally:
        connection.invalidate()
        connection.close()


def wait_until_held(engine: Engine, *tables: str) -> None:
    """Wait until somebody stands before each of these tables."""
    query = text("SELECT DISTINCT relation::regclass::text FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with engine.connect() as connection:
            before = set(connection.scalars(query))
        if before >= set(tables):
            return
        assert time.monotonic() < deadline, f"only these were reached: {sorted(before)}"
        time.sleep(0.2)


def counted() -> dict[str, int]:
    """Return how many rows there are of everything that the work leaves."""
    return dict(zip([table.__tablename__ for table in TABLES], rows_of(*TABLES), strict=True))
