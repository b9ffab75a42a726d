"""The flow ``back-up``: every night everything is written into one archive, and what is no longer kept is deleted."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from agency.web.pages import shown_size
from flows.whiteboard import at_this_moment
from tasks.backups.alarms import tell_of_backups
from tasks.backups.page import show_backups
from tasks.backups.taking import remove_superfluous, take_nightly_backup


@flow(name="back-up", flow_run_name=at_this_moment(lambda: _("Backup")), persist_result=False)
def back_up() -> State[Any]:
    """Take a backup, delete the ones that are no longer kept, and write the page ``backups`` anew."""
    taken = take_nightly_backup()
    removed = remove_superfluous()
    show_backups()
    tell_of_backups()
    sentence = _("{archive} ({size}) was taken; {removed} old ones were deleted. Files not as on record: {faults}.")
    told = {"archive": taken.path.name, "size": shown_size(taken.bytes), "removed": removed}
    return Completed(message=sentence.format(**told, faults=len(taken.manifest.faults)))
