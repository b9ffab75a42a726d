"""What a restore leaves to do: what was broken off is finished before all else, and later the runs look at the records."""

import sys

from config.settings import Settings
from shortvideo.processes import Processes
from shortvideo.progress import Progress, tell
from tasks.backups.places import places_of, restored_mark
from tasks.backups.taking_place import finish_broken_off

JOB = "look-again"
LOOK_AGAIN = (sys.executable, "-m", "shortvideo.house.looking_again")


def finish_restore(chosen: Settings) -> None:
    """Finish or undo a restore that was broken off, and say so; the databases are at work, and nobody uses them yet.

    ``Misconfigured`` while a restore is at work, or somebody uses them.
    """
    if (said := finish_broken_off(places_of(chosen))) is not None:
        tell(said)


def look_again_once(running: Processes, chosen: Settings, progress: Progress, *, seconds: float) -> None:
    """Let the runs look again where the mark of a restore lies in the home, and pass on what is said of it."""
    if restored_mark(chosen.home).exists():
        running.run(JOB, *LOOK_AGAIN, seconds=seconds)
        for line in (running.logs / f"{JOB}.log").read_text(encoding="utf-8").splitlines():
            progress.say(line)
