"""What cells without a number or a moment say."""

import pytest

from agency.domain.terms.figures import Visibility, WorkKind
from agency.errors import BadInput
from agency.platforms.exports import cells
from agency.platforms.exports.grid import Cell, Raw


def a(raw: Raw) -> Cell:
    return Cell(raw, "作品名称")


@pytest.mark.parametrize("token", ["", "  ", "-", "--", "—", "N/A", "undefined", "null", "－"])
def test_a_null_token_says_nothing(token: str) -> None:
    assert cells.is_null(a(token))


@pytest.mark.parametrize("raw", ["0", 0, 0.0, "无", "--1"])
def test_zero_and_words_are_not_null(raw: Raw) -> None:
    assert not cells.is_null(a(raw))


@pytest.mark.parametrize(
    "written", ["=三个习惯,让猫爱上你", "@大家 看完再说", "+1 的快乐", "第一行\n#猫 #日常", "🐈‍⬛"]
)
def test_a_title_stays_as_it_was_written(written: str) -> None:
    assert cells.title(a(written)) == written


def test_line_breaks_of_a_title_are_of_one_kind() -> None:
    assert cells.title(a("标题\r\n正文_x000D_\n#话题")) == "标题\n正文\n#话题"


def test_a_dash_for_a_title_is_a_title() -> None:
    assert cells.title(a("-")) == "-"


@pytest.mark.parametrize("raw", ["1.23E+18", "7.5e18", 7.301e18])
def test_an_id_that_a_spreadsheet_rounded_is_refused(raw: Raw) -> None:
    with pytest.raises(BadInput, match="rounded by a spreadsheet"):
        cells.identifier(a(raw))


@pytest.mark.parametrize(
    ("raw", "id_"), [("7301234567890123456", "7301234567890123456"), (4711.0, "4711"), ("-", None)]
)
def test_an_id_is_text(raw: Raw, id_: str | None) -> None:
    assert cells.identifier(a(raw)) == id_


@pytest.mark.parametrize("words", ["1min-视频", "1-3min视频", "3-5min视频", "视频"])
def test_every_length_of_video_is_a_video(words: str) -> None:
    assert cells.kind(a(words)) == WorkKind.VIDEO


def test_pictures_are_not_videos() -> None:
    assert cells.kind(a("图文")) == WorkKind.PICTURES


def test_a_kind_not_met_before_is_refused_rather_than_pooled_with_videos() -> None:
    with pytest.raises(BadInput, match="文章"):
        cells.kind(a("文章"))


def test_a_state_not_met_before_is_unknown_rather_than_public() -> None:
    assert cells.visibility(a("公开")) == Visibility.PUBLIC
    assert cells.visibility(a("限时可见")) is None
