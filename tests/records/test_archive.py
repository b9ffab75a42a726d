"""A whole database in one file and back, on either engine and across, while others write to it."""

import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine, event, inspect, select, text
from sqlalchemy.exc import IntegrityError

from agency.errors import BadInput, Misconfigured
from agency.records import engine as engines
from agency.records.archive.kinds import Kind, same
from agency.records.archive.loading import load
from agency.records.archive.manifest import FORMAT, MEMBER, PRODUCT, Manifest
from agency.records.archive.packing import UNFINISHED, pack, pack_database, pack_manifest, packed
from agency.records.archive.snapshot import lines_of, snapshot, tables_of
from agency.records.archive.staging import holds_rows, sqlite_file, staged
from agency.records.archive.unpacking import check, opened
from agency.records.migrate import upgrade
from agency.records.named import by_code
from agency.records.tables import ContentItem, Decision, GateRound, Person, Publication, VideoSnapshot
from config.settings import CHECKOUT
from tests.databases import PostgresqlServer, SqliteFiles
from tests.vault_of_tea import LARGEST, LAST_MICROSECOND, ODD_CONTENT, ODD_TEXT, fill, new_decision, new_round
from tests.vault_of_tea import snapshot as a_look

LAST_NUMBER = 9000
AT = datetime(2026, 11, 26, tzinfo=UTC)


ENGINES = pytest.mark.parametrize("target_url", ["sqlite_files", "postgresql_server"], indirect=True)


@pytest.fixture
def target_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of the engine that the test asks for, SQLite where it asks for none."""
    with request.getfixturevalue(getattr(request, "param", "sqlite_files")).empty() as url:
        yield url


@pytest.fixture(scope="module")
def archive(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the agency whose rows are hard to keep, in a folder with a blank and Chinese in its name."""
    with sqlite_files.migrated() as url:
        fill(url)
        return packed_records(url, tmp_path_factory.mktemp("archive") / "备份 夹" / "茶.zip")


def packed_records(url: str, path: Path) -> Path:
    with packed(path) as writing, snapshot(url) as connection:
        databases = {"records": pack_database(writing, "records", connection, "1")}
        told = {"version": "1", "began_at": AT, "ended_at": AT, "databases": databases, "files": ()}
        pack_manifest(writing, Manifest(format=FORMAT, product=PRODUCT, **told))
    return path


def restored(path: Path, url: str, aside: str = "replaced_1") -> None:
    with opened(path) as archive:
        check(archive)
        database = archive.manifest.databases["records"]
        with staged(url, aside) as staging:
            upgrade(staging, to=database.head or "head")
            load(archive, database, staging)
            upgrade(staging)


def told(url: str) -> dict[str, list[bytes]]:
    """Return every row of a database, as lines."""
    with snapshot(url) as connection:
        return {table.name: list(lines_of(connection, table)) for table in tables_of(connection)}


@ENGINES
def test_every_row_comes_back_as_it_was_on_either_engine(records_url: str, target_url: str, tmp_path: Path) -> None:
    fill(records_url)

    restored(packed_records(records_url, tmp_path / "茶.zip"), target_url)

    after = told(target_url)
    assert after == told(records_url)
    assert sum(map(len, after.values())) > 150
    assert_lives_on(target_url)


def assert_lives_on(url: str) -> None:
    """Assert that rows read as they were written, that the ledger refuses changes, and that the next row finds its place."""
    engine = engines.open_records(url)
    with engines.records(engine) as session:
        round_, decision = session.scalars(select(GateRound)).one(), session.scalars(select(Decision)).one()
        plays = session.scalars(select(VideoSnapshot.plays).order_by(VideoSnapshot.observed_at)).all()
        item, lin = by_code(session, ContentItem, "BREEZE-001"), by_code(session, Person, "LIN")
        session.add(new_round(item, lin, 2))
    assert round_.content == ODD_CONTENT
    assert list(round_.content) == list(ODD_CONTENT)
    assert (decision.comment, decision.decided_at) == (ODD_TEXT, LAST_MICROSECOND)
    assert plays == [LARGEST, None, 0]
    with pytest.raises(IntegrityError), engines.records(engine) as session:
        session.add(new_round(item, lin, 1))
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE decisions SET comment = ''"))
    engine.dispose()


@ENGINES
def test_an_archive_of_a_version_before_is_restored_and_brought_up(
    sqlite_files: SqliteFiles, target_url: str, tmp_path: Path
) -> None:
    with sqlite_files.empty() as old_url:
        upgrade(old_url, to="0020")
        engine = engines.open_records(old_url)
        with engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO clients (id, code, name, contacts, confidential, created_at, updated_at, rev)"
                    " VALUES ('01', 'QINGFENG', '清风茶饮(虚构)', '[]', false, '2026-01-01', '2026-01-01', 1)"
                )
            )
        engine.dispose()
        path = packed_records(old_url, tmp_path / "old.zip")
    restored(path, target_url)

    assert len(told(target_url)["clients"]) == 1
    assert "backups" in told(target_url)


def test_a_backup_taken_while_others_write_is_one_moment_of_theirs(
    records_url: str, target_url: str, tmp_path: Path
) -> None:
    fill(records_url)
    engine = engines.open_records(records_url)
    with ExitStack() as working:
        for write in (decide, look):
            working.enter_context(writing_on(engine, write))
        packed_records(records_url, tmp_path / "busy.zip")
    restored(tmp_path / "busy.zip", target_url)

    with opened(tmp_path / "busy.zip") as archive:
        rows = {table.name: table.rows for table in archive.manifest.databases["records"].tables}
    with engine.connect() as connection:
        written = connection.scalar(text("SELECT count(*) FROM decisions"))
    engine.dispose()
    assert rows["gate_rounds"] == rows["decisions"]  # each round is written together with its decision
    assert rows["decisions"] < written


@contextmanager
def writing_on(engine: Engine, write: Callable[[Engine, int], None]) -> Iterator[None]:
    """Let another one write again and again, from before the block until after it."""
    ended, begun = threading.Event(), threading.Event()

    def work() -> None:
        for number in count(10):
            write(engine, number)
            begun.set()
            if ended.is_set():
                return

    with ThreadPoolExecutor(1) as others:
        working = others.submit(work)
        try:
            while not (begun.wait(0.1) or working.done()):
                pass
            yield
        finally:
            write(engine, LAST_NUMBER)  # surely after the snapshot
            ended.set()
            working.result(60)


def decide(engine: Engine, number: int) -> None:
    with engines.records(engine) as session:
        item, jia = by_code(session, ContentItem, "BREEZE-001"), by_code(session, Person, "JIA")
        session.add(round_ := new_round(item, jia, number))
        session.flush()
        session.add(new_decision(round_, jia))


def look(engine: Engine, number: int) -> None:
    with engines.records(engine) as session:
        work = session.scalars(select(Publication)).first()
        assert work is not None
        session.add(a_look(work, number, number))


@ENGINES
def test_a_target_with_rows_is_kept_aside(archive: Path, target_url: str) -> None:
    restored(archive, target_url)
    engine = engines.open_records(target_url)
    with engines.records(engine) as session:
        by_code(session, Person, "LIN").name = "林大晓"
    engine.dispose()

    restored(archive, target_url, aside="replaced_2")

    assert aside_names(target_url, "replaced_2") == ["林大晓"]
    assert holds_rows(target_url)


def aside_names(url: str, aside: str) -> list[str]:
    """Return what the person LIN is called in a database that was set aside."""
    file = sqlite_file(url)
    engine = engines.open_records(f"sqlite:///{file.parent / aside / file.name}" if file else url)
    with engine.connect() as connection:
        where = "" if file else f"{aside}."
        names = connection.execute(text(f"SELECT name FROM {where}people WHERE code = 'LIN'")).scalars()  # noqa: S608
        found = list(names)
    engine.dispose()
    return found


@ENGINES
def test_an_error_while_loading_leaves_the_target_as_it_was(archive: Path, target_url: str) -> None:
    restored(archive, target_url)
    before = told(target_url)

    with pytest.raises(DiskFull), staged(target_url, "replaced_2") as staging:
        fill_half(staging)

    assert told(target_url) == before
    assert_no_trace(target_url)


class DiskFull(Exception):
    """What happens in the middle."""


def fill_half(url: str) -> None:
    upgrade(url)
    raise DiskFull


def assert_no_trace(url: str) -> None:
    if file := sqlite_file(url):
        assert not list(file.parent.glob(f"{file.name}.restoring*"))
        return
    engine = engines.open_records(url)
    assert "restoring" not in inspect(engine).get_schema_names()
    engine.dispose()


DIES = """
import os, signal, sys
from agency.records.archive.staging import staged
from agency.records.migrate import upgrade
with staged(sys.argv[1], "replaced_1") as staging:
    upgrade(staging)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@ENGINES
def test_a_restore_goes_on_over_what_a_killed_one_left(archive: Path, target_url: str) -> None:
    killed = subprocess.run([sys.executable, "-c", DIES, target_url], cwd=CHECKOUT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not holds_rows(target_url)

    restored(archive, target_url)

    assert holds_rows(target_url)


def test_a_database_in_use_is_not_replaced(postgresql_server: PostgresqlServer, tmp_path: Path) -> None:
    with postgresql_server.empty() as url:
        engine = engines.open_records(url)
        with engine.connect(), pytest.raises(Misconfigured, match="1"), staged(url, "replaced_1"):
            pytest.fail("somebody else was connected")
        engine.dispose()


def test_the_one_who_looks_makes_no_file(tmp_path: Path) -> None:
    assert not holds_rows(f"sqlite:///{tmp_path / '没有.db'}")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def whole(archive: Path) -> bytes:
    """The bytes of one good archive."""
    return archive.read_bytes()


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes, Path], None]:
    """Return what writes an archive anew with one member changed."""

    def write(whole: bytes, path: Path) -> None:
        path.write_bytes(whole)
        with zipfile.ZipFile(path) as source:
            members = {each: source.read(each) for each in source.namelist()}
        members[name] = change(members[name])
        with zipfile.ZipFile(path, "w") as target:
            for each, content in members.items():
                target.writestr(each, content)

    return write


def told_otherwise(**values: object) -> Callable[[bytes, Path], None]:
    """Return what writes an archive anew whose manifest says something else."""
    return changed(MEMBER, lambda manifest: orjson.dumps({**orjson.loads(manifest), **values}))


def a_file_at(path: str) -> Callable[[bytes, Path], None]:
    """Return what writes an archive anew that holds a file for this path."""
    member = {"name": "files/x", "bytes": 0, "sha256": "0" * 64}
    return told_otherwise(files=[{"folder": "files", "path": path, "member": member}])


SPOILT: dict[str, Callable[[bytes, Path], object]] = {
    "cut off in the middle": lambda whole, path: path.write_bytes(whole[: len(whole) // 2]),
    "cut off by a byte": lambda whole, path: path.write_bytes(whole[:-1]),
    "empty": lambda _whole, path: path.write_bytes(b""),
    "a bit turned": lambda whole, path: path.write_bytes(whole[:999] + bytes([whole[999] ^ 1]) + whole[1000:]),
    "a row changed": changed("records/people.jsonl", lambda rows: rows.replace("林晓".encode(), "林小".encode())),
    "a row less": changed("records/people.jsonl", lambda rows: rows.partition(b"\n")[2]),
    "no records": told_otherwise(databases={}),
    "a workbook": changed(MEMBER, lambda _manifest: b"<xml/>"),
    "another product": told_otherwise(product="tea-shop"),
    "a newer format": told_otherwise(format=FORMAT + 1),
    "a way out": a_file_at("../../outside"),
    "a place of the machine": a_file_at("/outside"),
    "a text": lambda _whole, path: path.write_text("这不是备份(虚构)"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_an_archive_that_is_not_whole_is_refused_in_one_sentence(
    spoil: Callable[[bytes, Path], object], whole: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "spoilt.zip"
    spoil(whole, path)

    with pytest.raises(BadInput, match=r"spoilt\.zip") as refused, opened(path) as archive:
        check(archive)

    assert "\n" not in str(refused.value)


def test_an_archive_whose_rows_point_to_nothing_is_refused(whole: bytes, target_url: str, tmp_path: Path) -> None:
    path = tmp_path / "lonely.zip"
    changed("records/clients.jsonl", lambda _rows: b"")(whole, path)
    with zipfile.ZipFile(path) as source:
        manifest = orjson.loads(source.read(MEMBER))
    for table in manifest["databases"]["records"]["tables"]:
        if table["name"] == "clients":
            table["rows"], table["member"]["bytes"] = 0, 0
            table["member"]["sha256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    changed(MEMBER, lambda _manifest: orjson.dumps(manifest))(path.read_bytes(), path)

    with pytest.raises(BadInput, match=r"lonely\.zip"):
        restored(path, target_url)

    assert not holds_rows(target_url)


def test_a_backup_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(DiskFull), packed(tmp_path / "half.zip") as writing:
        pack(writing, "records/people.jsonl", breaking_off())

    assert not list(tmp_path.iterdir())


def breaking_off() -> Iterator[bytes]:
    yield b"[]"
    raise DiskFull


def test_no_archive_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "there.zip"
    path.write_bytes(b"the first one")

    with pytest.raises(FileExistsError), packed(path):
        pass

    assert path.read_bytes() == b"the first one"
    assert not list(tmp_path.glob(f"*{UNFINISHED}"))


def test_only_its_owner_may_read_an_archive(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_looking_takes_no_lock_from_a_writer(records_url: str) -> None:
    fill(records_url)
    engine = engines.open_records(records_url)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    with snapshot(records_url):
        decide(engine, 2)
    engine.dispose()

    assert any(statement.startswith("INSERT INTO decisions") for statement in statements)


@pytest.mark.parametrize(
    ("kind", "told_value", "kept_value", "is_same"),
    [
        (Kind.MOMENT, "2026-11-26 00:00:00.000000", "2026-11-26 08:00:00.000000+08:00", True),
        (Kind.MOMENT, "2026-11-26 00:00:00.000000", "2026-11-26 00:00:00.000001", False),
        (Kind.TREE, '{"a":1.0,"b":"x\\u0000y"}', '{"b": "xy", "a": 1}', True),
        (Kind.TREE, '{"a":[1,2]}', '{"a": [2, 1]}', False),
        (Kind.TREE, "1050", 1050, True),  # a bare number: a document that SQLite keeps as a number
        (Kind.TREE, "1050", 1051, False),
        (Kind.TEXT, "茶\0叶", "茶叶", True),
        (Kind.TEXT, "茶叶 ", "茶叶", False),
        (Kind.NUMBER, "inf", "Infinity", True),
        (Kind.NUMBER, 0.1, 0.10000000000000002, False),
        (Kind.WHOLE, None, 0, False),
        (Kind.TRUTH, 1, 0, False),
    ],
)
def test_a_value_is_the_same_as_far_as_the_engine_can_keep_it(
    kind: Kind, told_value: object, kept_value: object, *, is_same: bool
) -> None:
    assert same(kind, told_value, kept_value) is is_same
