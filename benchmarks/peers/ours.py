"""Our own path without Prefect: every account pulled as a run pulls it, its days and raw answers kept as well."""

from datetime import UTC, datetime

from agency.platforms.http import CONNECTIONS
from benchmarks.ground.errand import Errand
from benchmarks.ground.house import furnish
from benchmarks.ground.invented import code_of
from tasks.metrics.pulling import Wish, pull_all


def prepare(errand: Errand) -> None:
    """Put the accounts on record."""
    furnish(errand)


def load(errand: Errand) -> int:
    """Pull every account; return the works that were seen. An account that failed is no load.

    More accounts are on their way than there are connections, so that none of these waits for an account to end.
    """
    if errand.connections != CONNECTIONS:
        raise ValueError(f"a process of ours has {CONNECTIONS} connections to a platform, and not {errand.connections}")
    codes = [code_of(open_id) for open_id in errand.scale.open_ids()]
    pulled = pull_all(codes, Wish(since=datetime.now(UTC)))
    if troubles := [one.trouble for one in pulled if one.trouble]:
        raise RuntimeError(f"{len(troubles)} accounts failed: {troubles[0]}")
    return sum(one.snapshots for one in pulled)
