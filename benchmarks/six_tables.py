"""The six tables of 100 accounts and 20,000 videos, gathered and written, beside XlsxWriter writing the same cells from memory.

python3 run.py bench six_tables
"""

from collections.abc import Sequence

from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, Lap, Run, run
from benchmarks.ground.full_agency import on_record
from benchmarks.ground.invented import Scale
from benchmarks.ground.table import Row, show

OURS, PEER = "six_tables", "xlsxwriter_alone"
ROUNDS, LAPS = 2, 2
MOST = 1.5


def best(runs: Sequence[Run]) -> Lap:
    """Return the shortest lap: what else the machine did in the others is not measured."""
    return min((lap for told in runs for lap in told.laps), key=lambda lap: lap.seconds)


def most_mb(runs: Sequence[Run]) -> float:
    """Return the most memory that any of the processes held."""
    return max(told.peak_mb for told in runs)


def rows(ours: Sequence[Run], peer: Sequence[Run]) -> list[Row]:
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
        Row(what="memory of ours, at most", measured=most_mb(ours), unit="MB"),
        Row(what="memory of XlsxWriter with the cells", measured=most_mb(peer), unit="MB"),
    ]


def in_turns(errand: Errand) -> tuple[list[Run], list[Run]]:
    """Return the runs of both; they take turns, so that a busy minute strikes both."""
    turns = [(run(OURS, errand, laps=LAPS), run(PEER, errand, laps=LAPS)) for _round in range(ROUNDS)]
    return [ours for ours, _peer in turns], [peer for _ours, peer in turns]


def main() -> None:
    """Measure on both databases."""
    scale = Scale()
    with databases() as lent:
        for system, lend in lent.items():
            with lend() as address:
                on_record(address, scale)
                errand = Errand(base_url="", database=address, scale=scale)
                show(f"The six tables of {scale.works:,} videos in {system}", rows(*in_turns(errand)))


if __name__ == "__main__":
    main()
