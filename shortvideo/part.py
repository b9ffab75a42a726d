"""One part of the house by itself, for whoever starts each where it belongs: systemd, containers, several machines.

Run as ``python -m shortvideo.part NAME``. It becomes the very program that ``up`` would have started, and is told the
same, so that a house of parts differs from that of ``up`` only in who watches over them. Workers are no part: each
machine has its own by the verb ``work``.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings, settings
from shortvideo.api import answers
from shortvideo.ending import finish
from shortvideo.house.database import demand_at_work
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import demand_guard, log_in
from shortvideo.house.messaging import demand_messaging, services_are_apart
from shortvideo.house.opening import ALARMS, DEPLOYMENTS, FILES, MIGRATE, MONITOR, PATIENCE, WATCHING_RUNS
from shortvideo.house.places import api, health_of_files, live_monitor, prepare_home
from shortvideo.house.server import PREFECT, SERVICES, TABLES, server_command
from shortvideo.house.workers import set_paces, set_up_pool
from shortvideo.processes import processes
from shortvideo.working import await_server

Command = tuple[str, ...]


def server(chosen: Settings) -> Command:
    """Return the command of Prefect's server: its API and its pages, and its services where no Redis parts them."""
    demand_guard(chosen)
    demand_messaging(chosen)
    return server_command(chosen)


def services(chosen: Settings) -> Command:
    """Return the command of the services; ``Misconfigured`` where they are in the server itself."""
    demand_messaging(chosen)
    if not services_are_apart(chosen):
        raise Misconfigured(
            _("Without a Redis (redis_url) the services are a part of the server, and none by themselves.")
        )
    return SERVICES


def bring_up_tables(chosen: Settings) -> None:
    """Bring the tables of the records and of Prefect's server up to this version; before any part is started."""
    with processes(chosen.logs, children_environment(chosen)) as running:
        running.run("migrate", *MIGRATE, seconds=PATIENCE)
        running.run("prefect-tables", *TABLES, seconds=PATIENCE)


def register_flows(chosen: Settings) -> None:
    """Tell a server that answers of the pool, its queues, the paces, the flows and the alarms; again it changes nothing."""
    await_server(chosen, seconds=PATIENCE)
    set_up_pool(chosen)
    set_paces(chosen)
    with processes(chosen.logs, children_environment(chosen)) as running:
        running.run("deploy", *PREFECT, "deploy", "--all", "--prefect-file", str(DEPLOYMENTS), seconds=PATIENCE)
        running.run("alarms", *ALARMS, seconds=PATIENCE)


JOBS: Mapping[str, Callable[[Settings], None]] = {"tables": bring_up_tables, "flows": register_flows}
PARTS: Mapping[str, Callable[[Settings], Command]] = {
    "server": server,
    "services": services,
    "files": lambda _chosen: FILES,
    "monitor": lambda _chosen: MONITOR,
    "watching-runs": lambda _chosen: WATCHING_RUNS,
}
SIGNS: Mapping[str, Callable[[Settings], str]] = {  # where a part says that it is there
    "look server": lambda chosen: f"{api(chosen)}/health",
    "look files": health_of_files,
    "look monitor": live_monitor,
}


def run(name: str, chosen: Settings) -> int | None:
    """Run a job, become a part, or look whether one is there (0 or 1).

    ``Misconfigured`` for a name that is none of these, with those there are.
    """
    if name in SIGNS:
        return 0 if answers(SIGNS[name](chosen)) else 1
    if name not in {*JOBS, *PARTS}:
        known = _(", ").join((*JOBS, *PARTS, *SIGNS))
        raise Misconfigured(_("The house has no part “{name}”; there are: {known}.").format(name=name, known=known))
    prepare_home(chosen)
    demand_at_work(chosen)
    log_in(chosen)
    if name in PARTS:
        become(PARTS[name](chosen), children_environment(chosen))
    JOBS[name](chosen)
    return None


def become(command: Command, told: Mapping[str, str]) -> NoReturn:
    """Go on as the program of a part."""
    os.execvpe(command[0], command, {**os.environ, **told})  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    finish(lambda: run(" ".join(sys.argv[1:]), settings()))
