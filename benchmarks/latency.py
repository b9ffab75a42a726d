"""A platform that takes its time: pulls over sixteen connections, each answer 50 ms late, against what the wire allows.

The limit of each is that of the calls it made: calls x latency / connections.
"""

from benchmarks.ground.contest import FIRST, best, present
from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand, Run, run
from benchmarks.ground.options import Options, options
from benchmarks.ground.served import Served, served
from benchmarks.ground.table import Row, show

LATENCY_MS = 50
PEERS = {
    "ours": "our pull",
    "bare_requests": "bare requests + bulk upsert",
    "dlt_load": "dlt, best configuration",
}
MOST_OF_LIMIT = {"ours": 1.25}


def row(peer: str, address: str, pages: Served, chosen: Options) -> Row:
    """Return one peer's row, the best of its first loads."""
    errand = Errand(
        base_url=pages.base_url,
        database=address,
        scale=chosen.scale,
        connections=chosen.connections,
        days=peer == "bare_requests",
    )
    before = pages.told().calls
    loaded: Run = run(peer, errand, laps=1)
    limit = (pages.told().calls - before) * pages.latency_s / chosen.connections
    lap = best([loaded], FIRST)
    return Row(
        what=PEERS[peer],
        measured=lap.seconds,
        cpu_s=lap.cpu_s,
        ratio=lap.seconds / limit,
        against=f"{limit:.2f} s",
        target=MOST_OF_LIMIT.get(peer),
    )


def main() -> None:
    """Let all of them load the same works once, as often as there are rounds, and keep the best."""
    chosen = options(__doc__)
    with databases() as lent, served(chosen.scale, latency_ms=LATENCY_MS) as pages:
        for system, lend in lent.items():
            rows = []
            for peer in present(list(PEERS)):
                seen = []
                for _round in range(chosen.rounds):
                    with lend() as address:
                        seen.append(row(peer, address, pages, chosen))
                rows.append(min(seen, key=lambda each: each.measured))
            show(f"{LATENCY_MS} ms latency, {chosen.connections} connections, into {system}", rows)


if __name__ == "__main__":
    main()
