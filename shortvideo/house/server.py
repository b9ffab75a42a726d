"""Prefect's server: one process, or with Redis several for its API and one for its services."""

import sys

from config.settings import Settings
from shortvideo.house.messaging import demand_messaging, services_are_apart
from shortvideo.processes import Processes, Started

PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")
TABLES = (sys.executable, "-m", "shortvideo.preparing_server")
SERVICES = (*PREFECT, "server", "services", "start")
APPLICATION = ("--factory", "prefect.server.api.server:create_app")
PATIENCE_WITH_A_PROCESS = 120  # seconds without a sign of life, on a machine that has too much to do


def start_server(running: Processes, chosen: Settings, *, seconds: float) -> Started:
    """Start the server and return its process; ``Misconfigured`` where the settings ask for what cannot be.

    ``seconds`` are the patience for Prefect's tables, which are brought up first where several processes need them.
    """
    demand_messaging(chosen)
    if not services_are_apart(chosen):
        return running.start("prefect-server", *server_command(chosen))
    running.run("prefect-tables", *TABLES, seconds=seconds)
    running.start("prefect-services", *SERVICES)
    return running.start("prefect-server", *server_command(chosen))


def server_command(chosen: Settings) -> tuple[str, ...]:
    """Return the command of what answers for the API and shows the pages."""
    if chosen.server_processes > 1:
        return several(chosen)
    start = (*PREFECT, "server", "start")
    return (*start, "--no-services") if services_are_apart(chosen) else start


def several(chosen: Settings) -> tuple[str, ...]:
    """Return the command of several processes on one port, as ``prefect server start --workers`` runs them.

    That command ends a process which gives no sign of life for 5 s, with the requests it is at, and has no word for
    more patience: so this is the one beneath it.
    """
    place = ("--host", chosen.host, "--port", str(chosen.prefect_port), "--workers", str(chosen.server_processes))
    patience = ("--timeout-worker-healthcheck", str(PATIENCE_WITH_A_PROCESS))
    return (sys.executable, "-m", "uvicorn", *APPLICATION, *place, *patience, "--no-access-log")
