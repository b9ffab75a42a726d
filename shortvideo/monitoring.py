"""The process that watches the house and offers what it sees.

Run as ``python -m shortvideo.monitoring`` inside the environment that the house made.
"""

import uvicorn

from agency.locale import _
from agency.records.engine import open_records
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.places import ui
from shortvideo.monitor.app import application
from shortvideo.monitor.door import guarded_by, login_for_others
from shortvideo.monitor.sight import Lookout


def monitor(chosen: Settings) -> None:
    """Watch until interrupted; ``Misconfigured`` where others could look and the house has no password."""
    asked_for = login_for_others(chosen)
    engine = open_records(chosen.records_url)
    try:
        uvicorn.run(
            guarded_by(asked_for, application(Lookout(chosen, engine), links(chosen))),
            host=chosen.monitor_host,
            port=chosen.monitor_port,
            access_log=False,
            server_header=False,
            log_config=None,
            log_level="warning",
        )
    finally:
        engine.dispose()


def links(chosen: Settings) -> dict[str, str]:
    """Return where whoever looks at the page goes on from it, by the words for it."""
    pages = ui(chosen)
    return {
        _("Runs"): f"{pages}/runs",
        _("Open gates"): f"{pages}/artifacts/key/approval-inbox",
        _("Outbox"): f"{pages}/artifacts/key/outbox",
        _("Data sources"): f"{pages}/artifacts/key/data-sources",
        _("Metrics"): "/metrics",
    }


if __name__ == "__main__":
    finish(lambda: monitor(settings()))
