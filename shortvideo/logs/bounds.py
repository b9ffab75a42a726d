"""Keeps the files that processes write to in bounds: what is too long becomes ``NAME.1.log``, and is begun anew.

A process keeps the file open that it writes to, so the file is copied and emptied; a line or two of that very moment
may be lost, which for a log is less than a full disk. Writers append (``shortvideo.processes``), so none leaves a gap.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

MEGABYTE = 1024**2
LOOKS_EVERY = 30.0  # seconds
FORMER = ".1.log"

logger = logging.getLogger(__name__)


def keep_in_bounds(folder: Path, most_bytes: int) -> list[Path]:
    """Put every log of a folder that is too long aside, over the former one; return those that were."""
    long = list(too_long(folder, most_bytes))
    for log in long:
        put_aside(log)
    return long


def too_long(folder: Path, most_bytes: int) -> Iterator[Path]:
    """Yield the logs that are longer than allowed; the former ones are not written to any more."""
    for log in sorted(folder.glob("*.log")):
        if not log.name.endswith(FORMER) and log.stat().st_size > most_bytes:
            yield log


def put_aside(log: Path) -> None:
    """Copy a log and empty it; where the disk has no room for the copy it is emptied all the same, which makes some."""
    former = log.with_name(log.name.removesuffix(".log") + FORMER)
    try:
        shutil.copyfile(log, former)
    except OSError as error:
        former.unlink(missing_ok=True)
        logger.warning("the log %s was too long, could not be copied, and is begun anew: %s", log.name, error)
    os.truncate(log, 0)


@contextmanager
def kept_in_bounds(folder: Path, megabytes: int) -> Iterator[None]:
    """Keep the logs of a folder in bounds until the block ends."""
    ended = Event()
    watch = Thread(target=watch_bounds, args=(folder, megabytes * MEGABYTE, ended), name="logs-in-bounds", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def watch_bounds(folder: Path, most_bytes: int, ended: Event) -> None:
    """Look at the logs every half minute until told to end."""
    while not ended.wait(LOOKS_EVERY):
        keep_in_bounds(folder, most_bytes)
