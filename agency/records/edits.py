"""What the round trip of the six tables asks the records: rows by code, who everybody is, and what changed since (C4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.edits import Known
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import AuditAction
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables import (
    Account,
    AuditEvent,
    ContentItem,
    EditTask,
    GatePass,
    GateRound,
    Person,
    ProjectMember,
    Publication,
    ReportSubmission,
    Shoot,
    ShootItem,
    TablesGivenBack,
)
from agency.records.tables.base import Named

N = TypeVar("N", bound=Named)
T = TypeVar("T")

AT_ONCE = 5_000


def by_codes(session: Session, kind: type[N], codes: Iterable[str]) -> dict[str, N]:
    """Return the rows of one kind that have these codes, by code."""
    found: dict[str, N] = {}
    for some in pieces(codes):
        found |= {row.code: row for row in session.scalars(select(kind).where(kind.code.in_(some)))}
    return found


def by_ids(session: Session, kind: type[N], ids: Iterable[str]) -> dict[str, N]:
    """Return the rows of one kind that have these ids, by id."""
    found: dict[str, N] = {}
    for some in pieces(ids):
        found |= {row.id: row for row in session.scalars(select(kind).where(kind.id.in_(some)))}
    return found


def codes_of(session: Session, kind: type[N], ids: Iterable[str]) -> dict[str, str]:
    """Return the code of each row of one kind that has one of these ids, by id."""
    return {row_id: row.code for row_id, row in by_ids(session, kind, ids).items()}


def day_reports(session: Session, account_ids: Iterable[str]) -> dict[tuple[str, str], ReportSubmission]:
    """Return what was reported of days, by the account's id and the day as it is written."""
    found: dict[tuple[str, str], ReportSubmission] = {}
    for some in pieces(account_ids):
        query = select(ReportSubmission).where(ReportSubmission.account_id.in_(some))
        rows = session.scalars(query.where(ReportSubmission.period == ReportPeriod.DAY))
        found |= {(row.account_id, row.period_key): row for row in rows}
    return found


def pieces(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """Yield the values, each once, in groups that a statement can name."""
    kept = list(dict.fromkeys(values))
    yield from (tuple(kept[start : start + AT_ONCE]) for start in range(0, len(kept), AT_ONCE))


def everybody(session: Session) -> list[Known]:
    """Return every person on record with their roles in each project, in the order of codes."""
    member_of: defaultdict[str, defaultdict[str, set[Role]]] = defaultdict(lambda: defaultdict(set))
    rows = session.execute(select(ProjectMember.person_id, ProjectMember.project_id, ProjectMember.role))
    for person_id, project_id, role in rows:
        member_of[person_id][project_id].add(role)
    return [
        Known(
            id=person.id,
            code=person.code,
            name=person.name,
            side=person.side,
            active=person.active,
            member_of={project: frozenset(roles) for project, roles in member_of[person.id].items()},
        )
        for person in session.scalars(select(Person).order_by(Person.code))
    ]


def changes(session: Session, row_ids: Iterable[str]) -> dict[str, list[AuditEvent]]:
    """Return every change of these rows, by row, the newest first."""
    found: defaultdict[str, list[AuditEvent]] = defaultdict(list)
    for some in pieces(row_ids):
        query = select(AuditEvent).where(AuditEvent.entity_id.in_(some), AuditEvent.action == AuditAction.CHANGED)
        for event in session.scalars(query.order_by(AuditEvent.created_at.desc(), AuditEvent.id.desc())):
            found[event.entity_id].append(event)
    return dict(found)


def names_of_actors(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the people who have these codes, by code."""
    rows = session.execute(select(Person.code, Person.name).where(Person.code.in_(list(codes))))
    return dict(rows.tuples().all())


def projects_of_items(session: Session, items: Iterable[ContentItem]) -> dict[str, str]:
    """Return the project of each content item, by the item's id."""
    accounts: dict[str, str] = {}
    kept = list(items)
    for some in pieces(item.account_id for item in kept):
        rows = session.execute(select(Account.id, Account.project_id).where(Account.id.in_(some)))
        accounts |= dict(rows.tuples().all())
    return {item.id: accounts[item.account_id] for item in kept}


def items_of_shoots(session: Session, shoots: Iterable[Shoot]) -> dict[str, list[ContentItem]]:
    """Return the content items that each shoot serves, by the shoot's id, in the order of their codes."""
    found: defaultdict[str, list[ContentItem]] = defaultdict(list)
    for some in pieces(shoot.id for shoot in shoots):
        query = select(ShootItem.shoot_id, ContentItem).join(ContentItem, ContentItem.id == ShootItem.content_id)
        for shoot_id, item in session.execute(query.where(ShootItem.shoot_id.in_(some)).order_by(ContentItem.code)):
            found[shoot_id].append(item)
    return dict(found)


def recorded_shoots(session: Session, item_ids: Iterable[str]) -> dict[str, str]:
    """Return the code of a shoot that was recorded for each content item that has one, by the item's id."""
    found: dict[str, str] = {}
    for some in pieces(item_ids):
        query = select(ShootItem.content_id, Shoot.code).join(Shoot, Shoot.id == ShootItem.shoot_id)
        rows = session.execute(query.where(ShootItem.content_id.in_(some), Shoot.recorded_at.is_not(None)))
        found |= dict(rows.tuples().all())
    return found


def publications(session: Session, item_ids: Iterable[str]) -> dict[str, list[Publication]]:
    """Return the publications of content items, by the item's id."""
    found: defaultdict[str, list[Publication]] = defaultdict(list)
    for some in pieces(item_ids):
        for row in session.scalars(
            select(Publication).where(Publication.content_id.in_(some)).order_by(Publication.id)
        ):
            found[str(row.content_id)].append(row)
    return dict(found)


def edit_tasks(session: Session, item_ids: Iterable[str]) -> dict[str, EditTask]:
    """Return the edit of each content item that has begun, by the item's id."""
    found: dict[str, EditTask] = {}
    for some in pieces(item_ids):
        rows = session.scalars(select(EditTask).where(EditTask.content_id.in_(some)))
        found |= {row.content_id: row for row in rows}
    return found


def handles(session: Session, accounts: Sequence[Account]) -> Mapping[tuple[str, str], str]:
    """Return the code of the account behind each platform and handle, of all accounts on the platforms of these."""
    platforms = {account.platform for account in accounts}
    rows = session.execute(
        select(Account.platform, Account.handle, Account.code).where(Account.platform.in_(platforms))
    )
    return {(platform.value, handle): code for platform, handle, code in rows if handle}


def passed_rounds(session: Session, subject_ids: Iterable[str]) -> dict[tuple[SubjectKind, str, str], GateRound]:
    """Return the last round of each gate of these subjects where that was passed, by kind, subject and gate."""
    last: dict[tuple[SubjectKind, str, str], GateRound] = {}
    passed: set[str] = set()
    for some in pieces(subject_ids):
        rounds = select(GateRound).where(GateRound.subject_id.in_(some)).order_by(GateRound.number)
        last |= {(one.subject_kind, one.subject_id, one.gate): one for one in session.scalars(rounds)}
        told = select(GatePass.round_id).join(GateRound, GateRound.id == GatePass.round_id)
        passed |= set(session.scalars(told.where(GateRound.subject_id.in_(some))))
    return {key: one for key, one in last.items() if one.id in passed}


def take_turns(session: Session) -> None:
    """Let one workbook at a time be written: others wait until this unit of work ends. SQLite lets in one anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("tables_given_back", 0))))


def taken_before(session: Session, sha256: str) -> dict[str, TablesGivenBack]:
    """Return which sheets of this very file were written before, by the sheet's code, with the time they were."""
    query = select(TablesGivenBack).where(TablesGivenBack.sha256 == sha256).order_by(TablesGivenBack.id)
    return {sheet: given for given in session.scalars(query) for sheet in given.taken}
