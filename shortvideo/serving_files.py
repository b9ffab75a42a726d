"""The process that offers kept files over http: joins the records with the web's application.

Run as ``python -m shortvideo.serving_files`` inside the environment that the house made.
"""

import uvicorn

from agency.web.app import application
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.places import ui
from tasks.files.downloads import links
from tasks.files.shelf import RecordsShelf


def serve(chosen: Settings) -> None:
    """Serve until interrupted; an address with a token in it is a key, so that no log keeps any."""
    served = application(
        RecordsShelf(), links(), folder=chosen.files_directory, list_address=f"{ui(chosen)}/artifacts/key/files"
    )
    uvicorn.run(
        served,
        host=chosen.files_host,
        port=chosen.files_port,
        access_log=False,
        server_header=False,
        log_config=None,
        log_level="warning",
    )


if __name__ == "__main__":
    finish(lambda: serve(settings()))
