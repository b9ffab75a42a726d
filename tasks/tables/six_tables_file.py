"""The workbook of the six tables as a file: where a person wants it, or kept for all (C4).

A workbook is told by what its tables say. Of one day the same tables are the same file, whatever the hour.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from agency.domain.calendar import beijing_day
from agency.domain.terms.files import FileKind
from agency.errors import BadInput
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import KeptFile, Project
from agency.records.tables.base import now
from agency.reports.tables.table import Filled
from agency.reports.tables.workbook import write_tables
from tasks.files.downloads import brought, is_whole, keep, material_folder
from tasks.opening import looking, records
from tasks.settling import collecting_later
from tasks.tables.six_tables import gather

DIGEST = 12  # characters of a digest that tell one workbook from another
XLSX = ".xlsx"


@dataclass(frozen=True, kw_only=True)
class SixTables:
    """The tables of a project, or of the whole house where its code is empty, as on record at a moment."""

    project: str
    project_id: str | None
    moment: datetime
    filled: Sequence[Filled]

    @property
    def rows(self) -> int:
        """How many rows they have together."""
        return sum(len(each.rows) for each in self.filled)


def gathered(project: str) -> SixTables:
    """Return the tables as they stand now; nobody who writes waits for it. ``NotOnRecord`` for an unknown project."""
    moment = now()
    with looking() as session:
        project_id = by_code(session, Project, project).id if project else None
        return SixTables(
            project=project, project_id=project_id, moment=moment, filled=gather(session, moment, project_id)
        )


def keep_workbook(tables: SixTables) -> tuple[KeptFile, bool]:
    """Return the workbook of some tables on record, and whether it was written anew."""
    slot = beijing_day(tables.moment).isoformat()
    path = material_folder("tables", slot) / file_name(tables)
    if kept := kept_as(path.name, slot):
        return kept, False
    write_workbook(tables, path)
    title = _("Six tables, {project}, {day}").format(project=tables.project or _("the whole house"), day=slot)
    with records() as session:
        kept = keep(session, path, kind=FileKind.SIX_TABLES, title=title, project_id=tables.project_id, slot=slot)
    return kept, True


@collecting_later()
def write_workbook(tables: SixTables, path: Path) -> None:
    """Write the workbook, replacing a file that is there at once."""
    write_tables(tables.filled, path, made_at=tables.moment)


def file_name(tables: SixTables) -> str:
    """Return the name of a workbook: what is in it tells it from any other."""
    digest = hashlib.sha256()
    for each in tables.filled:
        digest.update(repr((each.table, each.rows, each.revs, sorted(each.choices.items()))).encode())
    whose = re.sub(r"[^\w-]", "_", tables.project) or "six-tables"
    return f"{whose}-{digest.hexdigest()[:DIGEST]}{XLSX}"


def kept_as(name: str, slot: str) -> KeptFile | None:
    """Return the file of a day that is on record by a name and still what it was, None where there is none."""
    of_day = select(KeptFile).where(KeptFile.kind == FileKind.SIX_TABLES, KeptFile.slot == slot)
    with looking() as session:
        known = [kept for kept in session.scalars(of_day) if Path(kept.place).name == name]
    return next((kept for kept in known if is_whole(kept)), None)


def write_six_tables(project: str, to: Path | None) -> tuple[Path, int]:
    """Write the tables where a person wants them, else where files are kept; return the place and how many rows.

    ``BadInput`` for a place that is no workbook's, or whose folder is not there.
    """
    if to is not None and (to.suffix.lower() != XLSX or not to.parent.is_dir()):
        raise BadInput(
            _("{file} is no place for a workbook: name a file that ends in .xlsx, in a folder that is there.").format(
                file=to
            )
        )
    tables = gathered(project)
    if to is None:
        return brought(keep_workbook(tables)[0]), tables.rows
    write_workbook(tables, to)
    return to, tables.rows
