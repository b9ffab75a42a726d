"""The flow ``import-exports``: files from a creator centre come into the records once a person has seen what they bring (I9)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed, Failed

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from flows.settle_import import start_settling
from tasks.exports import Confirmed
from tasks.import_confirmation import Brought, confirm_imports, files_named, import_file, preview_imports
from tasks.questions import Stopped


def whiteboard() -> str:
    """Return the run's name until it asks its question."""
    return _("I9 · import {account}").format(**flow_run.parameters).strip()


@flow(name="import-exports", flow_run_name=whiteboard, persist_result=False)
def import_exports(
    files: Annotated[Sequence[str], Explained(_("Paths of files or folders, on the machine of the worker."))],
    account: Annotated[
        str, Explained(_("Code of the account the files were downloaded for; empty: what is on record tells it."))
    ] = "",
    *,
    write_at_once: Annotated[bool, Explained(_("Write without a preview and without asking anybody."))] = False,
) -> State[Any]:
    """Show what files would bring, ask whether that is to be written, and write it (I9); a bad file stops no other."""
    paths = files_named(files)
    if write_at_once or (previewed := preview_imports(paths, account)) is None:
        return written(paths, account, None)
    said = confirm_imports(previewed, ask(previewed.question))
    return Cancelled(message=said.reason) if isinstance(said, Stopped) else written(paths, account, said)


def written(paths: Sequence[Path], account: str, confirmed: Confirmed | None) -> State[Any]:
    """Write the files and return the run's state, with what came of each; it fails only when none could be written."""
    brought: list[Brought] = []
    for path in paths:
        brought.append(import_file(path, account, confirmed))
        get_run_logger().info(brought[-1].told)
    start_settling()
    message = "\n\n".join(one.told for one in brought)
    return Failed(message=message) if brought and all(one.is_refused for one in brought) else Completed(message=message)
