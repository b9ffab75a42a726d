"""Whether the ground is level: the served pages cost next to nothing, and every work of the sandbox comes out of them."""

from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, run
from benchmarks.ground.options import options
from benchmarks.ground.served import served
from benchmarks.ground.table import Row, show

MOST_OF_FLOOR = 0.25


def main() -> None:
    """Fetch everything as fast as can be, and as the floor does; tell what the server itself spent."""
    chosen = options(__doc__)
    with databases("SQLite") as lent, served(chosen.scale) as pages, lent["SQLite"]() as address:
        errand = Errand(base_url=pages.base_url, database=address, scale=chosen.scale, connections=chosen.connections)
        wire = run("wire", errand, laps=chosen.rounds)
        before = pages.told()
        floor = run("bare_requests", errand, laps=1).laps[0]
        after = pages.told()
    fastest = min(lap.seconds for lap in wire.laps)
    spent = after.cpu_s - before.cpu_s
    show(
        f"Serving {after.calls - before.calls} pages",
        [
            Row(what="the wire alone", measured=fastest, ratio=fastest / floor.seconds, against="floor"),
            Row(what="the floor reads every work", measured=floor.seconds, cpu_s=floor.cpu_s),
            Row(
                what="CPU of the server meanwhile",
                measured=spent,
                ratio=spent / floor.seconds,
                against="floor",
                target=MOST_OF_FLOOR,
            ),
        ],
    )


if __name__ == "__main__":
    main()
