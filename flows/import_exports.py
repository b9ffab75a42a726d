"""The flow ``import-exports``: files come into the records once a person has seen what they bring (I9, C4)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from flows.put_back import put_back, refused
from flows.settle_import import start_settling
from tasks.gate.questions import Stopped
from tasks.imports.confirmation import (
    Brought,
    confirm_imports,
    files_named,
    import_file,
    preview_imports,
    tables_among,
)
from tasks.imports.exports import Confirmed


def whiteboard() -> str:
    """Return the run's name until it asks its question."""
    return _("I9 · import {account}").format(**flow_run.parameters).strip()


@flow(name="import-exports", flow_run_name=whiteboard, persist_result=False)
@put_back
def import_exports(
    files: Annotated[
        Sequence[str], Explained(_("Files to bring in"), _("Paths of files or folders, on the machine of the worker."))
    ],
    account: Annotated[
        str,
        Explained(
            _("Account"), _("Code of the account the files were downloaded for; empty: what is on record tells it.")
        ),
    ] = "",
    *,
    write_at_once: Annotated[
        bool,
        Explained(
            _("Write at once"),
            _("Write exports without a preview and without asking; the six tables are always asked about."),
        ),
    ] = False,
) -> State[Any]:
    """Show what files would bring, ask whether that is to be written, and write it (I9, C4); a bad file stops no other."""
    paths = files_named(files)
    asked = tables_among(paths) if write_at_once else paths
    if not asked or (previewed := preview_imports(asked, account)) is None:
        return written(paths, account, {})
    said = confirm_imports(previewed, ask(previewed.question))
    if isinstance(said, Stopped):
        return Cancelled(message=said.reason)
    return written(paths, account, dict.fromkeys(asked, said))


def written(paths: Sequence[Path], account: str, confirmed: Mapping[Path, Confirmed]) -> State[Any]:
    """Write the files and return the run's state, with what came of each; it fails only when none could be written."""
    brought: list[Brought] = []
    for path in paths:
        brought.append(import_file(path, account, confirmed.get(path)))
        get_run_logger().info(brought[-1].told)
    start_settling()
    message = "\n\n".join(one.told for one in brought)
    return refused(message) if brought and all(one.is_refused for one in brought) else Completed(message=message)
