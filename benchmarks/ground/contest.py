"""Peers beside one another: each in its turn, round after round, so that a busy minute strikes all of them alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from benchmarks.ground.databases import Lent
from benchmarks.ground.errand import Errand, Run, run

FIRST, AGAIN = 0, 1
LAPS = {"first load": FIRST, "same load again": AGAIN}

Runs = Mapping[str, Sequence[Run]]
"""The runs of every peer, by its module's name."""


@dataclass(frozen=True, kw_only=True)
class Best:
    """The best of several runs: the least seconds, and the least CPU, which a busy machine distorts less."""

    seconds: float
    cpu_s: float


def present(peers: Sequence[str]) -> list[str]:
    """Return the peers that can run here; dlt is in the dependency group ``bench``, and is missed aloud."""
    if find_spec("dlt") is not None:
        return list(peers)
    print("dlt is not installed (dependency group bench): it is left out", flush=True)
    return [peer for peer in peers if not peer.startswith("dlt")]


def contest(peers: Sequence[str], lend: Lent, errand: Callable[[str, str], Errand], *, rounds: int) -> Runs:
    """Let every peer run its errand (given its name and a database's address) in every round, each on a new database."""
    runs: dict[str, list[Run]] = {peer: [] for peer in peers}
    for peer in [*peers] * rounds:
        with lend() as address:
            runs[peer].append(run(peer, errand(peer, address)))
    return runs


def best(runs: Sequence[Run], lap: int) -> Best:
    """Return the best lap of several runs."""
    laps = [one.laps[lap] for one in runs]
    return Best(seconds=min(one.seconds for one in laps), cpu_s=min(one.cpu_s for one in laps))
