"""What Prefect adds: the flow ``pull-metrics`` on a running server, one task an account, beside the same pull without it."""

import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.testing.utilities import prefect_test_harness

from agency.domain.terms.figures import Platform
from benchmarks.ground.databases import databases
from benchmarks.ground.errand import Errand
from benchmarks.ground.house import furnish
from benchmarks.ground.invented import code_of
from benchmarks.ground.options import Options, options
from benchmarks.ground.served import Served, served
from benchmarks.ground.table import Row, show
from config.platforms import limit_name
from config.settings import settings
from flows.pull_metrics import pull_metrics
from tasks.metrics.pulling import AT_ONCE, Wish, pull_all

MOST_ADDED_S = 2.5
PATIENCE_S = 240
QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}


def provide_limit() -> None:
    """Create the limit by which runs keep the pace, as setting a house up does."""
    burst = settings().platforms.douyin.burst
    limit = GlobalConcurrencyLimitCreate(
        name=limit_name(Platform.DOUYIN), limit=burst, slot_decay_per_second=float(burst)
    )
    with get_client(sync_client=True) as client:
        client.create_global_concurrency_limit(limit)


def seconds(pull: Callable[[], object]) -> float:
    """Return how long a pull takes."""
    begun = time.perf_counter()
    pull()
    return time.perf_counter() - begun


def rows(pages: Served, address: str, chosen: Options) -> list[Row]:
    """Return both paths, the best of their turns, and the difference."""
    furnish(Errand(base_url=pages.base_url, database=address, scale=chosen.scale))
    codes = [code_of(open_id) for open_id in chosen.scale.open_ids()]

    def bare() -> None:
        pull_all(codes, Wish(since=datetime.now(UTC)), AT_ONCE)

    def flow() -> None:
        assert pull_metrics(codes, return_state=True).is_completed()

    os.environ |= QUIET
    with prefect_test_harness(server_startup_timeout=PATIENCE_S):
        for chatty in ("prefect.flow_runs", "prefect.task_runs"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        provide_limit()
        bare()  # creates the works, which is done once
        flow()
        turns = [(seconds(bare), seconds(flow)) for _round in range(chosen.rounds)]
    alone, on_prefect = (min(each) for each in zip(*turns, strict=True))
    added = on_prefect - alone
    return [
        Row(what="without Prefect", measured=alone),
        Row(what="the flow on a running server", measured=on_prefect, ratio=on_prefect / alone, against="without"),
        Row(
            what="added by Prefect",
            measured=added,
            ratio=added / MOST_ADDED_S,
            against=f"{MOST_ADDED_S:g} s",
            target=1,
        ),
    ]


def main() -> None:
    """Pull the same accounts on both paths, again and again, into PostgreSQL."""
    chosen = options(__doc__)
    with databases("PostgreSQL") as lent, served(chosen.scale) as pages, lent["PostgreSQL"]() as address:
        show(f"{chosen.scale.accounts} accounts through Prefect", rows(pages, address, chosen))


if __name__ == "__main__":
    main()
