"""Whatever is in a file that a lead downloaded, it is read or refused in one sentence; a refused one leaves no row behind."""

import shutil
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from agency.errors import AgencyError, BadInput
from agency.platforms.exports import read_export
from tasks.imports.exports import bring_in
from tasks.opening import records, records_engine
from tests import small_agency
from tests.every_row import changed, every_row
from tests.fuzz.export_files import export_files
from tests.fuzz.platform_rows import check_kept

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NUMBERS = count()


def written(content: bytes, folder: Path) -> Path:
    path = folder / f"作品列表{next(NUMBERS)}.xlsx"
    path.write_bytes(content)
    return path


def read_spoiled_files(examples: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="exports_"))

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(export_files())
    def spoiled(content: bytes) -> None:
        path = written(content, folder)
        try:
            export = read_export(path, received_at=NOW)
        except BadInput as error:
            check_sentence(error, path.name)
            return
        for reading in export.readings:
            check_kept(reading.figures)

    try:
        spoiled()
    finally:
        shutil.rmtree(folder)


def check_sentence(error: BadInput, name: str) -> None:
    said = str(error)
    assert said.startswith(name)
    assert "\n" not in said.strip() or hasattr(error, "proposal")
    assert "Traceback" not in said


def bring_in_spoiled_files(url: str, folder: Path, examples: int) -> None:
    with records() as session:
        small_agency.found(session)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(export_files())
    def spoiled(content: bytes) -> None:
        before = every_row(records_engine(url))
        path = written(content, folder)
        try:
            bring_in(path)
        except AgencyError:
            assert changed(before, every_row(records_engine(url))) == set()

    spoiled()


def test_a_spoiled_export_is_read_or_refused_in_one_sentence() -> None:
    read_spoiled_files(150)


@pytest.mark.soak
def test_thousands_of_spoiled_exports_are_read_or_refused_in_one_sentence() -> None:
    read_spoiled_files(4 * settings().max_examples)


def test_a_spoiled_export_that_is_refused_leaves_no_row_behind(on_record: str, tmp_path: Path) -> None:
    bring_in_spoiled_files(on_record, tmp_path, 20)


@pytest.mark.soak
def test_hundreds_of_spoiled_exports_that_are_refused_leave_no_row_behind(on_record: str, tmp_path: Path) -> None:
    bring_in_spoiled_files(on_record, tmp_path, settings().max_examples // 2)
