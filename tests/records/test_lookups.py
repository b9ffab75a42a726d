"""What the records answer when somebody asks for a thing by its code, or for what belongs to it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agency.domain.terms.accounts import RegistrationPaper
from agency.domain.terms.figures import Source
from agency.domain.terms.people import Role
from agency.errors import NotOnRecord
from agency.records import accounts, content, equipment, people
from agency.records.engine import records
from agency.records.named import by_code, name_of
from agency.records.tables import (
    Account,
    AccountDaily,
    AccountPositioning,
    ContentItem,
    Equipment,
    EquipmentLoan,
    Person,
    Project,
    Publication,
    RegistrationItem,
)
from agency.records.tables.base import Named
from tests.small_agency import found

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Lend the records of the small agency."""
    with records(engine) as session:
        found(session)
        session.flush()
        yield session


def test_a_thing_is_found_by_its_code(session: Session) -> None:
    assert by_code(session, Project, " BREEZE ").name == "清风夏日"


def test_an_unknown_code_is_answered_with_a_sentence(session: Session) -> None:
    with pytest.raises(NotOnRecord, match="系统中没有编号为“BREZE”的项目。"):
        by_code(session, Project, "BREZE")


@pytest.mark.parametrize("kind", Named.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_thing_with_a_code_has_a_name_people_know(kind: type[Named]) -> None:
    concrete = kind.__subclasses__() or [kind]

    assert all(name_of(each) != each.__name__ for each in concrete)


def test_the_directors_of_a_project_are_its_members_with_that_role(session: Session) -> None:
    project = by_code(session, Project, "BREEZE")

    assert [person.code for person in people.members(session, project.id, Role.DIRECTOR)] == ["LIN"]


def test_everyone_of_a_project_is_there_once_but_for_those_who_left(session: Session) -> None:
    everyone = people.members(session, by_code(session, Project, "BREEZE").id)
    by_code(session, Person, "LIN").active = False
    afterwards = people.members(session, by_code(session, Project, "BREEZE").id)

    assert [person.code for person in everyone] == sorted({person.code for person in everyone})
    assert {person.code for person in everyone} - {person.code for person in afterwards} == {"LIN"}


def test_the_house_knows_its_department_lead(session: Session) -> None:
    assert [person.code for person in people.house(session, Role.DEPARTMENT_LEAD)] == ["BU"]


def test_the_active_positioning_counts_and_not_the_newest(session: Session) -> None:
    account = by_code(session, Account, "BREEZE-DY")
    session.add_all(
        [
            AccountPositioning(account_id=account.id, version=1, persona="茶馆掌柜", audience="上班族", active=True),
            AccountPositioning(account_id=account.id, version=2, persona="茶山少年", audience="学生"),
        ]
    )

    assert accounts.positioning(session, account.id).persona == "茶馆掌柜"


def test_the_papers_of_an_account_are_listed(session: Session) -> None:
    account = by_code(session, Account, "BREEZE-DY")
    papers = [RegistrationPaper.PHONE, RegistrationPaper.AVATAR]
    session.add_all(RegistrationItem(account_id=account.id, paper=paper) for paper in papers)

    assert [item.paper for item in accounts.registration(session, account.id)] == ["avatar", "phone"]


def test_the_latest_revision_of_a_day_counts_for_each_source(session: Session) -> None:
    account = by_code(session, Account, "BREEZE-DY")
    day, day_after = date(2026, 11, 30), date(2026, 12, 1)
    told = [
        (day, Source.API, 1, 10),
        (day, Source.API, 2, 12),
        (day, Source.EXPORT, 1, 11),
        (day_after, Source.API, 1, 9),
    ]
    session.add_all(
        AccountDaily(account_id=account.id, day=day, source=source, revision=revision, new_fans=fans)
        for day, source, revision, fans in told
    )

    days = accounts.days(session, account.id, day, day)

    assert [(row.source, row.new_fans) for row in days] == [(Source.API, 12), (Source.EXPORT, 11)]


def test_works_without_a_content_item_belong_to_the_account_and_planned_ones_do_not_yet(session: Session) -> None:
    account = by_code(session, Account, "BREEZE-DY")
    session.add_all(
        [
            Publication(account_id=account.id, title="后来的", published_at=NOON),
            Publication(account_id=account.id, title="接手前的", published_at=NOON - HOUR),
            Publication(account_id=account.id, title="还没发的"),
        ]
    )

    assert [work.title for work in accounts.works(session, account.id)] == ["接手前的", "后来的"]


def test_the_schedule_leaves_out_the_moment_it_ends_at(session: Session) -> None:
    item = by_code(session, ContentItem, "BREEZE-001")
    planned = item.planned_publish_at

    assert content.scheduled(session, item.account_id, planned, planned + HOUR) == [item]
    assert content.scheduled(session, item.account_id, planned - HOUR, planned) == []


@pytest.mark.parametrize(
    ("from_hour", "to_hour", "clashes"), [(-2, 0, False), (-1, 1, True), (1, 2, True), (3, 5, True), (4, 6, False)]
)
def test_two_loans_of_a_camera_clash_when_they_overlap(
    session: Session, from_hour: int, to_hour: int, clashes: bool
) -> None:
    camera = Equipment(code="CAM-1", name="一号机")
    session.add(camera)
    session.flush()
    holder = by_code(session, Person, "SHE")
    session.add(EquipmentLoan(equipment_id=camera.id, holder_id=holder.id, out_at=NOON, due_at=NOON + 4 * HOUR))

    found_clashes = equipment.clashing_loans(session, camera.id, NOON + from_hour * HOUR, NOON + to_hour * HOUR)

    assert bool(found_clashes) is clashes


def test_a_camera_brought_back_early_is_free(session: Session) -> None:
    camera = Equipment(code="CAM-1", name="一号机")
    session.add(camera)
    session.flush()
    holder = by_code(session, Person, "SHE")
    loan = EquipmentLoan(equipment_id=camera.id, holder_id=holder.id, out_at=NOON, due_at=NOON + 4 * HOUR)
    loan.returned_at, loan.received_by_id = NOON + HOUR, holder.id
    session.add(loan)

    assert equipment.clashing_loans(session, camera.id, NOON + 2 * HOUR, NOON + 3 * HOUR) == []
