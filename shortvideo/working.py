"""The verb ``work``: workers alone, for a house whose server, records and files are elsewhere."""

import time

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings
from shortvideo.api import answers
from shortvideo.house.database import demand_at_work
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import log_in
from shortvideo.house.joining import demand_one_with
from shortvideo.house.opening import PATIENCE
from shortvideo.house.places import api, prepare_home, server
from shortvideo.house.workers import start_workers
from shortvideo.logs.bounds import kept_in_bounds
from shortvideo.processes import PAUSE, processes
from shortvideo.progress import tell


def work(chosen: Settings) -> None:
    """Run workers until Ctrl-C.

    Raise ``Misconfigured`` when no server answers where the settings say that it is, or when this machine is not one
    with its house: of another version, or on other records.
    """
    prepare_home(chosen)
    demand_at_work(chosen)
    log_in(chosen)
    await_server(chosen, seconds=PATIENCE)
    demand_one_with(chosen)
    with processes(chosen.logs, children_environment(chosen)) as running:
        start_workers(running, chosen)
        tell(
            _("Workers at work for {address}: {count} (Ctrl-C ends them)").format(
                address=server(chosen), count=chosen.workers
            )
        )
        try:
            with kept_in_bounds(chosen.logs, chosen.log_megabytes):
                running.stay()
        except KeyboardInterrupt:
            tell(_("Ending the workers …"))


def await_server(chosen: Settings, *, seconds: float) -> None:
    """Wait until Prefect's server answers: both machines may just have been switched on."""
    deadline = time.monotonic() + seconds
    while not answers(f"{api(chosen)}/health"):
        if time.monotonic() > deadline:
            sentence = _("No Prefect server answers at {address}: is the house open, and is prefect_address right?")
            raise Misconfigured(sentence.format(address=server(chosen)))
        time.sleep(PAUSE)
