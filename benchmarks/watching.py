"""What it takes to count how an agency stands that has worked for years, beside reading the rows and counting them here.

python3 run.py bench watching
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform, PullPart
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.governance import RuleSeverity, RuleState
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records.engine import open_records, reading, records
from agency.records.migrate import upgrade
from agency.records.standing import first_id, standing
from agency.records.standing_pulls import pulls_by_platform
from agency.records.tables import (
    Account,
    DeliveryAttempt,
    Notification,
    Person,
    PlatformGrant,
    Project,
    Pull,
    RuleCheck,
    Wait,
)
from agency.records.tables.base import new_id, new_ids
from benchmarks.ground.databases import databases
from benchmarks.ground.table import Row, show
from tests import small_agency

ACCOUNTS = 100
LOOKS = 500_000
WAITS = 10_000
MESSAGES = 100_000
CHECKS = 100_000
CALLS = 200_000
AT_ONCE = 50_000
MOST_S = 0.05
ROUNDS = 9
NOW = datetime(2026, 11, 26, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fill(engine: Engine) -> None:
    """Put years of work on record, nearly all of it done with."""
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        person = session.scalars(select(Person.id)).first()
        accounts = list(add_accounts(session))
        assert person is not None
        for table, rows in (
            (Pull, looks(accounts)),
            (Wait, waits()),
            (Notification, messages(person)),
            (RuleCheck, checks()),
            (DeliveryAttempt, calls(person)),
        ):
            for some in batched(rows):
                session.connection().execute(insert(table), some)
    if engine.dialect.name == "postgresql":  # its autovacuum does so within a minute, and not while years go by at once
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def batched(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    """Yield rows some thousands at a time."""
    some: list[dict[str, object]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def add_accounts(session: Session) -> Iterator[str]:
    """Add authorised accounts, and yield their ids."""
    project = session.scalars(select(Project.id)).one()
    for number, account in enumerate(new_ids(ACCOUNTS)):
        told = {"name": f"第 {number} 家茶铺(虚构)", "project_id": project, "platform": list(Platform)[number % 3]}
        session.add(Account(id=account, code=f"BENCH-{number:03}", **told))
        session.flush()
        sealed = {"open_id": f"xuni-{number}", "access_token_sealed": "-", "access_expires_at": NOW}
        session.add(PlatformGrant(account_id=account, platform=told["platform"], authorised_at=NOW, **sealed))
        yield account


def looks(accounts: list[str]) -> Iterator[dict[str, object]]:
    """Yield looks, one account after the other, every hundredth of them in vain; one account fails since ever."""
    for number in range(LOOKS):
        account = number % ACCOUNTS
        in_vain = account == 0 or number % 101 == 0
        at = NOW - (LOOKS - number) * MINUTE
        known = {"account_id": accounts[account], "observed_at": at, "parts": [PullPart.WORKS], "created_at": at}
        yield {"id": id_at(at, number), "trouble": "没有答复(虚构)" if in_vain else None, **known}


def id_at(at: datetime, number: int) -> str:
    """Return an id of a moment, unlike the others."""
    return f"{first_id(at)[:10]}{number:016}"


def waits() -> Iterator[dict[str, object]]:
    """Yield runs that wait, at ten gates."""
    for number in range(WAITS):
        yield {
            "flow_run_id": str(UUID(int=number)),
            "subject_kind": SubjectKind.CONTENT,
            "subject_id": new_id(),
            "gate": f"S{number % 10 + 1}",
            "question": "s1",
            "headline": f"《第 {number} 杯茶(虚构)》",
            "awaited": [],
            "due_on": NOW.date() + timedelta(days=number % 20 - 3),
            "asked_at": NOW - timedelta(hours=number % 400),
        }


def messages(person: str) -> Iterator[dict[str, object]]:
    """Yield messages, one of a thousand not yet sent."""
    for number, message in enumerate(new_ids(MESSAGES)):
        status = DeliveryStatus.WAITING if number % 1000 == 0 else DeliveryStatus.SENT
        known = {"kind": MessageKind.NOTICE, "urgency": Urgency.IN_HOURS, "channel": ChatChannel.EMAIL}
        told = {"dedupe_key": message, "about": message, "title": "周报(虚构)", "body": "", "person_id": person}
        yield {"id": message, "status": status, "created_at": NOW - number * MINUTE, **known, **told}


def checks() -> Iterator[dict[str, object]]:
    """Yield obligations, one of a hundred still open."""
    for number, check in enumerate(new_ids(CHECKS)):
        state = RuleState.PENDING if number % 100 == 0 else RuleState.MET
        told = {"subject_kind": "content_items", "subject_id": check, "severity": RuleSeverity.WARNS}
        yield {"id": check, "rule": f"I{number % 8}", "state": state, "due_at": NOW - number * MINUTE, **told}


def calls(person: str) -> Iterator[dict[str, object]]:
    """Yield calls to channels, one a minute."""
    for number in range(CALLS):
        at = NOW - number * MINUTE
        told = {"channel": ChatChannel.EMAIL, "person_id": person, "notification_ids": [], "started_at": at}
        yield {"id": id_at(at, number), "outcome": DeliveryOutcome.SENT, **told}


def counted(session: Session) -> None:
    """Count as the watch does."""
    standing(session, NOW)
    pulls_by_platform(session, NOW)


def naive(session: Session) -> None:
    """Read the rows that the gates, the messages and the obligations are counted from, and count them here."""
    Counter((one.gate, one.due_on) for one in session.scalars(select(Wait)))
    Counter(one.status for one in session.scalars(select(Notification)))
    Counter((one.rule, one.state) for one in session.scalars(select(RuleCheck)))


def measured(engine: Engine, work: Callable[[Session], None], rounds: int) -> float:
    """Return the seconds of the best of some rounds, after one that is not counted."""
    took = []
    for _round in range(rounds + 1):
        begun = time.perf_counter()
        with reading(engine) as session:
            work(session)
        took.append(time.perf_counter() - begun)
    return min(took[1:])


def rows(address: str) -> Iterator[Row]:
    """Yield the rows of one database."""
    upgrade(address)
    engine = open_records(address)
    fill(engine)
    here = measured(engine, naive, 1)
    ours = measured(engine, counted, ROUNDS)
    yield Row(
        what="all numbers of the watch", measured=ours * 1000, unit="ms", ratio=ours / MOST_S, against="50 ms", target=1
    )
    yield Row(
        what="reading three of the tables instead", measured=here * 1000, unit="ms", ratio=here / ours, against="ours"
    )
    engine.dispose()


def main() -> None:
    """Measure on both databases."""
    with databases() as lent:
        for system, lend in lent.items():
            with lend() as address:
                show(
                    f"Looking at {LOOKS:,} pulls, {WAITS:,} gates and {MESSAGES:,} messages in {system}",
                    list(rows(address)),
                )


if __name__ == "__main__":
    main()
