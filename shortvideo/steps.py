"""One step of a set-up: a program that is run with its words in a log, while the person sees the seconds pass."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupFailed(Exception):
    """The set-up cannot go on; the message is one sentence in both languages."""


def step(said: str, command: Sequence[str], log: Path, extra: Mapping[str, str] | None = None) -> bool:
    """Run a program to its end with ``extra`` variables, its words in the log; return whether it went well."""
    begun = time.monotonic()
    show(said)
    with log.open("a", encoding="utf-8") as words:
        words.write(f"\n== {said}\n")
        words.flush()
        try:
            process = subprocess.Popen(
                command, env={**os.environ, **(extra or {})}, stdin=subprocess.DEVNULL, stdout=words, stderr=words
            )
        except OSError as error:
            words.write(f"{error}\n")
            return False
        code = wait(process, said, begun)
    show(f"{said} … {time.monotonic() - begun:.0f} s", last=True)
    return code == 0


def wait(process: "subprocess.Popen[bytes]", said: str, begun: float) -> int:
    """Wait for a program, showing the seconds where the output is a terminal; return its exit code."""
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if sys.stdout.isatty():
                show(f"{said} … {time.monotonic() - begun:.0f} s")


def show(line: str, *, last: bool = False) -> None:
    """Write a line over itself on a terminal; where there is none, write only the finished one."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{line}" + ("\n" if last else ""))
    elif last:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def last_words(log: Path) -> str:
    """Return the last line of a log that says anything."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def answer_of(command: Sequence[str]) -> str:
    """Return what a program answers, nothing when it has no answer."""
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    return asked.stdout if asked.returncode == 0 else ""
