"""The verb ``up``: the agency's own house, without sample data, until it is ended."""

from config.settings import Settings
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import keep_open, open_house
from shortvideo.house.places import prepare_home
from shortvideo.ports import demand_free
from shortvideo.processes import processes
from shortvideo.progress import Progress


def up(chosen: Settings) -> None:
    """Run the house until Ctrl-C; raise ``Misconfigured`` when a port of it is taken or its home cannot be written."""
    demand_free(chosen.prefect_port, "prefect_port")
    demand_free(chosen.files_port, "files_port", but=[chosen.prefect_port])
    prepare_home(chosen)
    with processes(chosen.logs, children_environment(chosen)) as running:
        open_house(running, chosen, Progress())
        keep_open(running, chosen)
