"""Opens the house, the slowest part first: the records, Prefect's server with the deployments, a worker, the files."""

import sys
from pathlib import Path

from agency.locale import _
from config.settings import CHECKOUT, Settings
from shortvideo.api import answers, is_served
from shortvideo.house.carrying_on import carry_on
from shortvideo.house.places import api, health_of_files, ui
from shortvideo.house.workers import POOL, PREFECT, set_paces, set_up_pool, start_worker
from shortvideo.processes import Processes
from shortvideo.progress import Progress, tell

MIGRATE = (sys.executable, "-m", "shortvideo.migrating")
ALARMS = (sys.executable, "-m", "shortvideo.alarming")
FILES = (sys.executable, "-m", "shortvideo.serving_files")
DEPLOYMENTS = CHECKOUT / "deployments" / "prefect.yaml"
PATIENCE = 120.0  # seconds; a first start creates Prefect's tables: 14 s on two cores, more on a busy machine


def open_house(running: Processes, chosen: Settings, progress: Progress, deployments: Path = DEPLOYMENTS) -> None:
    """Bring up everything a flow needs; return when runs can be started."""
    server = running.start("prefect-server", *PREFECT, "server", "start")
    running.run("migrate", *MIGRATE, seconds=PATIENCE)
    progress.say(_("The records are ready."))
    files = running.start("files", *FILES)
    running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE)
    progress.say(_("Prefect is up: {url}").format(url=ui(chosen)))
    set_up_pool(chosen)
    set_paces(chosen)
    if carried_on := carry_on(api(chosen), POOL):
        progress.say(_("Interrupted runs that are carried on: {count}").format(count=carried_on))
    worker = start_worker(running)
    running.run("deploy", *PREFECT, "deploy", "--all", "--prefect-file", str(deployments), seconds=PATIENCE)
    progress.say(_("The flows are deployed."))
    running.run("alarms", *ALARMS, seconds=PATIENCE)
    running.wait_until(lambda: is_served(api(chosen), POOL), worker, seconds=PATIENCE)
    progress.say(_("The worker is ready."))
    running.wait_until(lambda: answers(health_of_files(chosen)), files, seconds=PATIENCE)
    progress.say(_("Files are offered: {url}").format(url=chosen.files_url))


def keep_open(running: Processes, chosen: Settings) -> None:
    """Say where the house is to be found and keep it open until Ctrl-C."""
    tell(_("The house is open: {url} (Ctrl-C closes it)").format(url=ui(chosen)))
    try:
        running.stay()
    except KeyboardInterrupt:
        tell(_("Closing the house …"))
