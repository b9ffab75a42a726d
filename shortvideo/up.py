"""The verb ``up``: the agency's own house, without sample data, until it is ended."""

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import demand_guard
from shortvideo.house.opening import keep_open, open_house
from shortvideo.house.places import prepare_home
from shortvideo.ports import demand_free
from shortvideo.processes import processes
from shortvideo.progress import Progress


def up(chosen: Settings) -> None:
    """Run the house until Ctrl-C.

    Raise ``Misconfigured`` when a port of it is taken, its home cannot be written, its server is another machine's, or
    others could come in without a password.
    """
    demand_own_server(chosen)
    demand_guard(chosen)
    demand_free(chosen.prefect_port, "prefect_port")
    demand_free(chosen.files_port, "files_port", but=[chosen.prefect_port])
    demand_free(chosen.monitor_port, "monitor_port", but=[chosen.prefect_port, chosen.files_port])
    prepare_home(chosen)
    with processes(chosen.logs, children_environment(chosen)) as running:
        open_house(running, chosen, Progress())
        keep_open(running, chosen)


def demand_own_server(chosen: Settings) -> None:
    """Raise ``Misconfigured`` where the settings say that Prefect's server is on another machine."""
    if chosen.prefect_address:
        sentence = _("Prefect's server is at {address} (prefect_address): this machine joins it with “{command}”.")
        raise Misconfigured(sentence.format(address=chosen.prefect_address, command="python3 run.py work"))
