"""The flow ``publish-tables``: every day, and whenever somebody asks, the six tables are written anew (C4, R22)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from tasks.tables.publishing import named, publish_six_tables


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    return named(flow_run.parameters.get("project", ""))


@flow(name="publish-tables", flow_run_name=whiteboard, persist_result=False)
@put_back
def publish_tables(
    project: Annotated[str, Explained(_("Project"), _("Code of the project; empty for the whole house."))] = "",
) -> State[Any]:
    """Publish the six tables as a workbook and as pages (C4); on unchanged records no second file is made."""
    published = publish_six_tables(project.strip())
    sentence = (
        _("{rows} rows, {urgent} of them overdue or red: {link}")
        if published.is_new
        else _("Nothing has changed: {rows} rows, {urgent} of them overdue or red: {link}")
    )
    return Completed(message=sentence.format(rows=published.rows, urgent=published.urgent, link=published.link))
