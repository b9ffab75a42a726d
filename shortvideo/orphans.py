"""What a killed process leaves: its children become ours, and are buried when they have ended, where the system can (Linux)."""

import ctypes
import os
import sys
from collections.abc import Collection
from contextlib import suppress

import psutil

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def adopt_orphans() -> None:
    """Become the parent of every orphan among our descendants, so that none is lost."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def bury(sparing: Collection[int | None]) -> None:
    """Take note of the end of our children but for some, so that their remains don't heap up as long as we live.

    Spared are those whose end somebody here asks for: it is told only once.
    """
    if not someone_ended():
        return
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess, ChildProcessError):
            if child.pid not in sparing and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def someone_ended() -> bool:
    """Say whether a child has ended of which nobody has taken note; that stays to be done."""
    if sys.platform != "linux":
        return False
    with suppress(ChildProcessError):
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return False
