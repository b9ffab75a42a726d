"""Our pull beside the floor and beside dlt: first load, and the same load again, into SQLite and PostgreSQL.

The floor makes the same calls as ours, the accounts' days among them; dlt reads the works alone, which favours it.
With ``--full`` there is also dlt without the indexes that its best configuration asks for.
"""

from benchmarks.ground.contest import AGAIN, LAPS, Best, Runs, best, contest, present
from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand
from benchmarks.ground.options import options
from benchmarks.ground.served import served
from benchmarks.ground.table import Row, show

OURS, FLOOR = "ours", "bare_requests"
DLT_AT_ITS_BEST, DLT_AS_IT_COMES = "dlt_load", "dlt_as_it_comes"
DLT = {DLT_AT_ITS_BEST: "dlt, best configuration", DLT_AS_IT_COMES: "dlt, as it comes"}
MOST_OF_FLOOR = 1.3
LEAST_OF_DLT = 3.0
LEAST_OF_DLT_AS_IT_COMES_AGAIN_INTO_SQLITE = 10.0


def rows(runs: Runs, system: str, lap: int) -> list[Row]:
    """Return the rows of one database and one lap: ours against the floor, then the peers."""
    ours, floor = best(runs[OURS], lap), best(runs[FLOOR], lap)
    compared = Row(
        what="our pull",
        measured=ours.seconds,
        cpu_s=ours.cpu_s,
        ratio=ours.seconds / floor.seconds,
        against="floor",
        target=MOST_OF_FLOOR,
    )
    return [
        compared,
        Row(what="bare requests + bulk upsert (the floor)", measured=floor.seconds, cpu_s=floor.cpu_s),
        *(
            beaten(what, best(runs[peer], lap), ours, least_of(peer, system, lap))
            for peer, what in DLT.items()
            if peer in runs
        ),
    ]


def least_of(peer: str, system: str, lap: int) -> float:
    """Return how many times as long as ours a configuration of dlt has to take."""
    if (peer, system, lap) == (DLT_AS_IT_COMES, "SQLite", AGAIN):
        return LEAST_OF_DLT_AS_IT_COMES_AGAIN_INTO_SQLITE
    return LEAST_OF_DLT


def beaten(what: str, loaded: Best, ours: Best, least: float) -> Row:
    """Return the row of a peer that has to take so many times as long as ours."""
    return Row(
        what=what,
        measured=loaded.seconds,
        cpu_s=loaded.cpu_s,
        ratio=loaded.seconds / ours.seconds,
        against="ours",
        target=least,
        at_least=True,
    )


def main() -> None:
    """Let all of them load the same works, into one database after the other."""
    chosen = options(__doc__)
    peers = present([OURS, FLOOR, *(DLT if chosen.full else [DLT_AT_ITS_BEST])])
    with databases() as lent, served(chosen.scale) as pages:

        def errand(peer: str, address: str) -> Errand:
            return Errand(
                base_url=pages.base_url,
                database=address,
                scale=chosen.scale,
                connections=chosen.connections,
                days=peer == FLOOR,
            )

        for system, lend in lent.items():
            runs = contest(peers, lend, errand, rounds=chosen.rounds)
            for name, lap in LAPS.items():
                show(f"{chosen.scale.works} works into {system}, {name}", rows(runs, system, lap))


if __name__ == "__main__":
    main()
