"""The verb ``demo``: a house of its own, with an invented agency and a sandbox in place of the platform.

It never touches the agency's own records: whatever the settings say, it keeps everything in ``HOME/demo``.
"""

import sys
from datetime import UTC, datetime

from agency.locale import _
from agency.sandbox.description import SandboxAgency
from config.mail import MailSettings
from config.own_database import prefect_address, records_address
from config.platforms import played_at
from config.settings import PREFIX, Settings
from shortvideo.api import answers
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import PATIENCE, keep_open, open_house
from shortvideo.house.places import prepare_home
from shortvideo.ports import LOCAL, next_free
from shortvideo.processes import processes
from shortvideo.progress import Progress
from shortvideo.sample.bots import sample_groups, sample_webhooks
from shortvideo.sample.platform import described

SANDBOX = (sys.executable, "-m", "agency.sandbox")
MAIN_JOB = (sys.executable, "-m", "shortvideo.main_job")
LONGEST_JOB = 600.0  # seconds
SANDBOX_SECRET = f"{PREFIX}SANDBOX_SECRET"


def demo(chosen: Settings, *, leave_when_done: bool) -> None:
    """Open the demo's house, run the main job, and stay until Ctrl-C unless told to leave."""
    own = demo_settings(chosen)
    prepare_home(own)
    progress = Progress()
    with processes(own.logs, demo_environment(own)) as running:
        described_in = ("--data", str(described(own.home, datetime.now(UTC))))
        sandbox = running.start("sandbox", *SANDBOX, "--port", str(own.sandbox_port), *described_in)
        open_house(running, own, progress)
        running.wait_until(lambda: answers(f"{sandbox_url(own)}/_sandbox/clock"), sandbox, seconds=PATIENCE)
        progress.say(_("The sandbox is up: {url}").format(url=sandbox_url(own)))
        running.run("main-job", *MAIN_JOB, seconds=LONGEST_JOB, shown=True)
        progress.say(_("The main job is done."))
        progress.say(_("What the groups were told: {url}").format(url=f"{sandbox_url(own)}/_sandbox/messages"))
        if not leave_when_done:
            keep_open(running, own)


def demo_settings(chosen: Settings) -> Settings:
    """Return the settings with a home, records and ports of the demo's own, and the sandbox as every platform."""
    home = chosen.home / "demo"
    prefect_port = next_free(chosen.prefect_port)
    sandbox_port = next_free(chosen.sandbox_port, but=[prefect_port])
    files_port = next_free(chosen.files_port, but=[prefect_port, sandbox_port])
    monitor_port = next_free(chosen.monitor_port, but=[prefect_port, sandbox_port, files_port])
    own = {
        "home": home,
        "records_url": records_address(home, chosen.database),
        "inbox_directory": home / "inbox",
        "files_directory": home / "material",
        "files_store": "",
        "prefect_database_url": prefect_address(home, chosen.database),
        "host": LOCAL,
        "prefect_port": prefect_port,
        "prefect_address": "",
        "pages_address": "",
        "server_processes": 1,
        "redis_url": "",
        "sandbox_port": sandbox_port,
        "files_host": LOCAL,
        "files_port": files_port,
        "files_address": "",
        "monitor_host": LOCAL,
        "monitor_port": monitor_port,
        "platforms": played_at(
            f"http://{LOCAL}:{sandbox_port}", client_key=SandboxAgency.client_key, secret_env=SANDBOX_SECRET
        ),
        "groups": sample_groups(),
        "mail": MailSettings(),
    }
    return chosen.model_copy(update=own)


def demo_environment(own: Settings) -> dict[str, str]:
    """Return what the demo's processes are told: its settings, and the secrets that open nothing but its sandbox."""
    secrets = {SANDBOX_SECRET: SandboxAgency.client_secret, **sample_webhooks(sandbox_url(own))}
    return {**children_environment(own), **secrets}


def sandbox_url(own: Settings) -> str:
    """Return the address of the sandbox that plays the platforms for the demo."""
    return f"http://{LOCAL}:{own.sandbox_port}"
