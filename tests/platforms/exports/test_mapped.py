"""Files that the system does not know are read by what a lead has written down in config/layouts.toml."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform
from agency.platforms.exports import Export, UnmappedColumns, layouts_of, read_export
from agency.platforms.exports.mapped import DAY_COLUMNS, WORK_COLUMNS
from config.layouts import LAYOUTS_FILE, DayField, MappedLayout, WorkField, layouts, read_layouts
from config.settings import SettingsError

Write = Callable[..., Path]

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
TOLD_OTHERWISE = {"video_id", "published_to_the_day"}  # the records' own, and told by how a publication is written
WORKS = """
[[layout]]
name = "企业号作品"
platform = "douyin"
shape = "works"
[layout.columns]
"视频标题" = "title"
"发布日期" = "published_at"
"播放次数（次）" = "plays"
"完播 率(%)" = "completion"
"""
DAYS = """
[[layout]]
name = "小程序日报"
platform = "other"
shape = "days"
[layout.columns]
"统计日" = "day"
"新增播放" = "plays_new"
"""


def written(tmp_path: Path, *stanzas: str) -> Path:
    path = tmp_path / "layouts.toml"
    path.write_text("\n".join(stanzas), encoding="utf-8")
    return path


def read(path: Path, mapped: tuple[MappedLayout, ...]) -> Export:
    return read_export(path, received_at=NOW, layouts=layouts_of(mapped))


def test_every_field_of_the_figures_can_be_mapped() -> None:
    works = {field.name for field in fields(WorkFigures)} - TOLD_OTHERWISE
    days = {field.name for field in fields(AccountDay)}

    assert set(get_args(WorkField)) == set(WORK_COLUMNS) == works
    assert set(get_args(DayField)) == set(DAY_COLUMNS) == days


def test_a_mapped_file_of_works_is_read(delimited: Write, tmp_path: Path) -> None:
    mapped = read_layouts(written(tmp_path, WORKS, DAYS))
    header = ["视频标题", "发布日期", "播放次数(次)", "完播率（%）", "转化数"]

    export = read(
        delimited(
            [header, ["灯笼", "2026-03-08", "1,204", "28.64", "3"], ["风筝", "2026-03-08 09:00:01", "7", "-", ""]]
        ),
        mapped,
    )

    assert (export.layout.label, export.layout.platform, export.unknown_columns) == (
        "企业号作品",
        Platform.DOUYIN,
        ("转化数",),
    )
    assert export.works == (
        WorkFigures(
            title="灯笼",
            published_at=datetime(2026, 3, 7, 16, 0, tzinfo=UTC),
            published_to_the_day=True,
            plays=1204,
            completion=0.2864,
        ),
        WorkFigures(title="风筝", published_at=datetime(2026, 3, 8, 1, 0, 1, tzinfo=UTC), plays=7),
    )


def test_a_mapped_file_of_days_is_read(delimited: Write, tmp_path: Path) -> None:
    export = read(delimited([["统计日", "新增播放"], ["2026/3/8", "81"]]), read_layouts(written(tmp_path, DAYS)))

    assert export.days == (AccountDay(day=date(2026, 3, 8), plays_new=81),)


def test_a_known_layout_stands_before_a_mapped_one(delimited: Write, tmp_path: Path) -> None:
    mapped = read_layouts(written(tmp_path, DAYS.replace("统计日", "日期").replace("新增播放", "播放量")))

    assert read(delimited([["日期", "播放量"], ["2026-03-08", "81"]]), mapped).layout.name == "douyin metric days"


def test_an_unknown_file_is_answered_with_a_layout_to_paste(delimited: Write, tmp_path: Path) -> None:
    rows = [["点赞量", "统计 “日”", "评论量", "发布时间", "素材ID"], ["5", "1", "2", "2026-03-08 10:00:00", "A1"]]

    with pytest.raises(UnmappedColumns, match="found: 点赞量, 统计 “日”, 评论量, 发布时间, 素材ID") as refused:
        read(delimited(rows), ())

    assert refused.value.proposal.splitlines() == [
        "[[layout]]",
        'name = "my export"',
        'platform = "other"',
        'shape = "works"',
        "[layout.columns]",
        '"点赞量" = "likes"',
        '"评论量" = "comments"',
        '"发布时间" = "published_at"',
        '# "统计 “日”" = ""',
        '# "素材ID" = ""',
    ]


def test_the_proposal_filled_in_reads_the_file(delimited: Write, tmp_path: Path) -> None:
    path = delimited([['素材 "名"', "发布时间", "点赞量"], ["灯笼", "2026-03-08 10:00:00", "5"]])
    with pytest.raises(UnmappedColumns) as refused:
        read(path, ())

    filled_in = refused.value.proposal.replace('# "素材 \\"名\\"" = ""', '"素材 \\"名\\"" = "title"')
    (work,) = read(path, read_layouts(written(tmp_path, filled_in))).works

    assert (work.title, work.likes) == ("灯笼", 5)


def test_a_file_of_days_is_proposed_as_days(delimited: Write) -> None:
    with pytest.raises(UnmappedColumns) as refused:
        read(delimited([["日期", "消耗"], ["2026-03-08", "5"]]), ())

    assert 'shape = "days"' in refused.value.proposal
    assert '"日期" = "day"' in refused.value.proposal


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            WORKS.replace('"plays"', '"views"'),
            "layout 1: '播放次数（次）' is called 'views', and works have no such field",
        ),
        (WORKS.replace('"plays"', '"play"'), "perhaps plays was meant"),
        (WORKS.replace('"plays"', '"title"'), "layout 1: title stands behind more than one header"),
        (WORKS.replace('"发布日期" = "published_at"', ""), "layout 1: works need a column for published_at"),
        (DAYS.replace('"新增播放" = "plays_new"', ""), "layout 1: no column tells a figure beside day"),
        (DAYS.replace('"plays_new"', '"plays"'), "days have no such field, perhaps plays_new was meant"),
        (WORKS + DAYS.replace("days", "weeks"), "layout 2: 'shape' is wrong: Input should be 'works' or 'days'"),
        (WORKS.replace("douyin", "myspace"), "layout 1: 'platform' is wrong"),
        (WORKS.replace("shape =", 'color = "red"\nshape ='), "layout 1: there is no key 'color'"),
        ('title = "x"\n' + WORKS, "layouts.toml: there is no key 'title'"),
        (WORKS + WORKS, "企业号作品 is the name of more than one layout"),
        ("[[layout]\n", "layouts.toml cannot be read"),
    ],
)
def test_a_wrong_layout_is_refused_in_one_sentence(tmp_path: Path, wrong: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_layouts(written(tmp_path, wrong))

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_agencys_own_file_is_read_and_its_example_is_one() -> None:
    example = LAYOUTS_FILE.read_text(encoding="utf-8").partition("#\n# [[layout]]")[2]

    assert layouts() == ()
    assert all(field in LAYOUTS_FILE.read_text(encoding="utf-8") for field in get_args(WorkField) + get_args(DayField))
    assert '"播放次数" = "plays"' in example
