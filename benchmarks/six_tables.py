"""The six tables of 100 accounts and 20,000 videos, gathered and written, beside XlsxWriter writing the same cells from memory.

python3 run.py bench six_tables
"""

from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, Lap, Run, run
from benchmarks.ground.full_agency import on_record
from benchmarks.ground.invented import Scale
from benchmarks.ground.table import Row, show

OURS, PEER = "six_tables", "xlsxwriter_alone"
LAPS = 3
MOST = 1.5


def best(told: Run) -> Lap:
    """Return the shortest lap: what else the machine did in the others is not measured."""
    return min(told.laps, key=lambda lap: lap.seconds)


def rows(ours: Run, peer: Run) -> list[Row]:
    """Return the rows of one database."""
    mine, theirs = best(ours), best(peer)
    return [
        Row(
            what="the six tables, gathered and written",
            measured=mine.seconds,
            cpu_s=mine.cpu_s,
            ratio=mine.seconds / theirs.seconds,
            against="XlsxWriter",
            target=MOST,
        ),
        Row(what="XlsxWriter alone, the same cells", measured=theirs.seconds, cpu_s=theirs.cpu_s),
        Row(what="memory of ours, at most", measured=ours.peak_mb, unit="MB"),
        Row(what="memory of XlsxWriter with the cells", measured=peer.peak_mb, unit="MB"),
    ]


def main() -> None:
    """Measure on both databases."""
    scale = Scale()
    with databases() as lent:
        for system, lend in lent.items():
            with lend() as address:
                on_record(address, scale)
                errand = Errand(base_url="", database=address, scale=scale)
                ours, peer = run(OURS, errand, laps=LAPS), run(PEER, errand, laps=LAPS)
                show(f"The six tables of {scale.works:,} videos in {system}", rows(ours, peer))


if __name__ == "__main__":
    main()
