"""The flow ``send-messages``: what waits in the outbox goes out, and whoever was not reached is named (C3)."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.whiteboard import at_this_moment
from tasks.messages.outbox_page import show_outbox
from tasks.messages.sending import send_what_is_due


@flow(name="send-messages", flow_run_name=at_this_moment(lambda: _("C3 · messages go out")), persist_result=False)
def send_messages() -> State[Any]:
    """Send what is due and write the page ``outbox`` anew; the run's message names the groups that are dead."""
    told = send_what_is_due()
    dead = show_outbox()
    if not dead:
        return Completed(message=told)
    sentence = _("Nobody was reached for days in: {groups}.")
    return Completed(message=f"{told} {sentence.format(groups=_(', ').join(dead))}")
