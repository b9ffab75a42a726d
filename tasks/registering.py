"""Writes a register into the records: what is new is added, what is known by its code is brought up, nothing is deleted."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agency.domain.deadlines import plan_due
from agency.domain.lookalikes import lookalikes
from agency.domain.terms.people import Role
from agency.errors import BadInput
from agency.locale import _
from agency.records.named import by_code, name_of
from agency.records.tables import (
    Account,
    Client,
    Equipment,
    GroupChat,
    Person,
    Project,
    ProjectMember,
    Topic,
    WorkDayOverride,
)
from agency.records.tables.base import Named
from config.settings import settings
from tasks.opening import records
from tasks.register_book import (
    AccountEntry,
    DayEntry,
    GroupEntry,
    PersonEntry,
    ProjectEntry,
    RegisterBook,
    TopicEntry,
    read_book,
)

Row = TypeVar("Row", bound=Named)


def register(path: Path) -> Counter[str]:
    """Bring a register into the records, all of it or nothing; return how many rows of each kind it told of.

    Raise ``BadInput`` for a book that cannot be read, ``NotOnRecord`` for a code that stands for nobody.
    """
    book = read_book(path)
    with records() as session:
        return write_book(session, book)


def write_book(session: Session, book: RegisterBook) -> Counter[str]:
    """Write a book, the parts that others name first."""
    told: Counter[str] = Counter()
    for client in book.clients:
        told[name_of(Client)] += keep(session, Client, client.code, name=client.name, industry=client.industry or None)
    for person in book.people:
        told[name_of(Person)] += keep_person(session, person)
    refuse_lookalikes(session, [person.code for person in book.people])
    for project in book.projects:
        told[name_of(Project)] += keep_project(session, project)
        told[name_of(Account)] += len(project.accounts)
    for group in book.groups:
        told[name_of(GroupChat)] += keep_group(session, group, None)
    for thing in book.equipment:
        keeper = by_code(session, Person, thing.keeper).id if thing.keeper else None
        told[name_of(Equipment)] += keep(session, Equipment, thing.code, name=thing.name, keeper_id=keeper)
    for topic in book.topics:
        told[name_of(Topic)] += keep_topic(session, topic)
    for day in book.days:
        told[_("calendar days")] += keep_day(session, day)
    return told


def keep(session: Session, kind: type[Row], code: str, **told: Any) -> int:  # noqa: ANN401 - a table's own columns
    """Add a row, or bring the one of this code up to what is told; return 1, for counting."""
    row = session.scalar(select(kind).where(kind.code == code))
    if row is None:
        session.add(kind(code=code, **told))  # type: ignore[call-arg]  # every table's own columns
    else:
        for column, value in told.items():
            setattr(row, column, value)
    session.flush()
    return 1


def keep_person(session: Session, entry: PersonEntry) -> int:
    """Keep somebody."""
    client = by_code(session, Client, entry.client).id if entry.client else None
    return keep(
        session,
        Person,
        entry.code,
        name=entry.name,
        side=entry.side,
        roles=list(entry.roles),
        client_id=client,
        active=entry.active,
        email=entry.email or None,
        im_ids={channel.value: handle for channel, handle in entry.im_ids.items()},
    )


def refuse_lookalikes(session: Session, told: Sequence[str]) -> None:
    """Raise ``BadInput`` where one of these people looks like somebody else in a form, and is not called the same."""
    names = dict(session.execute(select(Person.code, Person.name).where(Person.active)).tuples().all())
    for first, second in lookalikes(names, told):
        sentence = _("{first} ({first_code}) and {second} ({second_code}) look alike: give one of them another name.")
        known = {"first": names[first], "first_code": first, "second": names[second], "second_code": second}
        raise BadInput(sentence.format(**known))


def keep_project(session: Session, entry: ProjectEntry) -> int:
    """Keep a project with its members, groups and accounts; its plan is due a week after the kickoff (C2)."""
    keep(
        session,
        Project,
        entry.code,
        name=entry.name,
        client_id=by_code(session, Client, entry.client).id,
        kickoff_on=entry.kickoff_on,
        plan_due_on=plan_due(entry.kickoff_on, settings().policy),
    )
    project = by_code(session, Project, entry.code)
    for role, codes in entry.members.items():
        keep_members(session, project, role, codes)
    for group in entry.groups:
        keep_group(session, group, project.id)
    for account in entry.accounts:
        keep_account(session, project, account)
    return 1


def keep_group(session: Session, entry: GroupEntry, project_id: str | None) -> int:
    """Keep a chat group, of a project or of the whole house; what is entered for its bot stays."""
    told = {"name": entry.name, "channel": entry.channel, "purpose": entry.purpose}
    return keep(session, GroupChat, entry.code, project_id=project_id, **told)


def keep_members(session: Session, project: Project, role: Role, codes: tuple[str, ...]) -> None:
    """Let a role of a project be held by these people and no others; who stays keeps their row."""
    people = {by_code(session, Person, code).id for code in codes}
    held = select(ProjectMember.person_id).where(ProjectMember.project_id == project.id, ProjectMember.role == role)
    known = set(session.scalars(held))
    session.execute(
        delete(ProjectMember).where(
            ProjectMember.project_id == project.id,
            ProjectMember.role == role,
            ProjectMember.person_id.in_(known - people),
        )
    )
    session.add_all(
        ProjectMember(project_id=project.id, person_id=person, role=role) for person in sorted(people - known)
    )


def keep_account(session: Session, project: Project, entry: AccountEntry) -> None:
    """Keep an account of a project."""
    keep(
        session,
        Account,
        entry.code,
        project_id=project.id,
        platform=entry.platform,
        name=entry.name,
        handle=entry.handle or None,
        account_type=entry.kind,
        status=entry.status,
        operator_id=by_code(session, Person, entry.operator).id,
        director_id=by_code(session, Person, entry.director).id,
    )


def keep_day(session: Session, entry: DayEntry) -> int:
    """Keep a day of the agency's own calendar."""
    row = session.scalar(select(WorkDayOverride).where(WorkDayOverride.day == entry.day))
    if row is None:
        row = WorkDayOverride(day=entry.day, is_workday=entry.works)
        session.add(row)
    row.is_workday, row.note = entry.works, entry.note
    return 1


def keep_topic(session: Session, entry: TopicEntry) -> int:
    """Keep an idea in an account's pool."""
    account = by_code(session, Account, entry.account).id
    return keep(session, Topic, entry.code, title=entry.title, account_id=account, hook=entry.hook, source=entry.source)
