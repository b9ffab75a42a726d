"""The flow ``settle-import``: a person says which work each undecided row of an imported file is (I9)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.imports.queue import batch_to_settle, closing, imports_to_settle, settle_rows


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("I9 · undecided rows {file}").format(**flow_run.parameters).strip()


@flow(name="settle-import", flow_run_name=whiteboard, persist_result=False)
@put_back
def settle_import(
    file: Annotated[
        str, Explained(_("File"), _("Name or number of an imported file; empty: the oldest one with undecided rows."))
    ] = "",
) -> State[Any]:
    """Ask about the undecided rows of a file, ten at a time, until every one of them is decided (I9)."""
    batch = batch_to_settle(file)
    if batch is None:
        return Completed(message=_("No imported file has undecided rows."))
    return carry(batch, [settle_rows]) or Completed(message=closing(batch))


def start_settling() -> int:
    """Start a run for every file with undecided rows, each once, and return how many files those are."""
    waiting = imports_to_settle()
    for batch in waiting:
        start(
            "settle-import",
            once=f"settle-{batch.id}",
            name=_("I9 · {account} · {file} · undecided rows").format(account=batch.account, file=batch.file),
            tags=["I9", batch.account],
            file=batch.id,
        )
    return len(waiting)
