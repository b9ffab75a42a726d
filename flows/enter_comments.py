"""The flow ``enter-comments``: comments are pasted or come as a file where no platform tells them (C3)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed

from agency.locale import _
from flows.carrying import ask
from flows.close_case import start_cases
from flows.explained import Explained
from flows.put_back import put_back
from tasks.comments.case_shown import show_cases
from tasks.comments.entering import Entering, preview_comments, read_as_of, write_comments
from tasks.comments.pasting import MOST_PASTED
from tasks.gate.questions import Stopped
from tasks.messages.sending import send_now


def whiteboard() -> str:
    """Return the run's name until it asks."""
    return _("C3 · comments of {work}").format(work=str(flow_run.parameters.get("work", ""))[:40])


@flow(name="enter-comments", flow_run_name=whiteboard, persist_result=False)
@put_back
def enter_comments(
    work: Annotated[
        str, Explained(_("Work"), _("The work: code of its content item, its link, or the platform's id."))
    ],
    lines: Annotated[
        str,
        Explained(
            _("Comments"),
            _(
                "One comment a line: nickname | words | when | likes; only the words are needed. Nicknames are not kept."
            ),
            longest=MOST_PASTED,
        ),
    ] = "",
    file: Annotated[
        str,
        Explained(_("Or a file"), _("Instead of lines: path of an xlsx or csv file, on the machine of the worker.")),
    ] = "",
) -> State[Any]:
    """Show what was read, let a person confirm it, write it, and start a run for each case (C3)."""
    entering = Entering(work, lines, file, read_as_of())
    asked = preview_comments(entering)
    if isinstance(asked, str):
        return Completed(message=asked)
    written = write_comments(entering, ask(asked))
    if isinstance(written, Stopped):
        return Cancelled(message=written.reason)
    send_now()
    start_cases()
    show_cases()
    return Completed(message=written)
