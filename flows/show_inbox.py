"""The flow ``show-inbox``: keeps the page of open gates fresh through the working day."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.whiteboard import at_this_moment
from tasks.gate.open_gates import show_open_gates


@flow(name="show-inbox", flow_run_name=at_this_moment(lambda: _("Open gates")), persist_result=False)
def show_inbox() -> State[Any]:
    """Write the artifact ``approval-inbox``: every open gate with its run, its day and who is awaited."""
    count = show_open_gates()
    return Completed(message=_("{count} gates are open.").format(count=count))
