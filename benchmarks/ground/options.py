"""The command line that the benchmarks share."""

import argparse
from dataclasses import dataclass

from benchmarks.ground.invented import Scale


@dataclass(frozen=True, kw_only=True)
class Options:
    """How much to pull, how often, over how many connections."""

    scale: Scale
    rounds: int
    connections: int
    full: bool


def options(purpose: str | None, *, rounds: int = 3) -> Options:
    """Read the command line of a benchmark."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--accounts", type=int, default=Scale.accounts)
    parser.add_argument("--videos", type=int, default=Scale.videos, help="works on each account")
    parser.add_argument("--rounds", type=int, default=rounds, help="how often; the best counts")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--full", action="store_true", help="also what takes many minutes")
    told = parser.parse_args()
    scale = Scale(accounts=told.accounts, videos=told.videos)
    return Options(scale=scale, rounds=told.rounds, connections=told.connections, full=told.full)
