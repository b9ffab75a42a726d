"""Our own path: the six tables gathered from the records and written as a workbook."""

import tempfile
from pathlib import Path

from agency.records.engine import open_records, reading
from benchmarks.ground.errand import Errand
from benchmarks.ground.full_agency import NOW
from tasks.tables.six_tables import gather
from tasks.tables.six_tables_file import SixTables, write_workbook


def prepare(errand: Errand) -> None:
    """Do nothing: the agency is on record."""


def load(errand: Errand) -> int:
    """Gather and write the tables; return how many content items that were."""
    engine = open_records(errand.database)
    with tempfile.TemporaryDirectory() as folder:
        with reading(engine) as session:
            tables = SixTables(project="", project_id=None, moment=NOW, filled=gather(session, NOW))
        write_workbook(tables, Path(folder) / "tables.xlsx")
    engine.dispose()
    return len(tables.filled[-1].rows)
