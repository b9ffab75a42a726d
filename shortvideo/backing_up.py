"""The verb ``backup``: everything in one archive, taken while the house is open or closed."""

import sys
from pathlib import Path

from agency.locale import _
from agency.web.pages import shown_size
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.backups.keeping import is_beside
from tasks.backups.places import named, secrets_of
from tasks.backups.taking import Taken, take_backup

WITH_KEYS = "with-keys"
FAULTS_TOLD = 5


def back_up(chosen: Settings, folder: str, keys: str) -> None:
    """Take a backup into a folder, the one of the settings unless told, and say what it holds and what it does not."""
    taken = take_backup(chosen, Path(folder).resolve() if folder else None, with_keys=keys == WITH_KEYS)
    report(taken)
    about_keys(chosen, taken)
    if is_beside(taken.path, chosen.home):
        tell(_("It lies on the same disk as the house: copy it to another place."))


def report(taken: Taken) -> None:
    """Say what was taken."""
    tell(_("Backup: {file} ({size})").format(file=taken.path, size=shown_size(taken.bytes)))
    for name, database in taken.manifest.databases.items():
        sentence = _("{database}: {rows} rows in {tables} tables")
        tell(sentence.format(database=named(name), rows=database.rows, tables=len(database.tables)))
    tell(_("Files: {count}").format(count=len(taken.manifest.files)))
    for fault in taken.manifest.faults[:FAULTS_TOLD]:
        tell(fault)
    if (hidden := len(taken.manifest.faults) - FAULTS_TOLD) > 0:
        tell(_("… and {count} more.").format(count=hidden))


def about_keys(chosen: Settings, taken: Taken) -> None:
    """Say where the keys are: without them what is sealed in the records stays closed."""
    names = _(", ").join(path.name for path in secrets_of(chosen.home))
    if taken.manifest.with_keys:
        tell(_("The keys are in it: whoever has this file has everything. Keep it locked away."))
    elif names:
        sentence = _("Not in it, to be kept apart from it: the keys {names} in {home}.")
        tell(sentence.format(names=names, home=chosen.home))


if __name__ == "__main__":
    finish(on_records(lambda: back_up(settings(), *sys.argv[1:])))
