"""An import may be killed at any moment: a file is on record whole or not at all, and done again it is whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agency.records.tables import AuditEvent, ImportBatch, ImportQuestion, Publication, VideoSnapshot
from config.settings import settings
from tasks.imports.exports import bring_in
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, UMBRELLA, export, rows_of

IMPORT = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from tasks.imports.exports import bring_in

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    if sys.argv[2] in statement:
        kill()

if sys.argv[2] == "COMMIT":
    event.listen(Engine, "commit", kill)
bring_in(Path(sys.argv[1]), "BREEZE-DY")
"""
TABLES = (ImportBatch, Publication, VideoSnapshot, ImportQuestion, AuditEvent)


@pytest.fixture
def before(on_record: str) -> list[int]:
    with records() as session:
        small_agency.found(session)
    return rows_of(*TABLES)


@pytest.mark.parametrize(
    "moment",
    ["INTO import_batches", "INTO publications", "INTO video_snapshots", "INTO import_questions", "COMMIT"],
)
def test_a_file_whose_import_is_killed_leaves_nothing_and_done_again_all_of_it(
    moment: str, before: list[int], tmp_path: Path
):
    path = export(tmp_path, NOODLES, NOODLES | {"播放量": "5"}, UMBRELLA)

    killed = subprocess.run([sys.executable, "-c", IMPORT, str(path), moment], env=dict(os.environ), check=False)

    assert killed.returncode == -signal.SIGKILL
    assert rows_of(*TABLES) == before
    assert bring_in(path, "BREEZE-DY").before == ""
    assert rows_of(*TABLES[:4]) == [1, 1, 1, 2]
    assert [len(list(kept.iterdir())) for kept in (settings().home / "files").iterdir()] == [1]
