"""How long Prefect keeps its own of what is over: runs with what was filled in, their logs and their pages (docs/data.md)."""

from datetime import timedelta

from config.settings import Settings


def for_its_memory(chosen: Settings) -> dict[str, str]:
    """Return what makes Prefect's server throw away runs that ended long ago; one that waits or works is never old."""
    kept = timedelta(days=chosen.policy.runs_days)
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(kept.total_seconds())),
    }
