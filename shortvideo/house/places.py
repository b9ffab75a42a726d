"""Where the house is to be found: its addresses on this machine, and the folders it writes to."""

from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings, http_url
from shortvideo.house.block_key import prepare_block_key


def ui(chosen: Settings) -> str:
    """Return the address at which people open Prefect's pages."""
    return chosen.pages_address or server(chosen)


def server(chosen: Settings) -> str:
    """Return the address of Prefect's server: on this machine, unless the settings name another's."""
    return chosen.prefect_address or http_url(chosen.host, chosen.prefect_port)


def api(chosen: Settings) -> str:
    """Return the address of Prefect's API."""
    return f"{server(chosen)}/api"


def health_of_files(chosen: Settings) -> str:
    """Return the address at which the process that offers the files says that it is there."""
    return f"{chosen.files_served_at}/health"


def live_monitor(chosen: Settings) -> str:
    """Return the address at which the process with the health page and the metrics says that it is there."""
    return f"{chosen.monitor_url}/live"


def copied_pages(chosen: Settings) -> Path:
    """Return the folder that Prefect's server copies its pages to; beside the program it might not be let to."""
    return chosen.prefect_home / "pages"


def folders(chosen: Settings) -> tuple[Path, ...]:
    """Return the folders that the house writes to."""
    return chosen.home, chosen.logs, chosen.prefect_home, copied_pages(chosen), chosen.files_directory


def prepare_home(chosen: Settings) -> None:
    """Make the folders, and the key of a new one; raise ``Misconfigured`` when this machine does not let us write there."""
    try:
        for folder in folders(chosen):
            folder.mkdir(parents=True, exist_ok=True)
        prepare_block_key(chosen)
    except OSError as error:
        sentence = _("{folder} cannot be written ({reason}): choose another home in {file}.")
        known = {"folder": error.filename, "reason": error.strerror, "file": "config/agency.toml"}
        raise Misconfigured(sentence.format(**known)) from error
