"""The flow ``watch-inbox``: files that somebody put into the inbox folder come into the records by themselves (I9)."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.settle_import import start_settling
from tasks.import_inbox import report_inbox, settled_files, take_file


@flow(name="watch-inbox", persist_result=False)
def watch_inbox() -> State[Any]:
    """Import every settled file of the inbox folder and put it away; one that is refused stops no other (I9)."""
    files = [file for waiting in settled_files() if (file := take_file(waiting)) is not None]
    report_inbox(files)
    start_settling()
    refused = sum(file.is_refused for file in files)
    sentence = _("{taken} files of the inbox imported, {refused} refused.")
    return Completed(message=sentence.format(taken=len(files) - refused, refused=refused))
