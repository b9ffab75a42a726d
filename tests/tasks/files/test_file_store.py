"""Files of one machine reach every other: through a shared folder, and through a real S3-speaking server over HTTP."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from pydantic import ValidationError

from agency.domain.terms.files import FileKind
from agency.errors import Misconfigured, StoreAway
from agency.records.tables import KeptFile
from agency.web.intact import intact_path
from config.settings import Settings, settings
from tasks.files import file_store
from tasks.files.downloads import brought, is_whole, keep, material_folder
from tasks.files.file_store import Content, content_of, fetched, holds, place_of, put, store
from tasks.files.shelf import RecordsShelf
from tasks.imports.reading import keep_raw
from tasks.opening import records, records_engine
from tests.databases import SqliteFiles

S3_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(*server.get_host_and_port(), flush=True)
sys.stdin.read()
"""
DECK = "虚构的复盘演示稿".encode() * 5000


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """A server that speaks S3, in a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "-c", S3_SERVER], **pipes) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().split()
        address = f"http://{host}:{port}"
        requests.put(f"{address}/agency-files", timeout=30).raise_for_status()
        yield address
        server.communicate(timeout=30)


@dataclass
class Machine:
    """A machine of the agency: a home of its own, and the store that it shares."""

    home: Path
    patch: pytest.MonkeyPatch

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Work on this machine."""
        self.patch.setenv("SHORTVIDEO_HOME", str(self.home))
        settings.cache_clear()
        yield


@pytest.fixture(params=["shared folder", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "shared folder":
        return f"file://{tmp_path / 'share'}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("s3_server"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "invented-name")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented-key")
    return f"s3://agency-files/{tmp_path.name}"


@pytest.fixture
def machines(
    address: str, tmp_path: Path, sqlite_files: SqliteFiles, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Machine, Machine]]:
    """Two machines with the same records, which are asked nothing here that one database would answer otherwise."""
    monkeypatch.setenv("SHORTVIDEO_FILES_STORE", address)
    with sqlite_files.migrated() as url:
        monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", url)
        yield Machine(tmp_path / "studio", monkeypatch), Machine(tmp_path / "office", monkeypatch)
        records_engine(url).dispose()


def kept_deck(content: bytes = DECK) -> KeptFile:
    path = material_folder("review") / "deck.pptx"
    path.write_bytes(content)
    with records() as session:
        return keep(session, path, kind=FileKind.REVIEW_DECK, title="清风夏日 复盘", slot="2026-11-H1")


def stored(content: Content) -> bytes:
    return store().cat_file(place_of(content))


def test_what_one_machine_kept_is_offered_whole_by_another(machines: tuple[Machine, Machine]):
    studio, office = machines
    with studio.at_work():
        kept = kept_deck()

    with office.at_work():
        found = RecordsShelf().find(kept.id)

        assert found is not None
        assert intact_path(found, settings().files_directory) == found.path
        assert found.path.read_bytes() == DECK
        assert found.path.suffix == ".pptx"
        assert found.path.is_relative_to(office.home)
        assert is_whole(kept)


def test_a_content_is_there_once_however_often_it_is_kept(machines: tuple[Machine, Machine]):
    for machine in (*machines, machines[0]):
        with machine.at_work():
            kept_deck()

    assert len(store().find(file_store.root())) == 1


def test_of_threads_that_keep_and_fetch_at_once_none_sees_a_part(machines: tuple[Machine, Machine]):
    path = machines[0].home.with_name("big.bin")
    path.write_bytes(os.urandom(3_000_000))
    content = content_of(path)
    with machines[0].at_work(), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: put(path, content), range(8)))
        places = set(pool.map(lambda _number: fetched(content, machines[1].home, ".bin"), range(8)))

    (place,) = places
    assert content_of(place) == content


def test_what_was_spoilt_in_the_store_is_not_handed_out(machines: tuple[Machine, Machine]):
    studio, office = machines
    with studio.at_work():
        kept = kept_deck()
        store().pipe_file(place_of(Content(kept.sha256, kept.bytes)), b"x" * kept.bytes)

    with office.at_work():
        assert fetched(Content(kept.sha256, kept.bytes), office.home, ".pptx") is None
        assert not brought(kept).exists()


def test_half_a_file_left_by_a_killed_machine_is_put_anew(machines: tuple[Machine, Machine]):
    with machines[0].at_work():
        path = material_folder() / "deck.pptx"
        path.write_bytes(DECK)
        content = content_of(path)
        put(path, content)
        store().pipe_file(place_of(content), DECK[:100])
        assert not holds(content)

        kept_deck()

        assert stored(content) == DECK


def test_a_raw_import_goes_into_the_store_too(machines: tuple[Machine, Machine], tmp_path: Path):
    raw = tmp_path / "export.csv"
    raw.write_bytes("作品,播放量\n虚构,1\n".encode())
    with machines[0].at_work():
        keep_raw(raw, content_of(raw).sha256)

        assert stored(content_of(raw)) == raw.read_bytes()


def test_a_file_that_no_machine_has_any_more_is_said_to_be_gone(machines: tuple[Machine, Machine]):
    with machines[0].at_work():
        kept = kept_deck()
        store().rm_file(place_of(Content(kept.sha256, kept.bytes)))
    with machines[1].at_work():
        assert not is_whole(kept)
        assert not brought(kept).exists()


def choose(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("SHORTVIDEO_FILES_STORE", address)
    settings.cache_clear()


def test_a_store_that_is_away_is_said_so_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "share").write_text("此处本应是文件夹")
    choose(monkeypatch, f"file://{tmp_path / 'share' / 'deeper'}")
    path = tmp_path / "deck.pptx"
    path.write_bytes(DECK)

    with pytest.raises(StoreAway, match="NotADirectoryError"):
        put(path, content_of(path))


def test_a_store_of_an_unknown_kind_names_the_setting(monkeypatch: pytest.MonkeyPatch):
    choose(monkeypatch, "paper://crane")

    with pytest.raises(Misconfigured, match="files_store paper://crane"):
        holds(Content("0" * 64, 1))


@pytest.mark.parametrize("address", ["share", "s3://name:password@bucket/x"])
def test_an_address_that_is_none_or_holds_a_key_is_refused(address: str):
    with pytest.raises(ValidationError, match="files_store"):
        Settings(files_store=address)


def test_without_a_store_files_stay_on_their_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    choose(monkeypatch, "")
    path = tmp_path / "deck.pptx"
    path.write_bytes(DECK)

    put(path, content_of(path))

    assert not holds(content_of(path))
    assert fetched(content_of(path), tmp_path, ".pptx") is None


@pytest.fixture(autouse=True)
def _settings_anew() -> Iterator[None]:
    yield
    settings.cache_clear()
