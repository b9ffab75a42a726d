"""The flow ``prove-backup``: every week the newest backup is restored on trial, for one that was never is a hope."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from agency.locale import _
from flows.whiteboard import at_this_moment
from tasks.backups.alarms import tell_of_backups
from tasks.backups.page import show_backups
from tasks.backups.proving import prove_newest


@flow(name="prove-backup", flow_run_name=at_this_moment(lambda: _("Backup on trial")), persist_result=False)
def prove_backup() -> State[Any]:
    """Restore the newest backup into databases that are thrown away, and write the page ``backups`` anew.

    The run fails when the trial did, so that it is seen; the leads are told.
    """
    proof = prove_newest()
    show_backups()
    tell_of_backups()
    if proof is None:
        return Completed(message=_("There is no backup yet: run back-up first."))
    if proof.failed:
        return Failed(
            message=_("{archive} cannot be restored: {reason}").format(archive=proof.archive, reason=proof.failed)
        )
    sentence = _("{archive} was restored on trial: {rows} rows came out as they were.")
    return Completed(message=sentence.format(archive=proof.archive, rows=proof.rows))
