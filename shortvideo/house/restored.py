"""What a house that was restored does once, when it is opened for the first time: its runs look at the records again."""

import sys

from config.settings import Settings
from shortvideo.house.places import restored_mark
from shortvideo.processes import Processes
from shortvideo.progress import Progress

JOB = "look-again"
LOOK_AGAIN = (sys.executable, "-m", "shortvideo.house.looking_again")


def look_again_once(running: Processes, chosen: Settings, progress: Progress, *, seconds: float) -> None:
    """Let the runs look again where the mark of a restore lies in the home, and pass on what is said of it."""
    if restored_mark(chosen).exists():
        running.run(JOB, *LOOK_AGAIN, seconds=seconds)
        for line in (running.logs / f"{JOB}.log").read_text(encoding="utf-8").splitlines():
            progress.say(line)
