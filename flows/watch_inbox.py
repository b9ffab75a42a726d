"""The flow ``watch-inbox``: files that somebody put into the inbox folder come into the records by themselves (I9).

Only the six tables do not: what a person changed in them waits for that person's name, in a run of its own (C4).
"""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.settle_import import start_settling
from flows.starting import start
from flows.whiteboard import at_this_moment
from tasks.edits.inbox import put_aside, to_be_confirmed
from tasks.imports.inbox import PutAway, Waiting, report_inbox, settled_files, take_file


@flow(name="watch-inbox", flow_run_name=at_this_moment(lambda: _("I9 · the inbox looked at")), persist_result=False)
def watch_inbox() -> State[Any]:
    """Import every settled file of the inbox folder and put it away; one that is refused stops no other (I9)."""
    files = [file for waiting in settled_files() if (file := take(waiting)) is not None]
    report_inbox(files)
    start_settling()
    refused = sum(file.is_refused for file in files)
    sentence = _("{taken} files of the inbox imported, {refused} refused.")
    return Completed(message=sentence.format(taken=len(files) - refused, refused=refused))


def take(waiting: Waiting) -> PutAway | None:
    """Import a file, or have it asked about where it is the six tables with changes."""
    given = to_be_confirmed(waiting)
    if given is None:
        return take_file(waiting)
    start("import-exports", once=given.once, name=given.name, tags=["C4", *given.codes], files=[given.copy])
    return put_aside(waiting, given)
