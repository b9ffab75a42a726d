"""The verb ``tables``: the six tables as one workbook, at once and without the house being open (C4)."""

import sys
from pathlib import Path

from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.tables.six_tables_file import write_six_tables


def table(project: str, to: str) -> None:
    """Write the six tables of a project, or of the whole house where none is named, and tell where they are."""
    place, rows = write_six_tables(project, Path(to) if to else None)
    tell(_("The six tables, {rows} rows: {file}").format(rows=rows, file=place))


if __name__ == "__main__":
    named, wanted = sys.argv[1:]
    finish(on_records(lambda: table(named, wanted)))
