"""Publishes the six tables: the workbook offered over http, and a page for each table (C4, R22)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from agency.domain.calendar import beijing_day, beijing_minute
from agency.locale import _
from agency.records.tables import KeptFile
from agency.reports.tables.page import count_urgent, page_rows
from agency.reports.tables.table import Filled
from tasks.files.downloads import link_to
from tasks.gate.exhibits import table as markdown_table
from tasks.tables.six_tables_file import SixTables, gathered, keep_workbook

SHOWN_ROWS = 200
PAGE = "six-tables"


@dataclass(frozen=True, kw_only=True)
class Published:
    """The six tables as published; ``is_new`` is False where a workbook of this day says the same."""

    link: str
    rows: int
    urgent: int
    is_new: bool


def whiteboard() -> str:
    """Return what the publishing is called."""
    return named(task_run.parameters["project"])


def named(project: str) -> str:
    """Return what the six tables of a project, or of the whole house, are called on the whiteboard."""
    return _("C4 · six tables, {project}").format(project=project or _("the whole house"))


@task(name="publish-six-tables", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def publish_six_tables(project: str) -> Published:
    """Publish the tables of a project, or of the whole house: unchanged ones make no second file, the pages are written anew."""
    tables = gathered(project)
    kept, is_new = keep_workbook(tables)
    link, today = link_to(kept), beijing_day(tables.moment)
    for each in tables.filled:
        show_table(each, project, link, today)
    urgent = [count_urgent(each, today) for each in tables.filled]
    show_page(tables, urgent, kept, link)
    return Published(link=link, rows=tables.rows, urgent=sum(urgent), is_new=is_new)


def show_table(filled: Filled, project: str, link: str, today: date) -> None:
    """Write one table's page, the most urgent rows first."""
    rows = page_rows(filled, today, SHOWN_ROWS)
    said = _("{name}: {count} rows. [Workbook]({link})").format(
        name=filled.table.name, count=len(filled.rows), link=link
    )
    if left_out := len(filled.rows) - len(rows):
        said += _(" The {count} calmer ones are in the workbook only.").format(count=left_out)
    create_table_artifact(table=rows, key=key(f"table {filled.table.code}", project), description=said)


def show_page(tables: SixTables, urgent: Sequence[int], kept: KeptFile, link: str) -> None:
    """Write the page that links the workbook and says how each table stands."""
    rows = [[each.table.name, len(each.rows), count] for each, count in zip(tables.filled, urgent, strict=True)]
    parts = [
        _("**[Download the workbook]({link})** · as of {moment}").format(
            link=link, moment=beijing_minute(kept.made_at)
        ),
        markdown_table(rows, [_("Name of the table"), _("Number of rows"), _("Overdue or red")]),
        _("What may be edited stands on a pale yellow ground; how to give it back is said on its last sheet."),
    ]
    create_markdown_artifact("\n\n".join(parts), key=key(PAGE, tables.project), description=named(tables.project))


def key(name: str, project: str) -> str:
    """Return the key of a page: small letters, digits and dashes are all that Prefect takes."""
    return "-".join(re.findall(r"[a-z0-9]+", f"{name} {project}".lower()))
