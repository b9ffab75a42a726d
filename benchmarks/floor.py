"""What others need for the same load: the wire alone, bare ``requests`` with a bulk upsert, pandas in a loop, and dlt."""

from benchmarks.ground.contest import LAPS, Best, Runs, best, contest, present
from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand
from benchmarks.ground.options import options
from benchmarks.ground.served import served
from benchmarks.ground.table import Row, show

FLOOR = "bare_requests"
PEERS = {
    "wire": "the wire alone (urllib3)",
    FLOOR: "bare requests + bulk upsert",
    "pandas_loop": "requests loop + pandas.to_sql",
    "dlt_load": "dlt, best configuration",
    "dlt_as_it_comes": "dlt, as it comes",
}


def rows(runs: Runs, lap: int) -> list[Row]:
    """Return the peers' rows of one lap, each beside the floor."""
    floor = best(runs[FLOOR], lap)
    return [row(what, best(runs[peer], lap), floor) for peer, what in PEERS.items() if peer in runs]


def row(what: str, loaded: Best, floor: Best) -> Row:
    """Return one peer's row."""
    return Row(
        what=what,
        measured=loaded.seconds,
        cpu_s=loaded.cpu_s,
        ratio=loaded.seconds / floor.seconds,
        against="floor",
    )


def main() -> None:
    """Let all of them load the same works, first and again."""
    chosen = options(__doc__)
    with databases() as lent, served(chosen.scale) as pages:

        def errand(_peer: str, address: str) -> Errand:
            return Errand(base_url=pages.base_url, database=address, scale=chosen.scale, connections=chosen.connections)

        for system, lend in lent.items():
            runs = contest(present(list(PEERS)), lend, errand, rounds=chosen.rounds)
            for name, lap in LAPS.items():
                show(f"{chosen.scale.works} works into {system}, {name}", rows(runs, lap))


if __name__ == "__main__":
    main()
