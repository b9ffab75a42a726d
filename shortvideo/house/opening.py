"""Opens the house, the slowest part first: the database, the records, Prefect's server, a worker, and what is offered."""

import sys
from pathlib import Path

from agency.locale import _
from config.settings import CHECKOUT, Settings
from shortvideo.api import answers, is_served
from shortvideo.house.carrying_on import carry_on_if_alone
from shortvideo.house.database import open_database
from shortvideo.house.guarding import log_in
from shortvideo.house.places import api, health_of_files, live_monitor, ui
from shortvideo.house.restored import look_again_once
from shortvideo.house.server import PREFECT, start_server
from shortvideo.house.workers import POOL, machine, set_paces, set_up_pool, start_workers
from shortvideo.logs.bounds import kept_in_bounds
from shortvideo.processes import Processes
from shortvideo.progress import Progress, tell

MIGRATE = (sys.executable, "-m", "shortvideo.migrating")
ALARMS = (sys.executable, "-m", "shortvideo.alarming")
FILES = (sys.executable, "-m", "shortvideo.serving_files")
MONITOR = (sys.executable, "-m", "shortvideo.monitoring")
WATCHING_RUNS = (sys.executable, "-m", "shortvideo.house.watching_runs")
DEPLOYMENTS = CHECKOUT / "deployments" / "prefect.yaml"
PATIENCE = 300.0  # seconds; a first start creates Prefect's tables: 14 s on two cores, far more on a busy machine


def open_house(running: Processes, chosen: Settings, progress: Progress, deployments: Path = DEPLOYMENTS) -> None:
    """Bring up everything a flow needs; return when runs can be started."""
    log_in(chosen)
    open_database(running, chosen, progress)
    server = start_server(running, chosen, seconds=PATIENCE)
    running.run("migrate", *MIGRATE, seconds=PATIENCE)
    progress.say(_("The records are ready."))
    files = running.start("files", *FILES)
    monitor = running.start("monitor", *MONITOR)
    running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE)
    progress.say(_("Prefect is up: {url}").format(url=ui(chosen)))
    set_up_pool(chosen)
    set_paces(chosen)
    if carried_on := carry_on_if_alone(api(chosen), POOL, f"{machine()}-"):
        progress.say(_("Interrupted runs that are carried on: {count}").format(count=carried_on))
    look_again_once(running, chosen, progress, seconds=PATIENCE)
    worker, *_others = start_workers(running, chosen)
    running.run("deploy", *PREFECT, "deploy", "--all", "--prefect-file", str(deployments), seconds=PATIENCE)
    progress.say(_("The flows are deployed."))
    running.run("alarms", *ALARMS, seconds=PATIENCE)
    running.wait_until(lambda: is_served(api(chosen), POOL), worker, seconds=PATIENCE)
    running.start("watching-runs", *WATCHING_RUNS)
    progress.say(_("The worker is ready."))
    running.wait_until(lambda: answers(health_of_files(chosen)), files, seconds=PATIENCE)
    progress.say(_("Files are offered: {url}").format(url=chosen.files_url))
    running.wait_until(lambda: answers(live_monitor(chosen)), monitor, seconds=PATIENCE)
    progress.say(_("Health of the house: {url}").format(url=f"{chosen.monitor_url}/health"))


def keep_open(running: Processes, chosen: Settings) -> None:
    """Say where the house is to be found and keep it open until Ctrl-C."""
    tell(_("The house is open: {url} (Ctrl-C closes it)").format(url=ui(chosen)))
    try:
        with kept_in_bounds(chosen.logs, chosen.log_megabytes):
            running.stay()
    except KeyboardInterrupt:
        tell(_("Closing the house …"))
