"""One errand, and how a peer runs it: in a fresh process, so that neither memory nor imports of another are counted.

``python -m benchmarks.ground.errand MODULE`` reads the errand from its input and says the laps on its last line. The
peak is ``VmHWM``: ``ru_maxrss`` of a child begins with what its parent held.
"""

import importlib
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol, cast

from benchmarks.ground.invented import Scale

MEBIBYTE = 1024  # in KiB, as Linux tells


@dataclass(frozen=True, kw_only=True)
class Errand:
    """Read every work from ``base_url`` over so many connections, and leave it in ``database`` (a SQLAlchemy address).

    With ``days`` the accounts' daily series are read too, as a pull of ours always does.
    """

    base_url: str
    database: str
    scale: Scale = field(default_factory=Scale)
    connections: int = 16
    days: bool = False


@dataclass(frozen=True, kw_only=True)
class Lap:
    """One load of everything: seconds on the wall, seconds of CPU of the loading process."""

    seconds: float
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """A peer's laps over one database, and the most memory its process ever held, in MB."""

    laps: tuple[Lap, ...]
    peak_mb: float


class Peer(Protocol):
    """A module that runs errands."""

    def prepare(self, errand: Errand) -> None:
        """Do once, unmeasured, what an agency does once."""

    def load(self, errand: Errand) -> int:
        """Read and write everything; return how many works that were."""


def run(peer: str, errand: Errand, *, laps: int = 2) -> Run:
    """Let a peer (the name of a module in ``benchmarks.peers``) load everything, so many times over, in a new process."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.ground.errand", f"benchmarks.peers.{peer}", str(laps)],
        input=json.dumps(asdict(errand)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer = json.loads(told.stdout.splitlines()[-1])
    return Run(laps=tuple(Lap(**lap) for lap in answer["laps"]), peak_mb=answer["peak_mb"])


def measured(peer: Peer, errand: Errand) -> Lap:
    """Return the lap of one load; a load that lost a work is no lap."""
    wall, cpu = time.perf_counter(), time.process_time()
    loaded = peer.load(errand)
    lap = Lap(seconds=time.perf_counter() - wall, cpu_s=time.process_time() - cpu)
    if loaded != errand.scale.works:
        raise RuntimeError(f"{loaded} works were loaded and not {errand.scale.works}")
    return lap


def peak_mb() -> float:
    """Return the most memory that this process ever held, in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) / MEBIBYTE


def main(module: str, laps: str) -> None:
    """Run the errand that is on the input."""
    sent = json.load(sys.stdin)
    errand = Errand(**{**sent, "scale": Scale(**sent["scale"])})
    peer = cast("Peer", importlib.import_module(module))
    peer.prepare(errand)
    driven = [asdict(measured(peer, errand)) for _ in range(int(laps))]
    print("\n" + json.dumps({"laps": driven, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
