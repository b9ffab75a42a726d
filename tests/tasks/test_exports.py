"""A lead's own export goes in once; bad rows and rows that could be two works are told, and cost the good ones nothing."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.publishing import PublicationStatus
from agency.errors import BadInput, NotOnRecord
from agency.records.tables import Account, AccountDaily, ContentItem, ImportBatch, Publication, VideoSnapshot
from shortvideo.importing import import_files
from tasks.exports import bring_in
from tasks.import_summary import summary
from tasks.opening import records
from tests import small_agency

NOODLES = {
    "作品名称": "第一碗面\n#虚构探店",
    "发布时间": "2026-11-03 12:30:07",
    "体裁": "1min-视频",
    "审核状态": "公开",
    "播放量": "9800",
    "完播率": "0.0875",
    "5s完播率": "0.41",
    "封面点击率": "-",
    "2s跳出率": "0.31",
    "平均播放时长": "11.2",
    "点赞量": "310",
    "分享量": "12",
    "评论量": "25",
    "收藏量": "40",
    "主页访问量": "88",
    "粉丝增量": "-3",
}
UMBRELLA = dict.fromkeys(NOODLES, "-") | {
    "作品名称": "修伞的人",
    "发布时间": "2026-11-05 19:00:00",
    "体裁": "图文",
    "播放量": "1200",
}
SAVED_AT = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def export(folder: Path, *rows: Mapping[str, str], name: str = "作品列表.xlsx", days_later: int = 0) -> Path:
    """Write an export as the creator centre does, saved on the morning of 16 November or some days later."""
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
            sheet.write_row(number, 0, cells)
    date_as(path, SAVED_AT + timedelta(days=days_later))
    return path


def date_as(path: Path, moment: datetime) -> None:
    """Let a file have been saved at a moment."""
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def rows_of(*tables: type) -> list[int]:
    with records() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def publish(**values: Any) -> str:
    """Put a work of ours on record as it was published by hand, and return its id."""
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        work = Publication(
            content_id=item.id, account_id=item.account_id, status=PublicationStatus.LIVE, proof="截图.png", **values
        )
        session.add(work)
    return work.id


def test_works_of_an_export_are_on_record_with_every_figure_it_tells(folder: Path):
    imported = bring_in(export(folder, NOODLES, UMBRELLA), "BREEZE-DY")

    assert (imported.new_works, imported.snapshots, imported.refused, imported.unmatched) == (2, 2, (), ())
    with records() as session:
        work = session.scalars(select(Publication).where(Publication.title.like("第一碗面%"))).one()
        shot = session.scalars(select(VideoSnapshot).where(VideoSnapshot.publication_id == work.id)).one()
    assert work.published_at == datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
    assert (shot.plays, shot.completion, shot.cover_ctr, shot.follower_gain) == (9_800, 0.0875, None, -3)
    assert (shot.source, shot.observed_at) == (Source.EXPORT, SAVED_AT)


def test_the_same_file_twice_changes_nothing_and_says_so(folder: Path):
    path = export(folder, NOODLES)
    bring_in(path, "BREEZE-DY")
    before = rows_of(Publication, VideoSnapshot, ImportBatch)

    again = bring_in(path.rename(folder / "另存为.xlsx"), "BREEZE-DY")

    assert rows_of(Publication, VideoSnapshot, ImportBatch) == before
    assert summary(again) == "另存为.xlsx 之前已为 BREEZE-DY 导入过,没有改动任何数据。"


def test_a_newer_export_finds_the_works_again_and_adds_what_they_have_become(folder: Path):
    bring_in(export(folder, NOODLES), "BREEZE-DY")
    newer = export(folder, NOODLES | {"播放量": "12000"}, name="新.xlsx", days_later=1)

    imported = bring_in(newer, "BREEZE-DY")

    assert (imported.new_works, imported.snapshots) == (0, 1)
    with records() as session:
        assert session.scalars(select(VideoSnapshot.plays).order_by(VideoSnapshot.observed_at)).all() == [9_800, 12_000]


def test_a_work_of_ours_published_by_hand_is_the_exports_work_of_that_minute_and_title(folder: Path):
    ours = publish(title="第一碗面", published_at=datetime(2026, 11, 3, 4, 30, tzinfo=UTC))

    imported = bring_in(export(folder, NOODLES), "BREEZE-DY")

    assert imported.new_works == 0
    with records() as session:
        assert session.scalars(select(VideoSnapshot.publication_id)).one() == ours


def test_rows_that_could_be_one_work_are_told_and_neither_is_written(folder: Path):
    imported = bring_in(export(folder, NOODLES, NOODLES | {"播放量": "5"}, UMBRELLA), "BREEZE-DY")

    assert (imported.snapshots, len(imported.unmatched)) == (1, 2)
    assert imported.unmatched[0].startswith("第2行“第一碗面")
    with records() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.rows_ok, batch.rows_unmatched, batch.rows_failed) == (1, 2, 0)


def test_a_bad_row_is_refused_in_a_sentence_with_its_place_and_the_others_go_in(folder: Path):
    bad = NOODLES | {"播放量": "很多", "发布时间": "昨天"}

    imported = bring_in(export(folder, bad, UMBRELLA), "BREEZE-DY")

    assert imported.snapshots == 1
    assert [sentence.split(":")[0] for sentence in imported.refused] == ["第2行“发布时间”", "第2行“播放量”"]


def test_figures_that_can_hardly_be_true_are_kept_and_pointed_out(folder: Path):
    imported = bring_in(export(folder, NOODLES | {"点赞量": "99999"}), "BREEZE-DY")

    assert imported.snapshots == 1
    assert "99999" in imported.doubtful[0]


def test_a_shortened_count_makes_a_new_work_known_and_never_stands_beside_an_exact_one(folder: Path):
    bring_in(export(folder, NOODLES), "BREEZE-DY")
    newer = export(folder, NOODLES | {"播放量": "1.2万", "点赞量": "400"}, name="新.xlsx", days_later=1)

    bring_in(newer, "BREEZE-DY")

    with records() as session:
        newest = session.scalars(select(VideoSnapshot).order_by(VideoSnapshot.observed_at.desc())).first()
    assert newest is not None
    assert (newest.plays, newest.likes) == (None, 400)


def test_an_export_older_than_a_work_in_it_stands_at_that_works_moment(folder: Path):
    late = NOODLES | {"发布时间": "2026-11-18 08:00:00"}

    imported = bring_in(export(folder, late), "BREEZE-DY")

    assert imported.observed_at == datetime(2026, 11, 18, tzinfo=UTC)


def test_a_file_from_the_future_is_dated_now(folder: Path):
    path = export(folder, NOODLES)
    date_as(path, datetime.now(UTC) + timedelta(days=1))

    assert bring_in(path, "BREEZE-DY").observed_at <= datetime.now(UTC)


def test_days_of_an_account_go_in_and_a_corrected_export_is_the_next_revision(folder: Path):
    third, fourth = {"日期": "2026-11-03", "净增粉丝": "-7"}, {"日期": "2026-11-04", "净增粉丝": "12"}
    first = bring_in(export(folder, third, fourth), "BREEZE-DY")
    second = bring_in(export(folder, third, fourth | {"净增粉丝": "13"}, name="新.xlsx"), "BREEZE-DY")

    assert (first.days, second.days) == (2, 1)
    with records() as session:
        told = select(AccountDaily.new_fans, AccountDaily.revision).order_by(AccountDaily.day, AccountDaily.revision)
        assert [tuple(row) for row in session.execute(told)] == [(-7, 1), (12, 1), (13, 2)]


def test_another_platforms_account_is_refused_and_nothing_is_written(folder: Path):
    with records() as session:
        session.scalars(select(Account)).one().platform = Platform.KUAISHOU

    with pytest.raises(BadInput, match=r"抖音.*快手"):
        bring_in(export(folder, NOODLES), "BREEZE-DY")

    assert rows_of(Publication, ImportBatch) == [0, 0]


def test_an_account_that_is_not_on_record_is_named(folder: Path):
    with pytest.raises(NotOnRecord, match="NOBODY-DY"):
        bring_in(export(folder, NOODLES), "NOBODY-DY")


def test_the_verb_goes_on_after_a_file_that_cannot_be_read_and_ends_with_a_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    good = export(folder, NOODLES, UMBRELLA)

    assert import_files([folder / "不存在.xlsx", good], "BREEZE-DY") == 1

    told = capsys.readouterr().out
    assert "不存在.xlsx:打不开文件" in told
    assert "新作品 2 条,写入作品数据 2 条" in told
    assert "数据时间 2026-11-16 09:20" in told
