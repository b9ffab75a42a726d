"""A review's files and its row: whole or not at all, once for two at the same time, and carried on after a death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms.figures import Source
from agency.records import figures
from agency.records.figures import Observation
from agency.records.tables import KeptFile, Publication, ReviewPack
from config.settings import CHECKOUT
from tasks.opening import records
from tasks.review.pack import prepare
from tests import reviewed_project as scene
from tests.deck_reader import read_deck
from tests.reports.invented import IN_THE_HALF, history
from tests.reviewed_project import HALF

TODAY = datetime(2026, 11, 19, 1, tzinfo=UTC)
DIES_BEFORE_THE_RECORDS = """
import os, signal
import time_machine
from datetime import UTC, datetime
from tasks.review import pack as review_pack
from tests.reviewed_project import HALF
review_pack.put_on_record = lambda *given, **more: os.kill(os.getpid(), signal.SIGKILL)
with time_machine.travel(datetime(2026, 11, 19, 1, tzinfo=UTC), tick=True):
    review_pack.prepare("BREEZE", HALF)
"""


@pytest.fixture(autouse=True)
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One project with one work, on a machine without LibreOffice."""
    monkeypatch.setenv("PATH", "/nowhere")
    with time_machine.travel(TODAY, tick=True):
        with records() as session:
            scene.one_video(session)
        yield


def packs() -> list[ReviewPack]:
    with records() as session:
        return list(session.scalars(select(ReviewPack).order_by(ReviewPack.version)))


def kept() -> list[KeptFile]:
    with records() as session:
        return list(session.scalars(select(KeptFile)))


def another_look(plays: int) -> None:
    """Let the one work be seen with other plays."""
    with records() as session:
        work = session.scalars(select(Publication)).one()
        shot = history(1, plays, published_at=IN_THE_HALF, title="只有一条")[-1]
        seen = Observation(observed_at=HALF.ends - timedelta(hours=1), source=Source.EXPORT)
        figures.keep_snapshots(session, [(work.id, shot.figures)], seen)


def test_the_same_figures_are_the_same_version_and_not_a_byte_is_written():
    first = prepare("BREEZE", HALF)
    bytes_before = Path(first.deck).read_bytes(), Path(first.workbook).read_bytes()

    again = prepare("BREEZE", HALF)

    assert (again.version, again.is_new) == (1, False)
    assert (Path(first.deck).read_bytes(), Path(first.workbook).read_bytes()) == bytes_before
    assert len(kept()) == 2


def test_other_figures_are_the_next_version_and_the_old_files_stay_as_they_are():
    first = prepare("BREEZE", HALF)
    before = Path(first.deck).read_bytes()
    another_look(7_000)

    second = prepare("BREEZE", HALF)

    assert (second.version, second.is_new) == (2, True)
    assert Path(first.deck).read_bytes() == before
    assert [pack.version for pack in packs()] == [1, 2]
    assert len(kept()) == 4
    assert second.page.index("第2版") < second.page.index("第1版: ")


def test_two_at_once_make_one_version():
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _n: prepare("BREEZE", HALF), range(2)))

    assert sorted(each.is_new for each in made) == [False, True]
    assert len(packs()) == 1
    assert len(kept()) == 2


def test_one_that_dies_before_its_row_leaves_nothing_on_record_and_the_next_one_makes_the_version_whole():
    died = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_THE_RECORDS],
        cwd=CHECKOUT,
        env=dict(os.environ),
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert (packs(), kept()) == ([], [])
    another_look(7_000)

    prepared = prepare("BREEZE", HALF)

    assert (prepared.version, prepared.is_new) == (1, True)
    shown = [row for slide in read_deck(Path(prepared.deck)) if slide.title == "本期作品" for row in slide.tables[0]]
    assert [row["播放量"] for row in shown] == ["7,000"]
    assert not list(Path(prepared.deck).parent.glob(".*"))


def test_a_version_is_offered_by_links_that_open_its_files():
    prepared = prepare("BREEZE", HALF)

    assert "第1版: [PPT](http" in prepared.page
    assert "[数据表](http" in prepared.page
    assert {file.slot for file in kept()} == {"2026-11-H1 v1"}


def test_a_pdf_that_could_not_be_made_is_made_for_the_same_version_once_it_can_be(monkeypatch: pytest.MonkeyPatch):
    first = prepare("BREEZE", HALF)
    deck = Path(first.deck).read_bytes()
    assert first.without_pdf == "未生成 PDF:本机没有安装 LibreOffice。"
    folder = Path(first.deck).parent / "bin"
    folder.mkdir()
    office = folder / "soffice"
    office.write_text(
        f'#!{sys.executable}\nimport sys, pathlib\nout = sys.argv[sys.argv.index("--outdir") + 1]\n'
        'pathlib.Path(out, pathlib.Path(sys.argv[-1]).stem + ".pdf").write_bytes(b"%PDF-1.7")\n',
        encoding="utf-8",
    )
    office.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder))

    again = prepare("BREEZE", HALF)

    assert (again.version, again.is_new, again.without_pdf) == (1, False, None)
    assert Path(first.deck).read_bytes() == deck
    assert "[PDF 版](http" in again.page
    assert len(kept()) == 3
