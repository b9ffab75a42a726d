"""The page of files on a real server: old and new material with links that open, of everything or of what was asked for."""

import re
from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.domain.terms.files import FileKind
from agency.records.tables import Project
from agency.web.app import application
from config.settings import settings
from flows.show_files import show_files
from tasks.files.downloads import keep, links, material_folder
from tasks.files.shelf import RecordsShelf
from tasks.opening import records
from tests import legs, small_agency
from tests.web.house import get, serving

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("agency")]

LINK = re.compile(r"\[(.*?)\]\((http.*?)\)")
TRICKY = "清风夏日 [11月] *复盘* | <b>"


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def served(agency: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The files offered for real, on whatever port is free."""
    shelf, folder = RecordsShelf(), settings().files_directory
    with serving(lambda _address: application(shelf, links(), folder=folder, list_address="")) as address:
        monkeypatch.setenv("SHORTVIDEO_FILES_ADDRESS", address)
        settings.cache_clear()
        yield


def stock() -> None:
    """Keep five reviews of the small agency's project and the agency's own tables of two days."""
    with records() as session:
        owner = session.scalars(select(Project.id)).one()
        for number in range(5):
            file = material_folder("review") / f"{number}.pptx"
            file.write_bytes(b"deck %d" % number)
            title = TRICKY if number == 4 else f"清风夏日第{number + 1}次复盘"
            keep(session, file, kind=FileKind.REVIEW_DECK, title=title, project_id=owner, slot=str(number))
        for day in ("2026-11-24", "2026-11-25"):
            file = material_folder("tables") / f"{day}.xlsx"
            file.write_text(day)
            keep(session, file, kind=FileKind.SIX_TABLES, title=f"六张表 {day}", slot=day)


def page_of(run: legs.Run, key: str = "files") -> str:
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    (page,) = [str(each.data) for each in kept if each.flow_run_id == run.id]
    return page


@pytest.mark.usefixtures("served")
def test_every_file_stands_on_the_page_and_every_link_opens():
    stock()

    run = legs.start(show_files).leg()
    page = page_of(run)

    assert run.state.is_completed()
    assert str(run.state.message).startswith("共 7 份材料,链接在北京时间 ")
    assert re.findall(r"^### (.*)$", page, re.MULTILINE) == ["公司整体", "清风夏日 · BREEZE"]
    found = dict(LINK.findall(page))
    assert list(found)[:3] == ["在一页上查看全部材料", "六张表 2026-11-25", "六张表 2026-11-24"]
    assert [get(link).status_code for link in found.values()] == [200] * 8
    assert get(found["清风夏日第1次复盘"]).content == b"deck 0"
    assert page.index("更早的材料") < page.index("清风夏日第2次复盘")


@pytest.mark.usefixtures("served")
def test_a_title_with_marks_stays_one_link_in_one_cell():
    stock()

    page = page_of(legs.start(show_files).leg())
    (row,) = [line for line in page.splitlines() if "11月" in line]

    assert row.count("|") == 5
    assert "<b>" not in row
    assert len(LINK.findall(row)) == 1


@pytest.mark.parametrize("word", ["six_tables", "六张表"])
def test_one_kind_can_be_asked_for_by_its_code_or_its_word_and_leaves_the_whole_page_alone(word: str):
    stock()

    run = legs.start(show_files, kind=word).leg()
    page = page_of(run, "files-selected")

    assert len(LINK.findall(page)) == 3
    assert "复盘" not in page
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["files"])))
    assert run.id not in [each.flow_run_id for each in kept]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"project": "BREZE"}, "系统中没有编号为“BREZE”的项目。"),
        ({"kind": "照片"}, "没有“照片”这种材料。可以填:六张表、复盘演示稿"),
    ],
)
def test_what_there_is_not_is_one_sentence(asked: dict[str, str], told: str):
    run = legs.start(show_files, **asked).leg()

    assert run.state.name == "填写有误"
    assert str(run.state.message).startswith(told)


def test_before_anything_was_made_the_page_says_so():
    run = legs.start(show_files, project="BREEZE").leg()

    assert run.state.is_completed()
    assert page_of(run, "files-selected") == run.state.message == "还没有生成过材料。"
