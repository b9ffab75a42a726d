"""What a review reads of a year of daily looks at 1,000 works, beside pandas, which reads the whole table and groups it.

python3 run.py bench report_queries
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pandas as pd
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.daily_series import DAY, DAYS_BACK
from agency.domain.figures import AccountDay
from agency.domain.snapshots import Wanted
from agency.domain.terms.figures import Source
from agency.domain.windows import half_month, previous
from agency.records import figures, histories
from agency.records.engine import open_records, reading, records
from agency.records.figures import Observation
from agency.records.migrate import upgrade
from agency.records.tables import Account, Publication, VideoSnapshot
from agency.records.tables.base import new_id
from agency.reports.assessment import assess
from agency.reports.review_facts import AccountFacts
from benchmarks.ground.databases import databases
from benchmarks.ground.table import Row, show
from config.policy import Policy
from tests import small_agency

WORKS, DAYS = 1_000, 365
ROUNDS = 7
MOST_MS = 200
REVIEWED_AT = datetime(2026, 11, 16, 1, tzinfo=UTC)
POLICY = Policy()
HALF = previous(half_month(beijing_day(REVIEWED_AT), POLICY))
WANTED = Wanted(until=REVIEWED_AT, windows=(previous(HALF), HALF), ages=POLICY.compared_ages, falls_in=HALF)
WEEK = Wanted(until=HALF.ends, windows=(HALF,))
Query = Callable[[Session, str], object]


def looks(works: list[str], day: int) -> Iterator[dict[str, object]]:
    """Yield one day's look at all works, as Douyin's list tells it; likes are withdrawn from every tenth now and then."""
    moment = REVIEWED_AT - timedelta(days=DAYS - day, hours=-2)
    for number, work in enumerate(works):
        plays = 1_000 + number % 97 * 10 + day * 9
        withdrawn = 1 if number % 10 == 0 and day % 30 == number % 30 else 0
        yield {
            "publication_id": work,
            "observed_at": moment,
            "source": Source.API,
            "revision": 1,
            "plays": plays,
            "likes": plays // 500 - withdrawn,
            "comments": plays // 900,
            "shares": plays // 700,
        }


def fill(engine: Engine) -> str:
    """Put a year on record; return the account it is of."""
    out = REVIEWED_AT - timedelta(days=DAYS, hours=3)
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        account = session.scalars(select(Account.id)).one()
        works = [new_id() for _work in range(WORKS)]
        rows = [
            {"id": work, "account_id": account, "title": f"第{number}只纸鸢 #虚构", "published_at": out}
            for number, work in enumerate(works)
        ]
        session.connection().execute(insert(Publication), rows)
        for day in range(DAYS):
            session.connection().execute(insert(VideoSnapshot), list(looks(works, day)))
        told = Observation(observed_at=REVIEWED_AT, source=Source.API)
        days = [AccountDay(day=HALF.last - n * DAY, plays_new=9_000 + n * 37 % 900) for n in range(DAYS)]
        figures.keep_account_days(session, account, days, told)
        assert session.scalar(select(func.count()).select_from(VideoSnapshot)) == WORKS * DAYS
    return account


QUERIES: dict[str, Query] = {
    "looks and ages for two half-months": lambda session, account: histories.read(session, account, WANTED),
    "days of the account": lambda session, account: histories.days_of(
        session, account, HALF.first - DAYS_BACK * DAY, HALF.last
    ),
}
BESIDE: dict[str, Query] = {
    "looks for a topic meeting": lambda session, account: histories.read(session, account, WEEK),
}


def by_pandas(engine: Engine) -> None:
    """Read every snapshot and group it: each work's last look before each edge, and its look nearest to each age."""
    with engine.connect() as connection:
        told = pd.read_sql("SELECT * FROM video_snapshots", connection)
        works = pd.read_sql("SELECT id, published_at FROM publications", connection)
    told["observed_at"] = pd.to_datetime(told["observed_at"], utc=True)
    told = told.sort_values("observed_at")
    for edge in WANTED.edges:
        told[told["observed_at"] < edge].groupby("publication_id").last()
    out = pd.to_datetime(works.set_index("id")["published_at"], utc=True)
    age = told["observed_at"] - told["publication_id"].map(out)
    for days in POLICY.compared_ages:
        off = (age - pd.Timedelta(days=days)).abs()
        near = told[off <= pd.Timedelta(hours=12)]
        near.assign(off=off).sort_values("off").groupby("publication_id").first()


def rules(session: Session, account: str) -> Callable[[], object]:
    """Return what the review makes of all that was read."""
    answer = histories.read(session, account, WANTED)
    facts = AccountFacts(
        code="KITE",
        name="纸鸢工坊(虚构)",
        platform=session.scalars(select(Account.platform)).one(),
        histories=answer.histories,
        plays_at_ages=answer.plays_at_ages,
        days=histories.days_of(session, account, HALF.first - DAYS_BACK * DAY, HALF.last),
        until=HALF.last,
    )
    return lambda: assess(facts, HALF, POLICY)


def best(measured: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the least milliseconds on the wall and seconds of CPU of several rounds."""
    walls, cpus = [], []
    for _round in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        measured()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls) * 1_000, min(cpus)


def rows(address: str) -> Iterator[Row]:
    """Yield the rows of one database."""
    upgrade(address)
    engine = open_records(address)
    account = fill(engine)
    peer, peer_cpu = best(lambda: by_pandas(engine), rounds=2)
    yield Row(what="pandas: the whole table, grouped", measured=peer, unit="ms", cpu_s=peer_cpu)
    with reading(engine) as session:
        laps = {name: best(lambda query=query: query(session, account)) for name, query in QUERIES.items()}
        total = sum(wall for wall, _cpu in laps.values())
        for name, (wall, cpu) in laps.items():
            yield Row(what=name, measured=wall, unit="ms", cpu_s=cpu, ratio=wall / peer, against="pandas")
        spent = sum(cpu for _wall, cpu in laps.values())
        yield Row(
            what="all of a review's", measured=total, unit="ms", cpu_s=spent, ratio=total / peer, against="pandas"
        )
        yield Row(what="the same", measured=total, unit="ms", ratio=total / MOST_MS, against=f"{MOST_MS} ms", target=1)
        for name, query in BESIDE.items():
            wall, cpu = best(lambda query=query: query(session, account))
            yield Row(what=name, measured=wall, unit="ms", cpu_s=cpu, ratio=wall / peer, against="pandas")
        wall, cpu = best(rules(session, account))
        yield Row(what="the rules over what was read", measured=wall, unit="ms", cpu_s=cpu)
    engine.dispose()


def main() -> None:
    """Measure on both databases."""
    with databases() as lent:
        for system, lend in lent.items():
            with lend() as address:
                show(f"A review's queries over {WORKS * DAYS:,} snapshots in {system}", list(rows(address)))


if __name__ == "__main__":
    main()
