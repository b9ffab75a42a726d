"""A lead's own export goes in once; bad rows and rows that could be two works are told, and cost the good ones nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.publishing import PublicationStatus
from agency.errors import BadInput, NotOnRecord
from agency.records.tables import (
    Account,
    AccountDaily,
    ContentItem,
    ImportBatch,
    ImportQuestion,
    Person,
    Publication,
    VideoSnapshot,
)
from config.settings import settings
from tasks.imports.exports import Confirmed, bring_in, preview
from tasks.imports.plan import Fate, ImportPlan
from tasks.imports.summary import refusals, row_sentence, summary
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, SAVED_AT, UMBRELLA, date_as, export, rows_of


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def fates(plan: ImportPlan) -> dict[Fate, int]:
    return {fate: count for fate, count in plan.counts.items() if count}


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

    assert (fates(imported), imported.refused) == ({Fate.NEW: 2}, 0)
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

    assert fates(imported) == {Fate.CHANGED: 1}
    assert row_sentence(imported.rows[0]) == "第2行“第一碗面 #虚构探店”:播放量 9800 → 12000"
    with records() as session:
        assert session.scalars(select(VideoSnapshot.plays).order_by(VideoSnapshot.observed_at)).all() == [9_800, 12_000]


def test_a_work_of_ours_published_by_hand_is_the_exports_work_of_that_minute_and_title(folder: Path):
    ours = publish(title="第一碗面", published_at=datetime(2026, 11, 3, 4, 30, tzinfo=UTC))

    imported = bring_in(export(folder, NOODLES), "BREEZE-DY")

    assert fates(imported) == {Fate.CHANGED: 1}
    with records() as session:
        assert session.scalars(select(VideoSnapshot.publication_id)).one() == ours


def test_rows_that_could_be_one_work_are_told_and_neither_is_written(folder: Path):
    imported = bring_in(export(folder, NOODLES, NOODLES | {"播放量": "5"}, UMBRELLA), "BREEZE-DY")

    assert fates(imported) == {Fate.NEW: 1, Fate.UNMATCHED: 2}
    with records() as session:
        batch = session.scalars(select(ImportBatch)).one()
        asked = session.scalars(select(ImportQuestion).order_by(ImportQuestion.row_number)).all()
    assert (batch.rows_ok, batch.rows_unmatched, batch.rows_failed) == (1, 2, 0)
    assert batch.findings[0] == "第2行“第一碗面 #虚构探店”:文件中有多行对应同一个作品"
    assert [(row.row_number, row.figures["plays"], row.candidates) for row in asked] == [(2, 9_800, []), (3, 5, [])]


def test_a_bad_row_is_refused_in_a_sentence_with_its_place_and_the_others_go_in(folder: Path):
    bad = NOODLES | {"播放量": "很多", "发布时间": "昨天"}

    imported = bring_in(export(folder, bad, UMBRELLA), "BREEZE-DY")

    assert (fates(imported), imported.refused) == ({Fate.NEW: 1}, 1)
    assert [sentence.split(":")[0] for sentence in refusals(imported)] == ["第2行“发布时间”", "第2行“播放量”"]


def test_figures_that_can_hardly_be_true_are_kept_and_pointed_out(folder: Path):
    imported = bring_in(export(folder, NOODLES | {"点赞量": "99999"}), "BREEZE-DY")

    assert rows_of(VideoSnapshot) == [1]
    assert "有疑问,按原样导入(共 1 条)" in summary(imported)
    assert "99999" in summary(imported)


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

    assert imported.export.received_at == datetime(2026, 11, 18, tzinfo=UTC)


def test_a_file_from_the_future_is_dated_now(folder: Path):
    path = export(folder, NOODLES)
    date_as(path, datetime.now(UTC) + timedelta(days=1))

    assert bring_in(path, "BREEZE-DY").export.received_at <= datetime.now(UTC)


def test_days_of_an_account_go_in_and_a_corrected_export_is_the_next_revision(folder: Path):
    third, fourth = {"日期": "2026-11-03", "净增粉丝": "-7"}, {"日期": "2026-11-04", "净增粉丝": "12"}
    first = bring_in(export(folder, third, fourth), "BREEZE-DY")
    second = bring_in(export(folder, third, fourth | {"净增粉丝": "13"}, name="新.xlsx"), "BREEZE-DY")

    assert fates(first) == {Fate.NEW: 2}
    assert fates(second) == {Fate.UNCHANGED: 1, Fate.CHANGED: 1}
    assert row_sentence(second.rows[1]) == "第3行 2026-11-04:净增粉丝 12 → 13"
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


def test_a_preview_tells_what_the_import_then_does_and_writes_nothing(folder: Path):
    bring_in(export(folder, NOODLES, UMBRELLA), "BREEZE-DY")
    before = rows_of(Publication, VideoSnapshot, ImportBatch, ImportQuestion)
    changed = NOODLES | {"播放量": "12000"}
    unread = NOODLES | {"作品名称": "读不懂", "播放量": "很多"}
    newest = UMBRELLA | {"作品名称": "新开张", "发布时间": "2026-11-08 09:00:01"}
    newer = export(folder, changed, UMBRELLA, unread, newest, newest, name="新.xlsx", days_later=1)

    shown = preview(newer, "BREEZE-DY")

    assert rows_of(Publication, VideoSnapshot, ImportBatch, ImportQuestion) == before
    assert fates(shown) == {Fate.CHANGED: 1, Fate.UNCHANGED: 1, Fate.UNMATCHED: 2}
    assert list((settings().home / "files").glob("*/*")) == [kept_file()]
    lines = summary(shown).splitlines()
    assert lines[1] == "新增 0 行,有变化 1 行,无变化 1 行,待判定 2 行,未能读取 1 行(尚未写入)"
    assert "  - 第3行“修伞的人”:与 2026-11-16 09:20 的数据相同" in lines
    assert any(line.startswith("  - 第4行“播放量”:") for line in lines)
    written = summary(bring_in(newer, "BREEZE-DY")).splitlines()
    assert written[2:] == lines[2:]
    assert written[1].endswith("(已写入)")


def kept_file() -> Path:
    """Return where the raw file of the first import is kept."""
    with records() as session:
        name = session.scalars(select(ImportBatch.kept_as).order_by(ImportBatch.id)).first()
    assert name is not None
    return settings().home / "files" / name


def test_only_the_first_twenty_rows_of_a_kind_are_shown_and_the_rest_counted(folder: Path):
    works = [
        UMBRELLA | {"作品名称": f"第{number}把伞", "发布时间": f"2026-11-05 19:{number}:01"} for number in range(10, 35)
    ]

    lines = summary(preview(export(folder, *works))).splitlines()

    assert "新增(共 25 条):" in lines
    assert lines[-1] == "  - ……另有 5 条"
    assert len(lines) == 2 + 1 + 20 + 1


def test_an_unchanged_work_is_kept_as_one_more_look(folder: Path):
    bring_in(export(folder, NOODLES))
    again = export(folder, NOODLES, name="新.xlsx", days_later=1)
    again.write_bytes(again.read_bytes() + bytes(1))
    date_as(again, SAVED_AT + timedelta(days=1))

    assert fates(bring_in(again)) == {Fate.UNCHANGED: 1}
    assert rows_of(VideoSnapshot) == [2]


def test_a_file_that_is_older_than_what_is_on_record_is_compared_with_what_came_before_it(folder: Path):
    bring_in(export(folder, NOODLES | {"播放量": "100"}, name="一.xlsx"))
    bring_in(export(folder, NOODLES | {"播放量": "300"}, name="三.xlsx", days_later=2))

    between = preview(export(folder, NOODLES | {"播放量": "200"}, name="二.xlsx", days_later=1))

    assert row_sentence(between.rows[0]).endswith("播放量 100 → 200")


def test_the_raw_file_is_kept_under_its_content_for_nobody_else_to_read(folder: Path):
    path = export(folder, NOODLES)

    bring_in(path)

    assert kept_file().read_bytes() == path.read_bytes()
    assert S_IMODE(kept_file().stat().st_mode) == 0o600
    assert kept_file().parent.name == kept_file().name[:2]


def test_the_one_who_confirmed_stands_in_the_batch(folder: Path):
    with records() as session:
        wu = session.scalars(select(Person.id).where(Person.code == "WU")).one()

    path = export(folder, NOODLES)
    bring_in(path, confirmed=Confirmed(wu, frozenset({preview(path).export.sha256})))

    with records() as session:
        assert session.scalars(select(ImportBatch.imported_by_id)).one() == wu


def test_a_file_that_is_not_the_one_that_was_confirmed_is_refused(folder: Path):
    confirmed = Confirmed("LIN", frozenset({preview(export(folder, NOODLES)).export.sha256}))

    with pytest.raises(BadInput, match="确认之后被改动"):
        bring_in(export(folder, UMBRELLA), confirmed=confirmed)

    assert rows_of(ImportBatch) == [0]


def test_of_two_imports_of_one_file_at_once_one_writes_and_the_other_is_told(folder: Path):
    path, start, told = export(folder, NOODLES, UMBRELLA), Barrier(2), []

    def race() -> None:
        start.wait()
        told.append(bring_in(path, "BREEZE-DY").before)

    racers = [Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(told) == ["", "BREEZE-DY"]
    assert rows_of(ImportBatch, Publication, VideoSnapshot) == [1, 2, 2]


def test_two_files_of_one_account_at_once_put_no_work_on_record_twice(folder: Path):
    paths = [export(folder, NOODLES, name="一.xlsx"), export(folder, NOODLES, UMBRELLA, name="二.xlsx", days_later=1)]
    start = Barrier(2)

    def race(path: Path) -> None:
        start.wait()
        bring_in(path, "BREEZE-DY")

    racers = [Thread(target=race, args=[path]) for path in paths]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert rows_of(ImportBatch, Publication, VideoSnapshot) == [2, 2, 3]
