"""A flow whose leg can be held, for the tests of legs: it says where it is, and goes on when a file appears."""

import os
import time
from pathlib import Path

from prefect import flow


@flow(name="held", persist_result=False)
def held(folder: str, *, at_once: bool = False) -> str:
    """Write down which process this is, wait to be let go, and say so."""
    place = Path(folder)
    (place / "at-work").write_text(f"{os.getpid()} {Path(f'/proc/{os.getpid()}/comm').read_text()}")
    while not at_once and not (place / "go").exists():
        time.sleep(0.05)
    print(f"放开了,在 {Path.cwd().name} 里")  # noqa: T201 - what a leg prints goes where the worker wants it
    return "done"
