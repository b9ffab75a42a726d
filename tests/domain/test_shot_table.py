import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.scripts import Shot
from agency.domain.shot_table import ShotTable, milliseconds, read_shot_table
from agency.domain.terms.content import CameraMove, ShotSize
from agency.domain.terms.rules import Beat
from config.lexicon import shot_words
from tests.domain.findings import broken

WORDS = shot_words()
HEADER = "镜号\t景别\t画面\t时长(秒)\t运镜\t剧情\t计划条数\n"


def read(rows: str) -> ShotTable:
    return read_shot_table(HEADER + rows, WORDS)


def test_a_pasted_row_becomes_a_shot() -> None:
    table = read("1\t近景\t红伞落在雨里\t3\t推\t开头\t2")

    assert table == ShotTable(
        (
            Shot(
                number=1,
                size=ShotSize.CLOSE,
                picture="红伞落在雨里",
                duration_ms=3000,
                move=CameraMove.PUSH,
                beat=Beat.BEGINNING,
                planned_takes=2,
            ),
        ),
        (),
    )


def test_english_headings_in_another_order_are_read_as_well() -> None:
    table = read_shot_table("Picture\tDuration\tNo.\tSize\nA red umbrella\t2.5s\t7\tclose-up", WORDS)

    assert table.shots == (Shot(number=7, size=ShotSize.CLOSE_UP, picture="A red umbrella", duration_ms=2500),)


def test_a_cell_of_two_lines_stays_one_cell() -> None:
    table = read('1\t全景\t"雨停了\n伞还开着"\t4\n2\t特写\t水滴\t2')

    assert [shot.picture for shot in table.shots] == ["雨停了\n伞还开着", "水滴"]


def test_empty_rows_are_passed_over_and_still_counted() -> None:
    table = read("1\t全景\t雨\t4\n\t\t\t\n \n3\t全景\t雨\tsoon")

    assert len(table.shots) == 2
    assert "5" in table.findings[0].message


def test_a_row_that_ends_early_leaves_its_last_cells_empty() -> None:
    assert read("1\t全景\t雨").shots == (Shot(number=1, size=ShotSize.FULL, picture="雨"),)


def test_each_bad_cell_is_named_by_row_and_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    table = read("1\t近景\t雨\t3\n2\t航拍\t雨\tsoon\t推\t开头\ttwo\n\t近景\t雨\t3")

    assert [finding.message for finding in table.findings] == [
        "Row 3, column 景别: “航拍” is not one of 远景, 全景, 中景, 近景, 特写.",
        "Row 3, column 时长(秒): “soon” is no duration in seconds.",
        "Row 3, column 计划条数: “two” is no whole number from 1 to 999.",
        "Row 4, column 镜号: a shot needs a number.",
    ]
    assert [shot.number for shot in table.shots] == [1, 2]


def test_a_table_without_its_needed_columns_is_not_read() -> None:
    table = read_shot_table("镜号\t画面\n1\t雨", WORDS)

    assert table.shots == ()
    assert broken(table.findings) == ["P3-table-columns"]


def test_nothing_pasted_is_a_table_without_columns() -> None:
    assert broken(read_shot_table("", WORDS).findings) == ["P3-table-columns"]


def test_a_cell_too_long_for_any_table_is_said_to_be_unreadable() -> None:
    assert broken(read("1\t近景\t" + "雨" * 200_000).findings) == ["P3-table-unreadable"]


def test_a_column_nobody_knows_or_a_second_one_of_a_kind_is_left_out_aloud() -> None:
    table = read_shot_table("镜号\t景别\t画面\t画面描述\t时长\t心情\n1\t近景\t雨\t雪\t3\t好", WORDS)

    assert table.shots[0].picture == "雨"
    assert broken(table.findings) == ["P3-table-column-unknown?"] * 2


@pytest.mark.parametrize(
    ("text", "length"),
    [("3", 3000), ("3秒", 3000), ("3 秒钟", 3000), ("0:03", 3000), ("1:02.5", 62_500), ("2.5S", 2500)],
)
def test_a_duration_is_read_however_it_is_written(text: str, length: int) -> None:
    assert milliseconds(text, WORDS.seconds) == length


@pytest.mark.parametrize("text", ["-3", "0", "nan", "inf", "3-5", "1e3", "秒", "00:00", "3分"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert broken(read(f"1\t近景\t雨\t{text}").findings) == ["P3-table-cell"]


@given(st.integers(1, 9_999_999))
def test_every_duration_comes_back_as_it_was_written(length: int) -> None:
    assert milliseconds(f"{length / 1000:.3f}", WORDS.seconds) == length


@given(st.text())
def test_whatever_is_pasted_gets_an_answer(pasted: str) -> None:
    assert isinstance(read(pasted), ShotTable)


def test_no_word_of_the_list_means_two_things() -> None:
    for vocabulary in (WORDS.columns, WORDS.sizes, WORDS.moves, WORDS.beats):
        spellings = [spelling for words in vocabulary.values() for spelling in words]
        assert len(spellings) == len(set(spellings))


def test_every_code_and_every_column_of_the_list_exists() -> None:
    assert {*WORDS.sizes} == {*ShotSize}
    assert {*WORDS.moves} == {*CameraMove}
    assert {*WORDS.beats} == {*Beat}
    assert {*WORDS.columns} == {*Shot.__dataclass_fields__}
