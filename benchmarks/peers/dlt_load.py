"""dlt (dlthub.com) in the best configuration that was found: ``rest_api``, one account a thread, merged by the platform's id.

Without the two indexes that are asked for here, its second load into SQLite takes ten times as long: that is
``dlt_as_it_comes``. It reads the works alone, not the accounts' days.
"""

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from typing import Any

import dlt
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator
from dlt.sources.rest_api import rest_api_resources
from sqlalchemy import make_url

from benchmarks.ground.errand import Errand
from benchmarks.ground.taking import WORKS, WORKS_A_PAGE
from benchmarks.peers.reading import COUNTED

INDEXED = {"create_unique_indexes": True, "create_primary_keys": True}


def prepare(errand: Errand) -> None:
    """Set what dlt reads from the environment."""
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "ERROR",
        "EXTRACT__WORKERS": str(errand.connections),
        "EXTRACT__MAX_PARALLEL_ITEMS": str(errand.connections),
    }


def load(errand: Errand) -> int:
    """Extract, normalise and load; return the works that were normalised."""
    return run(errand, indexed=True)


def run(errand: Errand, *, indexed: bool) -> int:
    """Run the pipeline, a second time over what it remembers of the first."""
    line = pipeline(errand.database, indexed)
    line.run(resources(errand))
    told = line.last_trace.last_normalize_info
    assert told is not None
    return int(told.row_counts["works"])


@cache
def pipeline(database: str, indexed: bool) -> dlt.Pipeline:
    """Return the pipeline into a database."""
    is_sqlite = database.startswith("sqlite")
    return dlt.pipeline(
        "bench",
        pipelines_dir=tempfile.mkdtemp(prefix="bench_dlt_"),
        destination=to_sqlite(database, indexed) if is_sqlite else to_postgresql(database),
        dataset_name="main" if is_sqlite else "bench",
    )


def to_sqlite(database: str, indexed: bool) -> Any:  # noqa: ANN401 - dlt's destinations are typed in no common way
    """Return the destination for SQLite."""
    return dlt.destinations.sqlalchemy(database, **(INDEXED if indexed else {}))


def to_postgresql(database: str) -> Any:  # noqa: ANN401
    """Return the destination for PostgreSQL, which is on a socket here."""
    url = make_url(database)
    return dlt.destinations.postgres(
        {
            "host": url.host or "localhost",
            "port": url.port or 5432,
            "database": url.database,
            "username": url.username,
            "password": url.password or "none",
            "query": dict(url.query),
        }
    )


def resources(errand: Errand) -> list[Any]:
    """Return the works as dlt is told to read them; accounts come one by one, or one thread would read them all."""

    @dlt.resource(selected=False)
    def accounts() -> Iterator[list[dict[str, str]]]:
        yield from ([{"open_id": open_id}] for open_id in errand.scale.open_ids())

    is_sqlite = errand.database.startswith("sqlite")
    works = {
        "name": "works",
        "primary_key": "item_id",
        "write_disposition": {"disposition": "merge", "strategy": "delete-insert" if is_sqlite else "upsert"},
        "max_table_nesting": 0,
        "parallelized": True,
        "processing_steps": [{"map": flat}],
        "endpoint": {
            "path": WORKS,
            "data_selector": "data.list",
            "params": {"open_id": "{resources.accounts.open_id}", "count": WORKS_A_PAGE, "cursor": "0"},
            "paginator": JSONResponseCursorPaginator("data.cursor", "cursor", has_more_path="data.has_more"),
        },
    }
    client = {"base_url": errand.base_url, "headers": {"access-token": "act.bench"}}
    return list(rest_api_resources({"client": client, "resources": [accounts, works]}))


def flat(work: dict[str, Any]) -> dict[str, Any]:
    """Return a work with its counters beside its other fields."""
    counted = work.pop("statistics")
    return {**work, **{name: counted[name] for name in COUNTED}}
