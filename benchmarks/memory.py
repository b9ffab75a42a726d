"""The most memory that a pull ever holds, at 20,000 works and at ten times as many, each in a process of its own."""

from dataclasses import replace

from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, run
from benchmarks.ground.options import Options, options
from benchmarks.ground.served import served
from benchmarks.ground.table import Row, show

MOST_MB = 150
MOST_GROWTH = 1.1
TIMES = (1, 10)


def peaks(chosen: Options) -> dict[int, float]:
    """Return the peak of a first pull, in MB, by the works that were pulled."""
    found: dict[int, float] = {}
    with databases("SQLite") as lent:
        for times in TIMES:
            scale = replace(chosen.scale, accounts=chosen.scale.accounts * times)
            with served(scale) as pages, lent["SQLite"]() as address:
                errand = Errand(base_url=pages.base_url, database=address, scale=scale, connections=chosen.connections)
                found[scale.works] = run("ours", errand, laps=1).peak_mb
    return found


def rows(held: dict[int, float]) -> list[Row]:
    """Return a row for each peak, and one for the growth between them."""
    smaller, larger = held.values()
    grown = Row(
        what="growth for ten times the works",
        measured=larger - smaller,
        unit="MB",
        ratio=larger / smaller,
        against="the smaller",
        target=MOST_GROWTH,
    )
    return [*(row(works, peak) for works, peak in held.items()), grown]


def row(works: int, peak: float) -> Row:
    """Return the row of one peak."""
    against = f"{MOST_MB} MB"
    return Row(what=f"peak at {works} works", measured=peak, unit="MB", ratio=peak / MOST_MB, against=against, target=1)


def main() -> None:
    """Pull both once, the second from ten times the accounts."""
    show("Memory of a pull into SQLite", rows(peaks(options(__doc__))))


if __name__ == "__main__":
    main()
