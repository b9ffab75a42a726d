"""The flow ``sweep-deadlines``: every hour of the working day nobody is left unreminded of what they owe (gates.md 7)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.answer_call import keep_answers_going
from flows.explained import Explained
from flows.put_back import put_back
from flows.read_script import keep_readers_told
from flows.whiteboard import at_this_moment
from tasks.backups.alarms import tell_of_backups
from tasks.deadlines.sweeping import sweep_hours_now, sweep_now
from tasks.messages.sending import send_now


@flow(name="sweep-deadlines", flow_run_name=at_this_moment(lambda: _("Deadlines looked at")), persist_result=False)
@put_back
def sweep_deadlines(
    things_of_hours: Annotated[
        bool,
        Explained(
            _("Things of hours only"),
            _("Look only at what is due within hours: cases, incidents, notices. Quick, also at night."),
        ),
    ] = False,
) -> State[Any]:
    """Remind, escalate, keep the record of every rule, write the page ``deadlines``, and let the messages go out."""
    keep_readers_told()
    keep_answers_going()
    told = sweep_hours_now() if things_of_hours else sweep_now()
    tell_of_backups()
    send_now()
    return Completed(message=told)
