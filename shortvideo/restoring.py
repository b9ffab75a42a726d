"""The verb ``restore``: brings a backup back to where the settings say that everything lies, while the house is closed."""

import sys
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.tables.base import now
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.block_key import key_file
from shortvideo.house.database import database_at_work
from shortvideo.ports import is_free
from shortvideo.progress import tell
from tasks.backups.places import named
from tasks.backups.restoring import Restored, restore

REPLACE = "replace"
FAULTS_TOLD = 5


def bring_back(chosen: Settings, file: str, how: str) -> int:
    """Restore an archive and say what came of it; ``Misconfigured`` while the house is open, or where one is already.

    Return 0 where the ledger in it is whole and fits what was noted of it, else 1: it is there all the same.

    A home that is new gets no key for Prefect's blocks: theirs is the one of the house that was backed up.
    """
    if how == REPLACE:
        demand_closed(chosen)
    had_key = key_file(chosen).exists()
    with database_at_work(chosen):
        if not had_key:
            key_file(chosen).unlink(missing_ok=True)
        restored = restore(Path(file), chosen, now(), replace=how == REPLACE)
    report(chosen, restored)
    return 0 if restored.ledger.is_whole else 1


def demand_closed(chosen: Settings) -> None:
    """Raise ``Misconfigured`` while a house is open where one is to be replaced."""
    if not is_free(chosen.prefect_port):
        raise Misconfigured(_("A house is open on port {port}: close it first.").format(port=chosen.prefect_port))


def report(chosen: Settings, restored: Restored) -> None:
    """Say what was brought back, where the former state is kept, and what is still missing."""
    for name, database in restored.manifest.databases.items():
        sentence = _("{database}: {rows} rows restored, and compared with the backup one by one")
        tell(sentence.format(database=named(name), rows=database.rows))
    tell(_("Files: {count}").format(count=restored.files))
    for sentence in (restored.ledger.told, *restored.ledger.sentences):
        tell(sentence)
    for fault in restored.manifest.faults[:FAULTS_TOLD]:
        tell(fault)
    if restored.aside:
        tell(_("What was there before is kept under the name {aside}.").format(aside=restored.aside))
    if restored.lacking:
        sentence = _("Missing in {home}: {names}. Put the keys of the former house there before you open it.")
        tell(sentence.format(home=chosen.home, names=_(", ").join(restored.lacking)))
    tell(_("Open the house with `python3 run.py up`: interrupted runs go on from the records."))


if __name__ == "__main__":
    finish(lambda: bring_back(settings(), *sys.argv[1:]))
