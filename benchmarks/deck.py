"""One project's deck beside python-pptx alone on the same shapes, and the whole half-month for 10, 50 and 100 accounts.

python3 run.py bench deck

Every measurement is the best of several in a process of its own. No PDF is made: that is LibreOffice's time.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.records import figures, reviews
from agency.records.figures import Observation
from agency.records.migrate import upgrade
from agency.records.tables import Account, Client, Project, Publication
from agency.reports.assessment import assess
from agency.reports.deck.drawing import write_deck
from agency.reports.deck.plan import Slide, charts_of
from agency.reports.deck.review import edition_of, slides_of
from agency.reports.material import ReviewMaterial
from agency.reports.review_execution import Execution
from benchmarks.ground.errand import peak_mb
from benchmarks.ground.table import Row, show
from benchmarks.peers import bare_pptx
from config.policy import Policy
from config.settings import PREFIX, settings
from tasks.opening import records
from tasks.review.pack import prepare
from tests.reports.invented import HALF, IN_THE_HALF, USUAL, days, facts, history

LAPS = 5
MOST_RATIO, MOST_MB = 2.0, 300
ACCOUNTS = (10, 50, 100)
OF_A_PROJECT = 2
WORKS, LOOKS = 40, 15
MOST_GROWTH = 1.3

Measured = Mapping[str, float]


def material() -> ReviewMaterial:
    """Return the invented review of a project with three accounts."""
    accounts = tuple(
        assess(replace(facts(*USUAL, work(number)), code=f"NOODLES-{number}", days=days()), HALF, Policy())
        for number in range(3)
    )
    return ReviewMaterial(
        project="NOODLES",
        project_name="云端面馆(虚构)",
        window=HALF,
        seen_until=IN_THE_HALF,
        accounts=accounts,
        execution=Execution(),
        actions=(),
    )


def work(number: int) -> "list[object]":
    """Return a work of the half-month."""
    return list(history(9, 9_000 + number, published_at=IN_THE_HALF, title=f"第{number}碗面(虚构)", completion=0.3))


def slides() -> list[Slide]:
    """Return the slides of the invented review."""
    gathered = material()
    return slides_of(gathered, edition_of(gathered, 1, "x.xlsx"))


def errand_deck(which: str) -> Measured:
    """Write the deck several times, ours or the peer's, and return the best time and the peak."""
    gathered = material()
    edition = edition_of(gathered, 1, "x.xlsx")
    planned = slides_of(gathered, edition)
    path = Path(tempfile.mkdtemp(prefix="bench_deck_")) / "deck.pptx"
    laps = []
    for _lap in range(LAPS):
        began = time.perf_counter()
        if which == "ours":
            write_deck(slides_of(gathered, edition), edition, path)
        else:
            bare_pptx.write(planned, path)
        laps.append(time.perf_counter() - began)
    return {
        "seconds": min(laps),
        "peak_mb": peak_mb(),
        "charts": len([c for c in charts_of(planned) if not c.is_empty]),
    }


def errand_half(accounts: str) -> Measured:
    """Prepare the half-month's material of so many accounts, two to a project, without LibreOffice."""
    home = tempfile.mkdtemp(prefix="bench_half_")
    os.environ |= {f"{PREFIX}HOME": home, f"{PREFIX}DATABASE": "sqlite", "PATH": "/nowhere"}
    settings.cache_clear()
    upgrade(settings().records_url)
    with records() as session:
        found(session, int(accounts))
    with records() as session:
        codes = reviews.executing(session)
    began, cpu_began = time.perf_counter(), time.process_time()
    for code in codes:
        prepare(code, HALF)
    cpu_s = time.process_time() - cpu_began
    return {"seconds": time.perf_counter() - began, "cpu_s": cpu_s, "peak_mb": peak_mb()}


def found(session: Session, accounts: int) -> None:
    """Put projects with accounts on record, each with works that were seen every day of the half-month."""
    client = Client(code="NOODLES", name="云端面馆(虚构)")
    session.add(client)
    session.flush()
    for number in range(accounts // OF_A_PROJECT):
        project = Project(
            code=f"NOODLES-{number:03}",
            name="云端面馆(虚构)",
            client_id=client.id,
            kickoff_on=HALF.first,
            plan_due_on=HALF.last,
            plan_status=ProjectPlanStatus.EXECUTING,
            plan_confirmed_at=HALF.begins,
        )
        session.add(project)
        session.flush()
        for place in range(OF_A_PROJECT):
            write_account(session, project, f"{project.code}-{place}")


def write_account(session: Session, project: Project, code: str) -> None:
    """Put an account with its works, looks and days on record."""
    account = Account(code=code, project_id=project.id, platform=Platform.DOUYIN, name="云端面馆(虚构)", handle=code)
    session.add(account)
    session.flush()
    works = list(invented(account.id))
    session.add_all(works)
    session.flush()
    for look in range(LOOKS):
        seen_at = HALF.begins + timedelta(days=look, hours=12)
        told = [(each.id, seen(each, number, look)) for number, each in enumerate(works)]
        figures.keep_snapshots(session, told, Observation(observed_at=seen_at, source=Source.API))
    of_days = [AccountDay(day=HALF.first + timedelta(days=n), plays_new=1_000 + n, new_fans=5) for n in range(-56, 15)]
    figures.keep_account_days(session, account.id, of_days, Observation(observed_at=HALF.ends, source=Source.API))


def invented(account_id: str) -> Iterator[Publication]:
    """Yield an account's works, one every day until the tenth of the half-month."""
    for number in range(WORKS):
        yield Publication(
            account_id=account_id,
            title=f"第{number}碗面(虚构)",
            platform_item_id=f"{account_id}-{number}",
            published_at=HALF.begins + timedelta(days=10 - number),
            status=PublicationStatus.LIVE,
            duration_ms=20_000 + number,
        )


def seen(each: Publication, number: int, look: int) -> WorkFigures:
    """Return a work as it is seen at one look."""
    plays = 1_000 + 100 * number + 50 * look
    assert each.published_at
    return WorkFigures(title=each.title, published_at=each.published_at, plays=plays, likes=plays // 20, completion=0.3)


def fresh(errand: str, given: str) -> Measured:
    """Run an errand in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.deck", errand, given], stdout=subprocess.PIPE, text=True, check=True
    )
    measured: Measured = json.loads(told.stdout.splitlines()[-1])
    return measured


def deck_rows() -> list[Row]:
    """Return the deck beside its peer."""
    ours, bare = fresh("deck", "ours"), fresh("deck", "bare")
    return [
        Row(what="python-pptx alone, the same shapes", measured=bare["seconds"]),
        Row(
            what=f"the deck, {ours['charts']:.0f} charts",
            measured=ours["seconds"],
            ratio=ours["seconds"] / bare["seconds"],
            against="python-pptx",
            target=MOST_RATIO,
        ),
        Row(
            what="its peak",
            measured=ours["peak_mb"],
            unit="MB",
            ratio=ours["peak_mb"] / MOST_MB,
            against=f"{MOST_MB} MB",
            target=1,
        ),
    ]


def half_rows() -> list[Row]:
    """Return the whole half-month by its accounts: CPU an account, and the peak, beside those of the fewest."""
    by_count = {count: fresh("half", str(count)) for count in ACCOUNTS}
    fewest = by_count[ACCOUNTS[0]]
    each = fewest["cpu_s"] / ACCOUNTS[0]
    rows = []
    for count, told in by_count.items():
        target = MOST_GROWTH if count > ACCOUNTS[0] else None
        grown, held = told["cpu_s"] / count / each, told["peak_mb"] / fewest["peak_mb"]
        what, seconds, cpu_s = f"{count} accounts", told["seconds"], told["cpu_s"]
        rows += [
            Row(what=what, measured=seconds, cpu_s=cpu_s, ratio=grown, against="CPU of one of 10", target=target),
            Row(what=f"{what}, peak", measured=told["peak_mb"], unit="MB", ratio=held, against="of 10", target=target),
        ]
    return rows


def main() -> None:
    """Run one errand that is named, else all of them."""
    match sys.argv[1:]:
        case ["deck", which]:
            print("\n" + json.dumps(errand_deck(which)))
        case ["half", accounts]:
            print("\n" + json.dumps(errand_half(accounts)))
        case _:
            show("One project's deck", deck_rows())
            show("The half-month of every project", half_rows())


if __name__ == "__main__":
    main()
