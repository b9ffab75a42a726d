"""dlt as its documentation sets it up, without a word on indexes; the same as ``dlt_load`` but for SQLite."""

from benchmarks.ground.errand import Errand
from benchmarks.peers import dlt_load
from benchmarks.peers.dlt_load import prepare

__all__ = ["load", "prepare"]


def load(errand: Errand) -> int:
    """Extract, normalise and load; return the works that were normalised."""
    return dlt_load.run(errand, indexed=False)
