"""Where the house is to be found: its addresses on this machine, and the folders it writes to."""

from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings
from shortvideo.ports import LOCAL


def ui(chosen: Settings) -> str:
    """Return the address of Prefect's pages."""
    return f"http://{LOCAL}:{chosen.prefect_port}"


def api(chosen: Settings) -> str:
    """Return the address of Prefect's API."""
    return f"{ui(chosen)}/api"


def health_of_files(chosen: Settings) -> str:
    """Return the address at which the process that offers the files says that it is there."""
    return f"{chosen.files_served_at}/health"


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
