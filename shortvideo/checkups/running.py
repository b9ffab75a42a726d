"""The house as it runs: Prefect's server and version, its pool, the files. A closed house is pointed out, no more."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from importlib import metadata

import requests

from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.settings import Settings
from shortvideo.api import answers, ask
from shortvideo.checkups.queues import pool_findings, queue_findings
from shortvideo.house.counting_runs import ENDED, LATE, runs_by_state
from shortvideo.house.joining import not_let_in
from shortvideo.house.places import api, health_of_files, live_monitor


@rule
def house_findings(chosen: Settings) -> Iterator[Finding]:
    """The server answers, lets us in and is of the version installed; somebody works on its pool; files are offered."""
    address = api(chosen)
    if not answers(f"{address}/health"):
        sentence = _("Prefect does not answer at {url}: open the house with `python3 run.py up`.")
        yield warning("house-closed", sentence.format(url=address))
        return
    version = ask("GET", f"{address}/admin/version")
    if version.status_code == HTTPStatus.UNAUTHORIZED:
        yield warning("password-refused", not_let_in(chosen))
        return
    yield from server_version_findings(version, metadata.version("prefect"))
    yield from pool_findings(chosen)
    if not chosen.prefect_address:
        yield from page_findings(chosen)
    yield from queue_findings(chosen)
    yield from run_findings(counted_runs(address))


def page_findings(chosen: Settings) -> Iterator[Finding]:
    """Yield which pages of ours this machine does not serve; where Prefect is another's, so are they."""
    if not answers(health_of_files(chosen)):
        sentence = _("Files are not offered at {url}: open the house again, and see {log} for the reason.")
        yield warning("files-closed", sentence.format(url=chosen.files_served_at, log=chosen.logs / "files.log"))
    if not answers(live_monitor(chosen)):
        sentence = _("The health page does not answer at {url}: open the house again, and see {log} for the reason.")
        yield warning("monitor-closed", sentence.format(url=chosen.monitor_url, log=chosen.logs / "monitor.log"))


def counted_runs(address: str) -> Mapping[str, int]:
    """Return how many runs stand where; nothing where the server goes away meanwhile."""
    try:
        return runs_by_state(address, datetime.now(UTC))
    except (requests.RequestException, ValueError):
        return {}


@rule
def run_findings(runs: Mapping[str, int]) -> Iterator[Finding]:
    """What is due has begun, and nothing that ended badly within a day was left so."""
    if late := runs.get(LATE):
        sentence = _("Runs that were due and have not begun: {count}. Is a worker at work, and is worker_limit enough?")
        yield warning("runs-late", sentence.format(count=late))
    if failed := sum(runs.get(state, 0) for state in ENDED):
        sentence = _("Runs that failed within a day and were not retried: {count}. See the page “Runs” of Prefect.")
        yield warning("runs-failed", sentence.format(count=failed))


@rule
def server_version_findings(told: requests.Response, installed: str) -> Iterator[Finding]:
    """Server and flows speak one version: an older server left running keeps the old rules."""
    try:
        running = str(told.json())
    except ValueError:
        return
    if running != installed:
        sentence = _("The server runs Prefect {running}, {installed} is installed: close the house and open it again.")
        yield Finding("server-version", sentence.format(running=running, installed=installed))
