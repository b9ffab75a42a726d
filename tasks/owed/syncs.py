"""What is owed around a script: that it is with its three readers in time, and that each of them knows it (I4, R04).

One obligation a version (``I4``), for the director; one a reader and version (``I4-read``). What a newer version or
another reader has overtaken is waived, so that its record is closed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.deadlines import script_sync_due
from agency.domain.obligations import STILL_TOLD, Obligation, end_of
from agency.domain.terms.content import ScriptStatus
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleSeverity
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records.syncs import carried, is_reader, reached
from agency.records.tables import Account, ContentItem, Notification, Person, Script, ScriptSync, Wait, Waiver
from config.settings import settings
from config.standard import standard
from tasks.asking_people import about_id_of
from tasks.calendars import calendar
from tasks.owed.links import run_links
from tasks.owed.people import Responsible
from tasks.scripts.reading import READ

SYNC = "I4"
REMINDED_TO_READ = (1, 0)

Link = str | None


@dataclass(frozen=True)
class Surroundings:
    """What every obligation here is judged by."""

    people: Responsible
    days: Calendar
    waived: frozenset[str]
    links: Mapping[str, Link]


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield what is owed around the synced scripts whose shoot is to come, or was in the last weeks."""
    around = Surroundings(Responsible.read(session), calendar(session), waived(session), links(session))
    for rows in by_script(session, at).values():
        yield of_script(rows, around)
        yield from (of_reader(row, around) for row in rows if row.reached_at is not None or row.acknowledged_at)


def by_script(session: Session, at: datetime) -> dict[str, list[Row[Any]]]:
    """Return every reader of every synced version, by version."""
    query = (
        select(
            ScriptSync.id,
            ScriptSync.script_id,
            ScriptSync.recipient_id,
            ScriptSync.acknowledged_at,
            reached.label("reached_at"),
            is_reader.label("is_reader"),
            Person.name.label("reader"),
            Script.version,
            Script.status,
            ContentItem.id.label("content_id"),
            ContentItem.code,
            ContentItem.title,
            ContentItem.director_id,
            ContentItem.planned_shoot_on,
            ContentItem.stopped_at,
            Account.project_id,
        )
        .join(Script, Script.id == ScriptSync.script_id)
        .join(ContentItem, ContentItem.id == Script.content_id)
        .join(Account, Account.id == ContentItem.account_id)
        .join(Person, Person.id == ScriptSync.recipient_id)
        .outerjoin(Notification, carried)
        .where(ContentItem.planned_shoot_on >= beijing_day(at - STILL_TOLD))
        .order_by(ScriptSync.script_id, ScriptSync.id)
    )
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.script_id].append(row)
    return found


def waived(session: Session) -> frozenset[str]:
    """Return the content items whose late script was excepted by name."""
    query = select(Waiver.subject_id).where(Waiver.rule == SYNC, Waiver.subject_kind == SubjectKind.CONTENT)
    return frozenset(session.scalars(query))


def links(session: Session) -> dict[str, Link]:
    """Return where each version's readers answer."""
    address = run_links()
    waits = session.scalars(select(Wait).where(Wait.gate == READ))
    return {about_id_of(wait.question, READ): address(wait.flow_run_id) for wait in waits}


def of_script(rows: Sequence[Row[Any]], around: Surroundings) -> Obligation:
    """Return what is owed of one version: that the last of its readers of now has it in time."""
    told = rows[0]
    arrived = [row.reached_at for row in rows if row.is_reader]
    policy = settings().policy
    done_at = max(arrived) if arrived and all(moment is not None for moment in arrived) else None
    return Obligation(
        rule=SYNC,
        subject_kind=Script.__tablename__,
        subject_id=told.script_id,
        what=_("Script of 《{title}》, version {version}, with its readers").format(
            title=told.title, version=told.version
        ),
        owners=owners(told, around.people),
        due_at=end_of(script_sync_due(told.planned_shoot_on, around.days, policy)),
        chain=around.people.chain(told.project_id, standard().gates[SYNC].escalate),
        project_id=told.project_id,
        done_at=done_at,
        is_waived=told.content_id in around.waived or (is_overtaken(told) and done_at is None),
        severity=RuleSeverity.BLOCKS,
    )


def of_reader(row: Row[Any], around: Surroundings) -> Obligation:
    """Return what one reader owes: to know the version by the end of the working day before the shoot."""
    shoot_on: date = row.planned_shoot_on
    is_over = is_overtaken(row) or not row.is_reader
    return Obligation(
        rule=READ,
        subject_kind=ScriptSync.__tablename__,
        subject_id=row.id,
        what=_("Know the script of 《{title}》, version {version} ({name})").format(
            title=row.title, version=row.version, name=row.reader
        ),
        owners=(row.recipient_id,),
        due_at=end_of(around.days.previous_working_day(shoot_on)),
        chain=list(dict.fromkeys([*owners(row, around.people), *around.people.chain(row.project_id, ())])),
        project_id=row.project_id,
        link=around.links.get(row.script_id),
        done_at=row.acknowledged_at,
        is_waived=is_over and row.acknowledged_at is None,
        remind_days=REMINDED_TO_READ,
    )


def owners(row: Row[Any], people: Responsible) -> tuple[str, ...]:
    """Return the director of an item, else those of its project."""
    return (row.director_id,) if row.director_id else tuple(people.holding(row.project_id, [Role.DIRECTOR]))


def is_overtaken(row: Row[Any]) -> bool:
    """Say whether nothing is owed of a version any more: a newer one is approved, or its video was stopped."""
    return row.status is not ScriptStatus.APPROVED or row.stopped_at is not None
