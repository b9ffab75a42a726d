"""What the database refuses by itself, whoever asks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicSource
from agency.domain.terms.figures import Source
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ChatChannel
from agency.records.engine import open_records, records
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AccountPositioning,
    Base,
    BudgetRequest,
    ContentItem,
    EngagementAck,
    Equipment,
    EquipmentLoan,
    Meeting,
    MonthPlan,
    Person,
    PlanningCopy,
    Project,
    Publication,
    Script,
    ScriptSync,
    Topic,
    VideoSnapshot,
)
from tests.databases import PostgresqlServer, SqliteFiles
from tests.small_agency import found

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
EARLIER = NOON - timedelta(hours=1)


@pytest.fixture(scope="module")
def agency(databases: SqliteFiles | PostgresqlServer) -> Iterator[Engine]:
    """Lend a small agency on record; no test of this file leaves anything in it."""
    with databases.migrated() as url:
        engine = open_records(url)
        with records(engine) as session:
            found(session)
        yield engine
        engine.dispose()


@pytest.fixture
def session(agency: Engine) -> Iterator[Session]:
    """Lend a session on the small agency that is taken back whatever happens."""
    with agency.connect() as connection, Session(connection) as session:
        yield session
        session.rollback()


def good_rows(session: Session) -> dict[type[Base], dict[str, Any]]:
    """Return what a good row of each kind holds; a test spoils one thing of it."""
    project, account = by_code(session, Project, "BREEZE"), by_code(session, Account, "BREEZE-DY")
    item, lin = by_code(session, ContentItem, "BREEZE-001"), by_code(session, Person, "LIN")
    return {
        AccountPositioning: {"account_id": account.id, "persona": "茶馆掌柜", "audience": "上班族"},
        BudgetRequest: {
            "code": "TEA-MONEY", "project_id": project.id, "purpose": "茶具", "requested_by_id": lin.id, "total_fen": 0,
        },
        Meeting: {"kind": MeetingKind.MONTH, "project_id": project.id},
        MonthPlan: {"project_id": project.id, "month": "2026-12"},
        PlanningCopy: {
            "content_id": item.id, "kind": item.kind, "copy": "早晨的茶", "sound_effects": "水声",
            "planned_duration_ms": 30_000, "shot_count": 1,
        },
        Publication: {"content_id": item.id, "account_id": account.id, "title": "早晨的茶"},
        Script: {
            "content_id": item.id, "title": "早晨的茶", "duration_ms": 30_000, "author_id": lin.id,
            "content_hash": "a" * 64,
        },
        Topic: {"code": "TEA-IDEA", "account_id": account.id, "title": "早晨的茶", "source": TopicSource.AUDIENCE},
    }  # fmt: skip


SPOILT = [
    (AccountPositioning, {"version": 0}, "version_at_least_1"),
    (BudgetRequest, {"total_fen": -1}, "total_fen_at_least_0"),
    (BudgetRequest, {"purpose": "  "}, "purpose_not_blank"),
    (BudgetRequest, {"month": "December"}, "month_reads_like_a_month"),
    (Meeting, {"status": MeetingStatus.HELD}, "held_at_some_time"),
    (MonthPlan, {"budget_total_fen": -100}, "budget_total_fen_at_least_0"),
    (PlanningCopy, {"shot_count": 0}, "shot_count_at_least_1"),
    (PlanningCopy, {"sound_effects": ""}, "sound_effects_not_blank"),
    (Publication, {"status": PublicationStatus.LIVE}, "live_with_proof"),
    (Script, {"title": " "}, "title_not_blank"),
    (Topic, {"score_reach": 6}, "score_reach_is_a_score"),
]


@pytest.mark.parametrize(("kind", "spoilt", "truth"), SPOILT, ids=lambda value: value if isinstance(value, str) else "")
def test_a_row_that_breaks_a_truth_is_refused(
    session: Session, kind: type[Base], spoilt: dict[str, object], truth: str
) -> None:
    session.add(kind(**good_rows(session)[kind] | spoilt))

    with pytest.raises(IntegrityError, match=f"ck_{kind.__tablename__}_{truth}"):
        session.flush()


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in SPOILT}, key=str), ids=lambda kind: kind.__name__)
def test_the_same_row_unspoilt_is_taken(session: Session, kind: type[Base]) -> None:
    session.add(kind(**good_rows(session)[kind]))

    session.flush()


def test_a_project_is_not_executed_before_its_plan_is_confirmed(session: Session) -> None:
    by_code(session, Project, "BREEZE").plan_status = ProjectPlanStatus.EXECUTING

    with pytest.raises(IntegrityError, match="confirmed_before_executing"):
        session.flush()


@pytest.mark.parametrize(
    ("spoilt", "truth"), [({"completion": 28.64}, "completion_is_a_share"), ({"plays": -1}, "plays")]
)
def test_a_percentage_or_a_negative_count_is_no_figure(session: Session, spoilt: dict[str, object], truth: str) -> None:
    work = Publication(**good_rows(session)[Publication])
    session.add(work)
    session.flush()
    session.add(VideoSnapshot(publication_id=work.id, observed_at=NOON, source=Source.EXPORT, **spoilt))

    with pytest.raises(IntegrityError, match=truth):
        session.flush()


def test_one_source_tells_of_a_work_once_a_moment(session: Session) -> None:
    work = Publication(**good_rows(session)[Publication])
    session.add(work)
    session.flush()
    session.add_all(
        VideoSnapshot(publication_id=work.id, observed_at=NOON, source=Source.API, plays=plays) for plays in (10, 11)
    )

    with pytest.raises(IntegrityError, match="observed_at"):
        session.flush()


def test_one_account_has_one_active_positioning(session: Session) -> None:
    good = good_rows(session)[AccountPositioning]
    session.add_all(AccountPositioning(**good, version=version, active=True) for version in (1, 2))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_project_has_one_meeting_for_each_slot(session: Session) -> None:
    good = good_rows(session)[Meeting]
    session.add_all(Meeting(**good, cadence_key="2026-12") for _ in range(2))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_month_has_one_plan_of_each_version_for_the_whole_project(session: Session) -> None:
    good = good_rows(session)[MonthPlan]
    session.add_all(MonthPlan(**good, version=1) for _ in range(2))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_version_is_handed_to_each_person_once(session: Session) -> None:
    script, editor = Script(**good_rows(session)[Script]), by_code(session, Person, "JIAN")
    session.add(script)
    session.flush()
    told = {"script_id": script.id, "recipient_id": editor.id, "channel": ChatChannel.FEISHU}
    session.add_all(ScriptSync(**told, recipient_role=role) for role in (Role.EDITOR, Role.PHOTOGRAPHER))

    with pytest.raises(IntegrityError, match="recipient_id"):
        session.flush()


def test_a_camera_comes_back_to_somebody(session: Session) -> None:
    camera, holder = Equipment(code="CAM-1", name="一号机"), by_code(session, Person, "SHE")
    session.add(camera)
    session.flush()
    lent = {"equipment_id": camera.id, "holder_id": holder.id, "out_at": EARLIER, "due_at": NOON}
    session.add(EquipmentLoan(**lent, returned_at=NOON))

    with pytest.raises(IntegrityError, match="returned_to_somebody"):
        session.flush()


def test_nobody_acts_before_they_opened_the_call(session: Session) -> None:
    lin = by_code(session, Person, "LIN")
    session.add(EngagementAck(call_id="UNSENT", person_id=lin.id, opened_at=NOON, acted_at=EARLIER))

    with pytest.raises(IntegrityError, match="acted_at_not_before_opened_at"):
        session.flush()


def test_a_plan_is_not_due_before_the_kickoff(session: Session) -> None:
    by_code(session, Project, "BREEZE").plan_due_on = date(2026, 11, 1)

    with pytest.raises(IntegrityError, match="plan_due_on_not_before_kickoff_on"):
        session.flush()
