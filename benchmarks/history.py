"""The daily pull of the same works while the history on record grows: 10^5, 10^6, and with ``--full`` 5 x 10^6 snapshots."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Source
from agency.records.tables import Publication, VideoSnapshot
from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, Lap, measured
from benchmarks.ground.options import Options, options
from benchmarks.ground.served import Served, served
from benchmarks.ground.table import Row, show
from benchmarks.peers import ours
from tasks.opening import records

SIZES = (100_000, 1_000_000)
FULL = (*SIZES, 5_000_000)
MOST_GROWTH = 1.15
BETWEEN_LOOKS = timedelta(hours=3)


def grow(to: int) -> None:
    """Put looks at all works on record, ever further back, until there are so many snapshots; as a pull a moment each."""
    with records() as session:
        count, oldest = session.execute(select(func.count(), func.min(VideoSnapshot.observed_at))).one()
        works = session.scalars(select(func.count()).select_from(Publication)).one()
    moment = oldest or datetime.now(UTC)
    for _look in range((to - count) // works):
        moment -= BETWEEN_LOOKS
        with records() as session:
            look(session, moment)


def look(session: Session, moment: datetime) -> None:
    """Put one look at all works on record."""
    seen = select(
        Publication.id,
        literal(moment, VideoSnapshot.observed_at.type),
        literal(Source.API, VideoSnapshot.source.type),
        literal(1),
        literal(700.5),
        func.length(Publication.title) * 1_000,
        func.length(Publication.title) * 40,
        func.length(Publication.title) * 5,
        func.length(Publication.title) * 3,
    )
    columns = (
        VideoSnapshot.publication_id,
        VideoSnapshot.observed_at,
        VideoSnapshot.source,
        VideoSnapshot.revision,
        VideoSnapshot.age_hours,
        VideoSnapshot.plays,
        VideoSnapshot.likes,
        VideoSnapshot.comments,
        VideoSnapshot.shares,
    )
    session.connection().execute(insert(VideoSnapshot).from_select(columns, seen))


def rows(address: str, pages: Served, chosen: Options) -> list[Row]:
    """Return the rows of one database, each size's best pull against the first size's."""
    errand = Errand(base_url=pages.base_url, database=address, scale=chosen.scale, connections=chosen.connections)
    ours.prepare(errand)
    ours.load(errand)
    found: dict[int, Lap] = {}
    for size in FULL if chosen.full else SIZES:
        begun = time.perf_counter()
        grow(size)
        print(f"{size} snapshots on record after {time.perf_counter() - begun:.0f} s", flush=True)
        laps = [measured(ours, errand) for _round in range(chosen.rounds)]
        found[size] = min(laps, key=lambda lap: lap.seconds)
    base = found[SIZES[0]]
    return [
        Row(
            what=f"daily pull over {size} snapshots",
            measured=lap.seconds,
            cpu_s=lap.cpu_s,
            ratio=lap.seconds / base.seconds,
            against=f"{SIZES[0]}",
            target=MOST_GROWTH,
        )
        for size, lap in found.items()
    ]


def main() -> None:
    """Pull over a growing history, on both databases."""
    chosen = options(__doc__)
    with databases() as lent, served(chosen.scale) as pages:
        for system, lend in lent.items():
            with lend() as address:
                show(f"A growing history in {system}", rows(address, pages, chosen))


if __name__ == "__main__":
    main()
