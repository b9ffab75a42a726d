"""What a sweep of 10,000 open deadlines takes, beside the naive loop that asks the records anew for each of them.

python3 run.py bench deadlines
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, event, insert, select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.terms.content import ContentKind
from agency.domain.terms.gates import SubjectKind
from agency.records.engine import open_records, records
from agency.records.migrate import upgrade
from agency.records.tables import Account, ContentItem, Person, ProjectMember, Reminder, RuleCheck, Wait
from agency.records.tables.base import new_ids
from benchmarks.ground.databases import databases
from benchmarks.ground.table import Row, show
from tasks.deadlines.sweep import sweep
from tasks.responsible import chain_of
from tests import small_agency

OPEN = 10_000
MOST_S = 5.0
MONDAY = datetime(2026, 11, 23, 9, tzinfo=BEIJING).astimezone(UTC)
SHOOT = date(2026, 12, 11)


def fill(engine: Engine) -> None:
    """Put 10,000 videos on record, each at its cut, which was asked for today: all of it due on Wednesday."""
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        account = session.scalars(select(Account.id)).one()
        editors = list(session.scalars(select(Person.id).order_by(Person.code)))
        items = new_ids(OPEN)
        session.connection().execute(insert(ContentItem), list(videos(account, items)))
        session.connection().execute(insert(Wait), list(questions(items, editors)))


def videos(account: str, items: list[str]) -> Iterator[dict[str, object]]:
    """Yield the videos."""
    for number, item in enumerate(items):
        yield {
            "id": item,
            "code": f"BENCH-{number:05}",
            "account_id": account,
            "title": f"第 {number} 杯茶(虚构)",
            "kind": ContentKind.SHORT_VIDEO,
            "planned_shoot_on": SHOOT,
            "planned_publish_at": MONDAY + timedelta(days=30),
        }


def questions(items: list[str], people: list[str]) -> Iterator[dict[str, object]]:
    """Yield a run for each video that stands at its cut."""
    for number, item in enumerate(items):
        yield {
            "flow_run_id": str(UUID(int=number)),
            "subject_kind": SubjectKind.CONTENT,
            "subject_id": item,
            "gate": "S10",
            "question": "s10-submit-1-x0",
            "slot": "s1",
            "headline": f"《第 {number} 杯茶(虚构)》 S10",
            "awaited": [people[number % len(people)]],
            "asked_at": MONDAY,
        }


def naive(session: Session) -> None:
    """Ask for each deadline alone what it is of, who stands above, its record and its reminders; write nothing."""
    for wait in session.scalars(select(Wait)).all():
        item = session.get_one(ContentItem, wait.subject_id)
        account = session.get_one(Account, item.account_id)
        chain_of(session, account.project_id, ["operations_lead"])
        session.scalars(select(ProjectMember).where(ProjectMember.project_id == account.project_id)).all()
        check = session.scalar(select(RuleCheck).where(RuleCheck.subject_id == item.id, RuleCheck.rule == wait.gate))
        if check is not None:
            session.scalars(select(Reminder).where(Reminder.check_id == check.id)).all()


SWEEPS = {
    "first look, all of them reminded (3 days)": MONDAY,
    "an hour later, nothing to say": MONDAY + timedelta(hours=1),
    "all of them reminded (the day)": MONDAY + timedelta(days=2),
    "all of them overdue": MONDAY + timedelta(days=3),
    "all of them brought before the lead": MONDAY + timedelta(days=4),
}


def measured(engine: Engine, work: Callable[[Session], object]) -> tuple[float, float, int]:
    """Return the seconds and the CPU seconds of one unit of work, and how many statements it sends."""
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", listener := lambda *told: said.append(told[2]))
    wall, cpu = time.perf_counter(), time.process_time()
    with records(engine) as session:
        work(session)
    took = time.perf_counter() - wall, time.process_time() - cpu
    event.remove(engine, "before_cursor_execute", listener)
    return *took, len(said)


def rows(address: str) -> Iterator[Row]:
    """Yield the rows of one database."""
    upgrade(address)
    engine = open_records(address)
    fill(engine)
    for name, at in SWEEPS.items():
        wall, cpu, count = measured(engine, lambda session, at=at: sweep(session, at))
        what, limit = f"{name} ({count} statements)", f"{MOST_S:g} s"
        yield Row(what=what, measured=wall, cpu_s=cpu, ratio=wall / MOST_S, against=limit, target=1)
    wall, cpu, count = measured(engine, naive)
    yield Row(what=f"the naive loop, reading only ({count:,} statements)", measured=wall, cpu_s=cpu)
    engine.dispose()


def main() -> None:
    """Measure on both databases."""
    with databases() as lent:
        for system, lend in lent.items():
            with lend() as address:
                show(f"A sweep of {OPEN:,} open deadlines in {system}", list(rows(address)))


if __name__ == "__main__":
    main()
