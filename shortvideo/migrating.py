"""The verb ``migrate``: brings the records up to the tables of this version."""

from agency.locale import _
from agency.records.migrate import upgrade
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.house.places import prepare_home
from shortvideo.progress import tell


def migrate(chosen: Settings) -> None:
    """Bring the records up, making the home first; ``Misconfigured`` when that cannot be written."""
    prepare_home(chosen)
    upgrade(chosen.records_url)
    tell(_("The records are ready."))


if __name__ == "__main__":
    finish(on_records(lambda: migrate(settings())))
