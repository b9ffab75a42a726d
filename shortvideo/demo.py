"""The verb ``demo``: a house of its own, with an invented agency and a sandbox in place of the platform.

It never touches the agency's own records: whatever the settings say, it keeps everything in ``HOME/demo``.
"""

import sys
from datetime import UTC, datetime

from agency.locale import _
from config.settings import Settings
from shortvideo.api import answers
from shortvideo.house import PATIENCE, children_environment, keep_open, open_house, prepare_home
from shortvideo.ports import LOCAL, next_free
from shortvideo.processes import processes
from shortvideo.progress import Progress
from shortvideo.sample.platform import described

SANDBOX = (sys.executable, "-m", "agency.sandbox")
MAIN_JOB = (sys.executable, "-m", "shortvideo.main_job")
LONGEST_JOB = 600.0  # seconds


def demo(chosen: Settings, *, leave_when_done: bool) -> None:
    """Open the demo's house, run the main job, and stay until Ctrl-C unless told to leave."""
    own = demo_settings(chosen)
    prepare_home(own)
    progress = Progress()
    with processes(own.logs, children_environment(own)) as running:
        described_in = ("--data", str(described(own.home, datetime.now(UTC))))
        sandbox = running.start("sandbox", *SANDBOX, "--port", str(own.sandbox_port), *described_in)
        open_house(running, own, progress)
        running.wait_until(lambda: answers(f"{own.douyin_base_url}/_sandbox/clock"), sandbox, seconds=PATIENCE)
        progress.say(_("The sandbox is up: {url}").format(url=own.douyin_base_url))
        running.run("main-job", *MAIN_JOB, seconds=LONGEST_JOB, shown=True)
        progress.say(_("The main job is done."))
        if not leave_when_done:
            keep_open(running, own)


def demo_settings(chosen: Settings) -> Settings:
    """Return the settings with a home, records and ports of the demo's own, and the sandbox as the platform."""
    home = chosen.home / "demo"
    prefect_port = next_free(chosen.prefect_port)
    sandbox_port = next_free(chosen.sandbox_port if chosen.sandbox_port != prefect_port else prefect_port + 1)
    own = {
        "home": home,
        "records_url": f"sqlite:///{home / 'records.db'}",
        "review_directory": home / "review",
        "prefect_database_url": "",
        "prefect_port": prefect_port,
        "sandbox_port": sandbox_port,
        "douyin_base_url": f"http://{LOCAL}:{sandbox_port}",
        "groups": (),
    }
    return chosen.model_copy(update=own)
