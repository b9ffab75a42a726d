"""What every process of the house is told through its environment: these very settings, and how Prefect is to behave."""

import os

from config.settings import Settings
from shortvideo.house.places import api
from shortvideo.ports import LOCAL


def children_environment(chosen: Settings) -> dict[str, str]:
    """Return what every child process is told."""
    return {**chosen.environment(), **for_prefect(chosen), **for_its_server(chosen)}


def for_prefect(chosen: Settings) -> dict[str, str]:
    """Return what every program that speaks with Prefect's server is told."""
    return {
        "PREFECT_HOME": str(chosen.prefect_home),
        "PREFECT_API_URL": api(chosen),
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # a lost address fails, and never starts a second server
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), LOCAL, "localhost"))),
    }


def for_its_server(chosen: Settings) -> dict[str, str]:
    """Return what Prefect's server itself is told."""
    told = {
        "PREFECT_SERVER_API_HOST": LOCAL,
        "PREFECT_SERVER_API_PORT": str(chosen.prefect_port),  # by --port alone the UI would still call 4200
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    }
    if chosen.prefect_database_url:
        told["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = chosen.prefect_database_url
    return told
