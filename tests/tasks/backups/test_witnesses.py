"""A backup bears the end of its ledger, and what was noted outside of it finds out who changed an archive altogether."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from agency.errors import BadInput
from agency.records import chain
from agency.records.archive.manifest import MEMBER
from agency.records.backups import kept_backups
from agency.records.engine import open_records, reading
from agency.records.engine import records as unit_of_work
from agency.records.named import by_code
from agency.records.tables import Person
from agency.records.tables.base import now
from config.settings import Settings, settings
from shortvideo.restoring import bring_back
from shortvideo.verifying import verify_ledger
from tasks.backups.packing import take_archive
from tasks.backups.proving import prove, prove_and_note
from tasks.backups.restoring import Restored, restore
from tasks.backups.taking import take_backup
from tasks.ledger.heads import FILE, lines_of, noted_heads
from tasks.opening import looking, records_engine
from tests.databases import SqliteFiles
from tests.ledger_of_tea import MONDAY, write_ledger
from tests.tampering import tamper


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """From engine to engine rows go in tests/records/test_archive.py."""
    return sqlite_files


@pytest.fixture
def ledger(on_record: str) -> Iterator[Engine]:
    engine = open_records(on_record)
    write_ledger(engine)
    yield engine
    engine.dispose()


def rename(engine: Engine, name: str) -> None:
    """Let the ledger grow by a change that its trail keeps."""
    with unit_of_work(engine) as session:
        by_code(session, Person, "LIN").name = name


def at_home() -> Settings:
    return settings().model_copy(update={"prefect_database_url": ""})


def elsewhere(tmp_path: Path) -> Settings:
    """Another machine, where nothing was noted yet."""
    home = tmp_path / "另一台"
    url = f"sqlite:///{home / 'records.db'}"
    folders = {"files_directory": home / "material", "inbox_directory": home / "inbox"}
    return at_home().model_copy(update={"home": home, "records_url": url, **folders})


def taken(tmp_path: Path, name: str = "backups") -> Path:
    return take_archive(at_home(), tmp_path / name).path


def in_place(path: Path, ledger: Engine) -> Restored:
    """Restore over the house that is here."""
    for engine in (ledger, records_engine(settings().records_url)):
        engine.dispose()
    return restore(path, at_home(), now(), replace=True)


def rewritten(path: Path, source: Engine, tmp_path: Path) -> Path:
    """Return an archive that somebody restored, changed, chained anew, packed anew and gave out for the old one."""
    forged = elsewhere(tmp_path / "fälscher")
    restore(path, forged, now())
    (forged.home / FILE).unlink(missing_ok=True)
    engine = open_records(forged.records_url)
    tamper(engine, "UPDATE decisions SET comment = '我同意' WHERE seat = 0")
    with engine.begin() as connection:
        rows = [
            tuple(row)
            for row in connection.execute(text("SELECT table_name, row_id FROM ledger_links ORDER BY number"))
        ]
    tamper(engine, "DELETE FROM ledger_links")
    with engine.begin() as connection:
        chain.bind(connection, rows, MONDAY)
    engine.dispose()
    return take_archive(forged, tmp_path / "gefälscht").path


def with_manifest(path: Path, **changed: object) -> Path:
    """Return an archive that says something else of itself."""
    other = path.with_name("anders.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, json.dumps(json.loads(content) | changed) if name == MEMBER else content)
    return other


def test_an_archive_whose_ledger_ends_otherwise_than_it_says_is_refused_and_nothing_is_touched(
    ledger: Engine, tmp_path: Path
) -> None:
    with reading(ledger) as session:
        head = chain.head(session)
    other = with_manifest(taken(tmp_path), ledger={"number": head.number - 1, "hash": head.hash})

    with pytest.raises(BadInput, match=f"末尾是 {head.number - 1}:"):
        restore(other, elsewhere(tmp_path), now())

    assert not (elsewhere(tmp_path).home / "records.db").exists()


def test_an_archive_from_before_the_end_was_kept_is_restored_as_ever(ledger: Engine, tmp_path: Path) -> None:
    assert restore(with_manifest(taken(tmp_path), ledger=None), elsewhere(tmp_path), now()).ledger.is_whole


def test_an_archive_forged_to_the_last_hash_is_found_out_by_the_end_noted_at_home(
    ledger: Engine, tmp_path: Path
) -> None:
    assert verify_ledger([], MONDAY) == 0
    forged = rewritten(taken(tmp_path), ledger, tmp_path)

    with pytest.raises(BadInput, match="指纹与当时抄录的不同"):
        prove(forged, at_home())
    restored = in_place(forged, ledger)

    assert "指纹与当时抄录的不同" in restored.ledger.sentences[0]
    assert verify_ledger([], MONDAY) == 1  # and it is told again every night


def test_a_forged_archive_is_told_by_the_verb_too(
    ledger: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify_ledger([], MONDAY)
    whole = taken(tmp_path)
    chosen = elsewhere(tmp_path)
    chosen.home.mkdir()
    shutil.copy(settings().home / FILE, chosen.home / FILE)

    assert bring_back(chosen, str(rewritten(whole, ledger, tmp_path)), "") == 1
    assert "指纹与当时抄录的不同" in capsys.readouterr().out


def test_another_file_in_the_place_of_a_backup_is_no_proof_of_it(ledger: Engine, tmp_path: Path) -> None:
    backup = take_backup(at_home(), tmp_path / "backups")
    shutil.copy(rewritten(backup.path, ledger, tmp_path), backup.path)
    with looking() as session:
        (row,) = kept_backups(session)

    proof = prove_and_note(row, at_home())

    assert proof.failed == f"{backup.path.name} 已经不是备份时写下的那个文件。"


def test_a_broken_ledger_is_brought_back_and_told_but_proves_no_backup(ledger: Engine, tmp_path: Path) -> None:
    tamper(ledger, "UPDATE decisions SET comment = '我同意' WHERE seat = 0")
    path = taken(tmp_path)

    with pytest.raises(BadInput, match="与写入时不一样了"):
        prove(path, at_home())
    assert restore(path, elsewhere(tmp_path), now()).ledger.count == 2


def test_the_noted_ends_come_along_to_another_machine(ledger: Engine, tmp_path: Path) -> None:
    verify_ledger([], MONDAY)
    noted = lines_of(settings().home / FILE)
    with zipfile.ZipFile(taken(tmp_path)) as archive:
        assert archive.read(f"notes/{FILE}").decode().splitlines() == noted

    restore(taken(tmp_path), elsewhere(tmp_path), now())

    assert lines_of(elsewhere(tmp_path).home / FILE)[:-1] == noted


def test_after_an_older_backup_the_ledger_is_whole_again_and_no_noted_end_is_lost(
    ledger: Engine, tmp_path: Path
) -> None:
    verify_ledger([], MONDAY)
    older = taken(tmp_path)
    rename(ledger, "林大晓")
    verify_ledger([], MONDAY)
    before = lines_of(settings().home / FILE)

    restored = in_place(older, ledger)

    lines = lines_of(settings().home / FILE)
    assert lines[:-1] == before
    assert lines[-1].split()[1:] == ["restored", str(restored.ledger.head.number), restored.ledger.head.hash]
    rename(ledger, "林小晓")
    assert verify_ledger([], MONDAY) == 0
    assert noted_heads()[0] == restored.ledger.head


def test_a_backup_of_a_former_life_is_held_against_the_ends_of_that_life(ledger: Engine, tmp_path: Path) -> None:
    oldest = taken(tmp_path)
    rename(ledger, "林大晓")
    verify_ledger([], MONDAY)
    former = taken(tmp_path, "former")
    in_place(oldest, ledger)
    rename(ledger, "林小晓")
    verify_ledger([], MONDAY)

    assert prove(former, at_home()) > 0
    with pytest.raises(BadInput, match="指纹与当时抄录的不同"):
        prove(rewritten(former, ledger, tmp_path), at_home())


def test_half_a_line_that_came_with_an_archive_is_passed_over(ledger: Engine, tmp_path: Path) -> None:
    (settings().home / FILE).write_text("2026-11-24T02:00:00+00:00 12", encoding="utf-8")

    restored = restore(taken(tmp_path), elsewhere(tmp_path), now())

    assert restored.ledger.is_whole
    assert [line.split()[1] for line in lines_of(elsewhere(tmp_path).home / FILE)] == ["restored"]


def test_the_file_that_was_put_on_record_is_the_one_that_lies_there(ledger: Engine, tmp_path: Path) -> None:
    backup = take_backup(at_home(), tmp_path / "backups")
    with looking() as session:
        (row,) = kept_backups(session)

    assert row.sha256 == sha256(backup.path.read_bytes()).hexdigest()
    assert prove_and_note(row, at_home()).failed is None
