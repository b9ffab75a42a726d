"""Plays a small command in a process of its own: what ends every descendant must not run inside pytest."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil

from config.settings import CHECKOUT

PREAMBLE = """
import os, signal, sys
from pathlib import Path
from shortvideo import processes as supervision
from shortvideo.processes import processes
supervision.GRACE = 1.0
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever started the tests may have it ignored
PYTHON, LOGS = sys.executable, Path(sys.argv[1])
"""


def begin(script: str, logs: Path) -> "subprocess.Popen[str]":
    """Begin a command; its first argument is the folder for the logs."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(script), str(logs)],
        cwd=CHECKOUT,
        env={**os.environ, "SHORTVIDEO_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def play(script: str, logs: Path) -> "subprocess.CompletedProcess[str]":
    """Play a command to its end."""
    command = begin(script, logs)
    words, complaints = command.communicate(timeout=60)
    return subprocess.CompletedProcess(command.args, command.returncode, words, complaints)


def written(file: Path, *, seconds: float = 20) -> str:
    """Return what a process of the play wrote to a file, as soon as it has."""
    deadline = time.monotonic() + seconds
    while not (file.exists() and file.read_text(encoding="utf-8").endswith("\n")):
        assert time.monotonic() < deadline, f"{file.name} was never written"
        time.sleep(0.05)
    return file.read_text(encoding="utf-8").strip()


def lives(pid: str) -> bool:
    """Return whether a process is there and more than a zombie."""
    try:
        return psutil.Process(int(pid)).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
