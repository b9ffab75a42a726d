"""What comes by files and run parameters: no path leads out, no name is too long, no text turns itself around."""

import json
import zipfile
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from agency.domain.legible import legible, legible_text
from agency.errors import BadInput
from agency.records.named import by_code
from agency.records.tables import Person
from flows.explained import LONGEST, Explained
from tasks.comments.pasting import MOST_PASTED, read_pasted
from tasks.files.downloads import material_folder
from tasks.imports.confirmation import files_named
from tasks.imports.reading import read_file, table_file
from tasks.opening import looking, records
from tasks.register_book import read_book
from tests.hostile import poisons
from tests.small_agency import found
from tests.tasks.launched import MONDAY


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (poisons.BIDI, "通过绝拒"),
        (poisons.UNSEEN, "通过"),
        (poisons.HALF, "半个字�"),
        (poisons.CONTROLS, "铃退空换页末"),
        ("一行\r\n二行\r三行\t完", "一行\n二行\n三行\t完"),
        (poisons.FAMILY, poisons.FAMILY),
        ("", ""),
    ],
)
def test_what_no_reader_sees_goes_and_what_is_read_stays(written: str, read: str) -> None:
    assert legible_text(written, 1000) == read
    assert legible_text(read, 1000) == read


def test_a_text_that_is_too_long_is_seen_to_be_so_and_costs_no_memory() -> None:
    assert len(legible_text(poisons.TEN_MEGABYTES, 100)) == 101
    assert len(legible_text("茶\r\n" * 50, 100)) == 100


def test_whatever_json_brings_can_be_kept_as_json() -> None:
    brought = legible({"深": poisons.deep(500), "数": [float("inf"), float("nan"), 10**400], "半\ud800": None}, 100)

    assert json.loads(json.dumps(brought, allow_nan=False).encode())["数"][:2] == ["inf", "nan"]


PARAMETER = TypeAdapter(Annotated[str, Explained("谁")])
SEVERAL = TypeAdapter(Annotated[list[str], Explained("哪些账号")])


def test_a_parameter_of_a_run_is_legible_and_bounded_and_its_form_says_so() -> None:
    assert PARAMETER.validate_python(poisons.BIDI) == "通过绝拒"
    assert SEVERAL.validate_python(["BREEZE\0"]) == ["BREEZE"]
    assert PARAMETER.json_schema().items() >= {"type": "string", "maxLength": LONGEST}.items()
    with pytest.raises(ValidationError, match="at most 20000 characters"):
        PARAMETER.validate_python(poisons.TEN_MEGABYTES)


@pytest.mark.parametrize("name", ["sealing.key", "password", "records.db", "passwd", ".env", "x.csv.key"])
def test_a_run_form_opens_no_file_that_is_no_table(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("绝密", encoding="utf-8")

    with pytest.raises(BadInput, match="不是表格文件") as refused:
        files_named.fn([str(tmp_path / name)])
    assert "绝密" not in str(refused.value)


def test_a_link_to_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "sealing.key").write_text("绝密", encoding="utf-8")
    (tmp_path / "作品.csv").symlink_to(tmp_path / "sealing.key")

    with pytest.raises(BadInput):
        table_file(tmp_path / "作品.csv")


@pytest.mark.parametrize("path", poisons.PATHS)
def test_a_member_of_an_archive_with_a_path_is_never_unpacked_to_it(tmp_path: Path, path: str) -> None:
    with zipfile.ZipFile(tmp_path / "导出.zip", "w") as archive:
        archive.writestr(path.replace("\0", ""), "视频标题,播放量\n茶,1\n")
    before = set(tmp_path.rglob("*"))

    with pytest.raises(BadInput):
        read_file(tmp_path / "导出.zip")
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("part", [*poisons.PATHS, "..", ".", "", "a/b", "茶" * 60])
def test_no_name_of_a_folder_leads_out_of_the_material(on_record: str, tmp_path: Path, part: str) -> None:
    folder = material_folder("tables", part)

    assert folder.resolve().is_relative_to((tmp_path / "material" / "tables").resolve())
    assert folder.resolve() != (tmp_path / "material" / "tables").resolve()


def book(folder: Path, name: str, industry: str = "") -> Path:
    text = f'[[clients]]\ncode = "QF"\nname = {json.dumps(name)}\nindustry = {json.dumps(industry)}\n'
    (folder / "register.toml").write_text(text, encoding="utf-8")
    return folder / "register.toml"


def test_a_name_in_the_register_is_the_one_that_is_read(tmp_path: Path) -> None:
    assert read_book(book(tmp_path, poisons.BIDI + poisons.UNSEEN)).clients[0].name == "通过绝拒通过"


@pytest.mark.parametrize(("name", "industry"), [("", ""), ("\u200b", ""), ("茶" * 101, ""), ("茶", "茶" * 30_000)])
def test_a_register_with_a_text_that_cannot_stand_is_refused_in_one_short_sentence(
    tmp_path: Path, name: str, industry: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_book(book(tmp_path, name, industry))
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "code", ["../x", "a/b", "a b", "-a", "'; DROP TABLE people; --", "{{ 1 }}", "码", "a\u200bb\u202e"]
)
def test_a_code_is_letters_digits_and_dashes_and_nothing_else(tmp_path: Path, code: str) -> None:
    text = f'[[clients]]\ncode = {json.dumps(code)}\nname = "茶"\n'
    (tmp_path / "register.toml").write_text(text, encoding="utf-8")
    if legible_text(code, 40).isascii() and legible_text(code, 40).isalnum():
        assert read_book(tmp_path / "register.toml").clients[0].code == "ab"
        return

    with pytest.raises(BadInput):
        read_book(tmp_path / "register.toml")


def test_sql_in_a_code_finds_nobody_and_does_nothing(on_record: str) -> None:
    with records() as session:
        found(session)
    with looking() as session:
        assert by_code(session, Person, "LIN").name == "林晓"
    with pytest.raises(Exception, match="DROP TABLE"), looking() as session:
        by_code(session, Person, poisons.SQL)
    with looking() as session:
        assert by_code(session, Person, "LIN")


def test_a_paste_of_ten_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadInput, match=str(MOST_PASTED)):
        read_pasted(poisons.TEN_MEGABYTES, MONDAY)


def test_a_hostile_comment_is_kept_as_words() -> None:
    read = read_pasted(f"小王 | {poisons.HTML} {poisons.JINJA} | 2026-11-20 | 3".replace("\n", " "), MONDAY)

    assert [row.words for row in read.rows] == [f"{poisons.HTML} {poisons.JINJA}"]
