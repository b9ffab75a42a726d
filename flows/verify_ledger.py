"""The flow ``verify-ledger``: every night the ledger of the gates is looked along from its first entry to its last."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from agency.locale import _
from flows.whiteboard import at_this_moment
from tasks.ledger.page import look_along_ledger, tell_of_ledger


@flow(name="verify-ledger", flow_run_name=at_this_moment(lambda: _("The ledger is verified")), persist_result=False)
def verify_ledger() -> State[Any]:
    """Write the page ``ledger``, tell the leads, and end as failed where anything is broken."""
    verified = look_along_ledger()
    tell_of_ledger(verified)
    return Completed(message=verified.told) if verified.is_whole else Failed(message=verified.told)
