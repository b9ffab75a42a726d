"""The house as it runs: Prefect's server, its version, and a worker on the pool. A closed house is pointed out, no more."""

from collections.abc import Iterator
from importlib import metadata

import requests

from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.settings import Settings
from shortvideo.api import answers, ask, is_served
from shortvideo.house import POOL, api


@rule
def house_findings(chosen: Settings) -> Iterator[Finding]:
    """The server answers, is of the version that is installed, and somebody works on its pool."""
    address = api(chosen)
    if not answers(f"{address}/health"):
        sentence = _("Prefect does not answer at {url}: open the house with `python3 run.py up`.")
        yield warning("house-closed", sentence.format(url=address))
        return
    yield from server_version_findings(address, metadata.version("prefect"))
    if not is_served(address, POOL):
        sentence = _("No worker is at work on the pool {pool}: nothing that is answered goes on. Open the house again.")
        yield warning("no-worker", sentence.format(pool=POOL))


@rule
def server_version_findings(address: str, installed: str) -> Iterator[Finding]:
    """Server and flows speak one version: an older server left running keeps the old rules."""
    try:
        running = str(ask("GET", f"{address}/admin/version").json())
    except (requests.RequestException, ValueError):
        return
    if running != installed:
        sentence = _("The server runs Prefect {running}, {installed} is installed: close the house and open it again.")
        yield Finding("server-version", sentence.format(running=running, installed=installed))
