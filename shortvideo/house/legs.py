"""The process that holds the flows ready for the workers of this machine (``flows.legs``), and where it is asked.

Its socket lies outside the home, since the address of one holds a hundred characters, in a folder that nobody else may
enter: whoever can ask it works as us.
"""

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings
from flows.leg import SOCKET
from shortvideo.processes import Processes

LEGS = (sys.executable, "-m", "flows.legs")
OURS_ALONE = 0o700


def for_legs(chosen: Settings) -> dict[str, str]:
    """Return what the workers are told: whom their legs ask, and where the command of a leg is to be found."""
    beside = Path(sys.executable).parent
    return {
        SOCKET: str(folder_of_socket(chosen) / "legs"),
        "PATH": os.pathsep.join((str(beside), os.environ.get("PATH", os.defpath))),
    }


def start_legs(running: Processes, chosen: Settings) -> None:
    """Start the process; elsewhere than on Linux, where a fork is not safe, each leg begins from nothing.

    ``Misconfigured`` when the socket's folder is somebody else's, or others may enter it.
    """
    if sys.platform != "linux":
        return
    demand_ours(folder_of_socket(chosen))
    running.start("legs", *LEGS)


def folder_of_socket(chosen: Settings) -> Path:
    """Return the folder of this home's socket, whether it is there or not."""
    mark = hashlib.sha256(str(chosen.home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"shortvideo-{os.getuid()}-{mark}"


def demand_ours(folder: Path) -> None:
    """Make a folder that is ours alone; raise ``Misconfigured`` for one that is there and is not."""
    folder.mkdir(mode=OURS_ALONE, exist_ok=True)
    found = folder.lstat()
    if (found.st_uid, found.st_mode) != (os.getuid(), stat.S_IFDIR | OURS_ALONE):
        sentence = _("{folder} belongs to somebody else, or others may enter it: remove it.")
        raise Misconfigured(sentence.format(folder=folder))
