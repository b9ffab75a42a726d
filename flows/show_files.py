"""The flow ``show-files``: every file of material that was made, with links that can be opened (C4, I10)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from tasks.files.kept_files import show_kept_files


def whiteboard() -> str:
    """Return the run's name."""
    return _("Files of material")


@flow(name="show-files", flow_run_name=whiteboard, persist_result=False)
@put_back
def show_files(
    project: Annotated[
        str, Explained(_("Project"), _("Code of a project whose files are wanted; empty: those of all."))
    ] = "",
    kind: Annotated[
        str, Explained(_("Kind of file"), _("Which kind of file, for instance six_tables; empty: all kinds."))
    ] = "",
) -> State[Any]:
    """Write the artifact ``files``: old and new material with fresh links, and the page that lists all of it."""
    return Completed(message=show_kept_files(project.strip(), kind).told)
