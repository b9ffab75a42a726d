"""The command as a person runs it: at a terminal, which it can tell from a script's pipes."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.settings import CHECKOUT

SHORTVIDEO = Path(sys.executable).with_name("shortvideo")


def at_a_terminal(
    *words: str | Path, answer: str = "", environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run the command at a terminal, answer its question, and return its exit code and what was shown."""
    ours, theirs = pty.openpty()
    at = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "env": environment}
    with subprocess.Popen([SHORTVIDEO, *words], cwd=CHECKOUT, **at) as command:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b"".join(iter(lambda: read_from(ours), b""))
    os.close(ours)
    return command.returncode, shown.decode()


def read_from(terminal: int) -> bytes:
    """Return what a terminal shows next, nothing when its program has ended."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
