"""The main job from a fresh clone to its end, cold and warm, beside the part of it that is Prefect's own start.

The peer is Prefect's server alone, from its command to its first good answer on an empty home: no part of ours is in it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.ground.table import Row, show
from config.settings import CHECKOUT
from shortvideo.api import answers
from shortvideo.ports import LOCAL, next_free

COLD_S, WARM_S = 180.0, 60.0
DEMO = (sys.executable, "run.py", "demo", "--exit")
PAUSE_S = 0.1


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def demo(clone: Path) -> None:
    """Run the main job of a clone to its end; one that fails is no figure."""
    subprocess.run(DEMO, cwd=clone, check=True, stdout=subprocess.DEVNULL)


def server_alone(home: Path) -> None:
    """Start Prefect's server on an empty home, wait for its first good answer, and end it."""
    port = next_free(4900)
    told = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOCAL, "--port", str(port)]
    with subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not answers(f"http://{LOCAL}:{port}/api/health"):
            time.sleep(PAUSE_S)
        server.terminate()


def row(what: str, measured: float, most: float) -> Row:
    """Return a line that is measured against the seconds it may take."""
    return Row(what=what, measured=measured, ratio=measured / most, against=f"{most:g} s", target=1)


def main() -> None:
    """Clone, set up and run, then run again."""
    with tempfile.TemporaryDirectory(prefix="bench_clone_") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
        rows = [
            row("set-up and main job on a fresh clone", seconds(lambda: demo(clone)), COLD_S),
            row("the main job again", seconds(lambda: demo(clone)), WARM_S),
            Row(what="Prefect's server alone", measured=seconds(lambda: server_alone(Path(folder) / "prefect"))),
        ]
    show("From nothing to a house whose gates wait", rows)


if __name__ == "__main__":
    main()
