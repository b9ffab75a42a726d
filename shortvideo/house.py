"""What the house runs on: the records, Prefect's server with the deployments, a worker, and the files over http.

All of it on 127.0.0.1 only, but for the files where the settings say so.
"""

import os
import sys
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from config.platforms import limit_name
from config.settings import CHECKOUT, Settings
from shortvideo.api import answers, create_pool, create_rate_limit, is_served
from shortvideo.orphans import carry_on
from shortvideo.ports import LOCAL
from shortvideo.processes import Processes, Started
from shortvideo.progress import Progress, tell

POOL = "agency"
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")
ALARMS = (sys.executable, "-m", "shortvideo.alarming")
FILES = (sys.executable, "-m", "shortvideo.serving_files")
DEPLOYMENTS = CHECKOUT / "deployments" / "prefect.yaml"
PATIENCE = 120.0  # seconds; a first start creates Prefect's tables: 14 s on two cores, more on a busy machine


def ui(chosen: Settings) -> str:
    """Return the address of Prefect's pages."""
    return f"http://{LOCAL}:{chosen.prefect_port}"


def api(chosen: Settings) -> str:
    """Return the address of Prefect's API."""
    return f"{ui(chosen)}/api"


def children_environment(chosen: Settings) -> dict[str, str]:
    """Return what every child process is told: these very settings, and how Prefect is to behave."""
    told = {
        **chosen.environment(),
        "PREFECT_HOME": str(chosen.prefect_home),
        "PREFECT_API_URL": api(chosen),
        "PREFECT_SERVER_API_HOST": LOCAL,
        "PREFECT_SERVER_API_PORT": str(chosen.prefect_port),  # by --port alone the UI would still call 4200
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # a lost address fails, and never starts a second server
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), LOCAL, "localhost"))),
    }
    if chosen.prefect_database_url:
        told["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = chosen.prefect_database_url
    return told


def folders(chosen: Settings) -> tuple[Path, ...]:
    """Return the folders that the house writes to."""
    return chosen.home, chosen.logs, chosen.prefect_home, chosen.files_directory


def prepare_home(chosen: Settings) -> None:
    """Make the folders; raise ``Misconfigured`` when this machine does not let us write there."""
    try:
        for folder in folders(chosen):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("{folder} cannot be written ({reason}): choose another home in {file}.")
        known = {"folder": error.filename, "reason": error.strerror, "file": "config/agency.toml"}
        raise Misconfigured(sentence.format(**known)) from error


def open_house(running: Processes, chosen: Settings, progress: Progress, deployments: Path = DEPLOYMENTS) -> None:
    """Bring up everything a flow needs, the slowest first; return when runs can be started."""
    server = running.start("prefect-server", *PREFECT, "server", "start")
    running.run("migrate", sys.executable, "-m", "shortvideo.migrating", seconds=PATIENCE)
    progress.say(_("The records are ready."))
    files = running.start("files", *FILES)
    running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE)
    progress.say(_("Prefect is up: {url}").format(url=ui(chosen)))
    create_pool(api(chosen), POOL, at_once=chosen.worker_limit)
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


def health_of_files(chosen: Settings) -> str:
    """Return the address at which the process that offers the files says that it is there."""
    return f"{chosen.files_served_at}/health"


def set_paces(chosen: Settings) -> None:
    """Create, or set, the limit by which all workers together keep the pace at each platform."""
    for code, platform in chosen.platforms.by_code.items():
        per_second = platform.calls_per_second
        create_rate_limit(api(chosen), limit_name(code), at_once=platform.burst, per_second=per_second)


def start_worker(running: Processes, name: str = "worker") -> Started:
    """Start a worker for the runs of our pool, each in a process of its own.

    The pool says how many at once: with a ``--limit`` of its own the worker dies of a run that is resumed before the
    process of its former leg has ended.
    """
    return running.start(name, *PREFECT, "worker", "start", "--pool", POOL, "--type", "process")


def keep_open(running: Processes, chosen: Settings) -> None:
    """Say where the house is to be found and keep it open until Ctrl-C."""
    tell(_("The house is open: {url} (Ctrl-C closes it)").format(url=ui(chosen)))
    try:
        running.stay()
    except KeyboardInterrupt:
        tell(_("Closing the house …"))
