"""The verb ``register``: a lead's clients, people, projects and accounts come into the records from her file."""

import sys
from pathlib import Path

from agency.locale import _
from agency.records.migrate import upgrade
from config.settings import settings
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.house.places import prepare_home
from shortvideo.progress import tell
from tasks.registering import register


def register_file(file: Path) -> None:
    """Register everything in a file, making the records first where there are none, and say what it told of."""
    prepare_home(settings())
    upgrade(settings().records_url)
    told = register(file)
    counted = "、".join(f"{kind} {count}" for kind, count in told.items())
    tell(_("On record now: {counted}").format(counted=counted or "–"))


if __name__ == "__main__":
    finish(on_records(lambda: register_file(Path(sys.argv[1]))))
