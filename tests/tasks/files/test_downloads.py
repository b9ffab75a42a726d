"""Finished files become downloads: kept once, inside one folder, under links that only this agency's key makes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import psutil
import pytest
import requests
import time_machine
from sqlalchemy import func, select

from agency.domain.terms.files import FileKind
from agency.errors import BadInput, Misconfigured
from agency.records.tables import KeptFile, Project
from config.settings import CHECKOUT, LINK_KEY, settings
from shortvideo.ports import next_free
from tasks.files.downloads import keep, link_key, link_to, link_to_list, links, material_folder
from tasks.opening import records
from tests import small_agency

pytestmark = pytest.mark.usefixtures("agency")

MEGABYTE = 1024**2
NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
MAKE_KEY = "from config.settings import settings; from tasks.files.downloads import link_key; print(link_key(settings()).hex())"


@pytest.fixture
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def deck(content: bytes = b"sugar", name: str = "deck.pptx") -> Path:
    path = material_folder("review", "BREEZE") / name
    path.write_bytes(content)
    return path


def kept(path: Path, title: str = "清风夏日 11月上半月复盘", slot: str = "2026-11-H1") -> KeptFile:
    with records() as session:
        owner = session.scalars(select(Project.id)).one()
        return keep(session, path, kind=FileKind.REVIEW_DECK, title=title, project_id=owner, slot=slot)


def rows() -> int:
    with records() as session:
        return session.scalar(select(func.count()).select_from(KeptFile)) or 0


def test_a_kept_file_is_on_record_with_its_hash_its_size_and_where_it_lies():
    with time_machine.travel(NOON, tick=False):
        row = kept(deck(b"sugar" * 99))

    assert row.sha256 == hashlib.sha256(b"sugar" * 99).hexdigest()
    assert (row.bytes, row.place, row.made_at) == (495, "review/BREEZE/deck.pptx", NOON)


def test_kept_again_it_is_the_same_row_with_its_first_place():
    first, again = kept(deck()), kept(deck(name="copy.pptx"))

    assert (again.id, again.place) == (first.id, first.place)
    assert rows() == 1


@pytest.mark.parametrize("fate", ["gone", "written over"])
def test_a_row_whose_file_is_lost_takes_the_new_place_and_its_link_goes_on(fate: str):
    first = kept(deck())
    link = link_to(first)
    if fate == "gone":
        (settings().files_directory / first.place).unlink()
    else:
        deck(b"salt!")

    again = kept(deck(name="copy.pptx"))

    assert (again.id, again.place, rows()) == (first.id, "review/BREEZE/copy.pptx", 1)
    assert link_to(again).split("/")[-1] == link.split("/")[-1]


def test_another_content_at_the_same_place_is_another_row():
    assert kept(deck(b"sugar")).id != kept(deck(b"salt!")).id
    assert rows() == 2


def test_of_threads_that_keep_the_same_file_at_once_all_have_one_row():
    path, together = deck(), Barrier(6)

    def work(_number: int) -> str:
        together.wait()
        return kept(path).id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(work, range(6)))) == 1
    assert rows() == 1


def outside(folder: Path) -> Path:
    path = folder / "elsewhere.pptx"
    path.write_bytes(b"salt")
    return path


def led_out(folder: Path) -> Path:
    link = material_folder() / "linked.pptx"
    link.symlink_to(outside(folder))
    return link


def above(folder: Path) -> Path:
    return material_folder("review") / ".." / ".." / outside(folder).name


@pytest.mark.parametrize("make", [outside, led_out, above])
def test_a_file_outside_the_folder_is_refused_with_the_setting_and_without_its_path(make, tmp_path: Path):
    with pytest.raises(BadInput, match="files_directory") as refused:
        kept(make(tmp_path))

    assert str(tmp_path) not in str(refused.value)
    assert rows() == 0


def test_what_is_not_there_or_no_file_is_refused():
    with pytest.raises(BadInput, match=r"没有文件 nothing\.pptx"):
        kept(material_folder() / "nothing.pptx")
    with pytest.raises(BadInput, match="不是文件"):
        kept(material_folder("review"))


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        (("review", "XY-01", "2026-11-H1"), "review/XY-01/2026-11-H1"),
        (("复盘", "糖水 铺/一店"), "复盘/糖水_铺_一店"),
        (("..", "..", "etc"), "_/_/etc"),
        (("/etc", ""), "_etc/_"),
        ((), "."),
    ],
)
def test_a_folder_of_material_never_leads_out(parts: tuple[str, ...], place: str):
    folder = material_folder(*parts)

    assert folder == settings().files_directory / place
    assert folder.is_dir()


def test_the_key_is_made_once_for_its_owner_only_and_links_stay_good():
    row = kept(deck())

    with time_machine.travel(NOON, tick=False):
        assert link_to(row) == link_to(row)
    key = settings().home / "links.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes()) >= 32
    assert [file.name for file in settings().home.glob("links.key*")] == ["links.key"]


def test_processes_that_make_the_key_at_once_have_one_key():
    command = [sys.executable, "-c", MAKE_KEY]
    making = [subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) for _number in range(4)]

    keys = {process.communicate(timeout=60)[0] for process in making}

    assert keys == {f"{link_key(settings()).hex()}\n"}


def test_threads_that_make_the_key_at_once_have_one_key():
    together = Barrier(16)

    def make(_number: int) -> bytes:
        together.wait()
        return link_key(settings())

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(make, range(16)))) == 1


def test_a_key_that_others_may_read_or_that_is_cut_short_signs_nothing():
    link_key(settings())
    file = settings().home / "links.key"
    file.chmod(0o644)
    with pytest.raises(Misconfigured, match="600"):
        link_to_list()
    file.chmod(0o600)
    file.write_text("sugar")
    with pytest.raises(Misconfigured, match=r"links\.key") as refused:
        link_to_list()
    assert "sugar" not in str(refused.value)


def test_the_key_of_the_environment_stands_above_the_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(LINK_KEY, "k" * 32)
    assert links().key == b"k" * 32
    assert not (settings().home / "links.key").exists()

    monkeypatch.setenv(LINK_KEY, "k" * 31)
    with pytest.raises(Misconfigured, match=LINK_KEY) as refused:
        links()
    assert "kkk" not in str(refused.value)


def test_a_link_begins_with_the_address_in_front_and_lives_as_many_days_as_is_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHORTVIDEO_FILES_ADDRESS", "https://files.invalid/agency/")
    monkeypatch.setenv("SHORTVIDEO_LINK_DAYS", "30")
    settings.cache_clear()

    with time_machine.travel(NOON, tick=False):
        link = link_to(kept(deck()))

    assert link.startswith("https://files.invalid/agency/files/")
    assert int(link.split("/")[-2].split(".")[1]) == int((NOON + timedelta(days=30)).timestamp())


@contextmanager
def served(home: Path, **environment: str) -> Iterator[psutil.Process]:
    """Let the house's own process offer the files, as ``up`` starts it; kill it at the end."""
    log = home / "files.log"
    with log.open("wb") as words:
        command = [sys.executable, "-m", "shortvideo.serving_files"]
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env={**os.environ, **environment}, stdout=words, stderr=subprocess.STDOUT
        )
    try:
        for _try in range(600):
            assert process.poll() is None, log.read_text()
            if answers():
                break
            process_waits(process)
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()


def process_waits(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


def answers() -> bool:
    try:
        return get(f"{settings().files_url}/health").ok
    except requests.ConnectionError:
        return False


def get(url: str, **options: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=60, **options)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    port = next_free(4900)
    monkeypatch.setenv("SHORTVIDEO_FILES_PORT", str(port))
    settings.cache_clear()
    return port


@pytest.mark.usefixtures("port")
def test_a_link_opens_in_the_house_and_after_the_house_was_killed_and_opened_again(tmp_path: Path):
    row = kept(deck(b"sugar" * 1000))
    link = link_to(row)

    with served(tmp_path) as process:
        first = get(link)
        process.kill()
    with served(tmp_path):
        again = get(link)
        later = kept(deck(b"salt", "later.pptx"), slot="2026-11-H2")
        fresh, listed = get(link_to(later)), get(link_to_list())

    assert (first.content, again.content, fresh.content) == (b"sugar" * 1000, b"sugar" * 1000, b"salt")
    assert listed.text.count("<li>") == 2
    assert "清风夏日 · BREEZE" in listed.text
    assert link.split("/")[4] not in (tmp_path / "files.log").read_text()


@pytest.mark.usefixtures("port")
def test_a_server_in_utc_tells_a_reader_in_beijing_their_own_time(tmp_path: Path):
    with time_machine.travel(datetime(2026, 11, 15, 16, 5, tzinfo=UTC), tick=False):
        row = kept(deck())
    gone = settings().files_directory / row.place

    with served(tmp_path, TZ="UTC"):
        with time_machine.travel(datetime.now(UTC) - timedelta(days=8)):
            old = link_to(row)
        listed, expired = get(link_to_list()), get(old)
        gone.unlink()
        lost = get(link_to(row))

    assert "2026-11-16 00:05" in listed.text
    assert (expired.status_code, lost.status_code) == (410, 410)
    assert "链接已过期" in expired.text
    assert f":{settings().prefect_port}/artifacts/key/files" in expired.text
    assert "2026-11-16 00:05" in lost.text


@pytest.mark.usefixtures("port")
def test_two_hundred_megabytes_pass_through_without_staying(tmp_path: Path):
    big = material_folder() / "big.pptx"
    with big.open("wb") as file:
        for number in range(200):
            file.write(bytes([number]) * MEGABYTE)
    row = kept(big)

    with served(tmp_path) as process:
        get(link_to_list())
        before = process.memory_info().rss
        digest, most = hashlib.sha256(), 0
        with get(link_to(row), stream=True) as answer:
            for part in answer.iter_content(MEGABYTE):
                digest.update(part)
                most = max(most, process.memory_info().rss)
    shutil.rmtree(settings().files_directory)

    assert digest.hexdigest() == row.sha256
    assert most - before < 30 * MEGABYTE


@pytest.mark.usefixtures("port")
def test_a_taken_port_ends_the_process_with_a_word_in_its_log(tmp_path: Path, port: int):
    with served(tmp_path):
        second = subprocess.run(
            [sys.executable, "-m", "shortvideo.serving_files"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert second.returncode != 0
    assert "address already in use" in second.stderr
