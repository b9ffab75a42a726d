"""Giving tables back may be killed at any moment, and two may do it at once: a sheet is on record whole or not at all."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from agency.errors import BadInput
from agency.records.tables import Account, AuditEvent, ContentItem, TablesGivenBack
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import rows_of
from tests.given_tables import Sheet, give, standing
from tests.tasks.giving import id_of

TAKE = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from tasks.edits.table_edits import preview_tables, take_tables

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

path, moment, person = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
seen = frozenset({preview_tables(path).key})

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    if moment in statement:
        kill()

if moment == "COMMIT":
    event.listen(Engine, "commit", kill)
take_tables(path, person, seen)
"""


@pytest.fixture
def workbook(on_record: str, tmp_path: Path) -> Path:
    with records() as session:
        small_agency.found(session)
    return give(
        tmp_path / "六张表.xlsx",
        Sheet(table="accounts", rows=[standing("accounts", "BREEZE-DY", name="清风新铺", handle="qingfeng_new")]),
        Sheet(table="content", rows=[standing("content", "BREEZE-001", title="秋天第一杯", note="改标题")]),
    )


def held() -> list[object]:
    """Return what the records hold of what the workbook changes."""
    with records() as session:
        account, item = session.scalars(select(Account)).one(), session.scalars(select(ContentItem)).one()
        return [account.name, account.handle, account.rev, item.title, item.note, item.rev]


@pytest.mark.parametrize("moment", ["UPDATE content_items", "INTO tables_given_back", "COMMIT"])
def test_a_giving_that_is_killed_leaves_nothing_and_done_again_all_of_it(moment: str, workbook: Path):
    before, trail = held(), rows_of(AuditEvent, TablesGivenBack)

    command = [sys.executable, "-c", TAKE, str(workbook), moment, id_of("WU")]
    killed = subprocess.run(command, env=dict(os.environ), check=False)

    assert killed.returncode == -signal.SIGKILL
    assert held() == before
    assert rows_of(AuditEvent, TablesGivenBack) == trail
    take_tables(workbook, id_of("WU"), frozenset({preview_tables(workbook).key}))
    assert held() == ["清风新铺", "qingfeng_new", 2, "秋天第一杯", "改标题", 2]
    assert rows_of(AuditEvent, TablesGivenBack) == [trail[0] + 2, 1]


def test_the_same_workbook_given_back_by_two_at_once_is_written_once(workbook: Path):
    seen, people, together = frozenset({preview_tables(workbook).key}), (id_of("WU"), id_of("LIN")), Barrier(2)

    def give_back(person: str) -> str:
        together.wait()
        try:
            return ",".join(sheet.fate for sheet in take_tables(workbook, person, seen).sheets)
        except BadInput as told:
            return str(told)

    with ThreadPoolExecutor(2) as pool:
        came_of_it = sorted(pool.map(give_back, people))

    assert came_of_it == ["known,known", "taken,taken"]
    assert held() == ["清风新铺", "qingfeng_new", 2, "秋天第一杯", "改标题", 2]
    assert rows_of(TablesGivenBack) == [1]
