"""What every process of the house is told through its environment: these very settings, and how Prefect is to behave."""

import os

from config.settings import Settings
from shortvideo.house.block_key import for_its_blocks
from shortvideo.house.guarding import for_its_clients, for_its_door
from shortvideo.house.keeping import for_its_memory
from shortvideo.house.legs import for_legs
from shortvideo.house.messaging import for_messaging
from shortvideo.house.places import api, copied_pages, ui
from shortvideo.logs.setting_up import for_logging
from shortvideo.ports import LOCAL


def children_environment(chosen: Settings) -> dict[str, str]:
    """Return what every child process is told."""
    return {**chosen.environment(), **for_logging(), **for_prefect(chosen), **for_its_server(chosen)}


def for_prefect(chosen: Settings) -> dict[str, str]:
    """Return what every program that speaks with Prefect's server is told."""
    return {
        "PREFECT_HOME": str(chosen.prefect_home),
        "PREFECT_API_URL": api(chosen),
        "PREFECT_UI_URL": ui(chosen),  # what links in messages begin with
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # a lost address fails, and never starts a second server
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # the least it allows; shortvideo/house/watching_runs.py waits for it
        "PREFECT_CLIENT_MAX_RETRIES": "6",  # with pauses of 2, 4, 8 … 64 s: longer than a server takes to come back
        "PREFECT_CLIENT_RETRY_EXTRA_CODES": "500",  # a server whose PostgreSQL is away (docs/decisions/0036)
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), LOCAL, "localhost", chosen.host))),
        **for_its_clients(chosen),
        **for_legs(chosen),
    }


def for_its_server(chosen: Settings) -> dict[str, str]:
    """Return what Prefect's server itself is told."""
    told = {
        "PREFECT_SERVER_API_PORT": str(chosen.prefect_port),  # by --port alone the UI would still call 4200
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_API_URL": f"{ui(chosen)}/api",  # whom the pages ask, in the reader's browser
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(copied_pages(chosen)),
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        **for_messaging(chosen),
        **for_its_door(chosen),
        **for_its_blocks(chosen),
        **for_its_memory(chosen),
    }
    if chosen.prefect_database_url:
        told |= for_its_tables(chosen.prefect_database_url)
    return told


def for_its_tables(url: str) -> dict[str, str]:
    """Return where Prefect's server keeps its tables, with the patience of a server that shares its machine, in seconds."""
    return {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": url,
        "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "30",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    }
