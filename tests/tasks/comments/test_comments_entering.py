"""Comments that people paste or bring as a file: shown first, written once, and a bad line costs no other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.heard import Heard, kept_words
from agency.domain.terms.figures import Source
from agency.errors import BadInput, NotOnRecord
from agency.records.tables import Comment, ContentItem, NegativeCase, Publication
from tasks.comments.entering import Entering, came_of, enter
from tasks.comments.judging import KeptComments, keep_comments
from tasks.comments.pasting import preview, read_file, read_pasted, work_and_rows
from tasks.opening import records
from tests.commented import LINK, NIGHT, found_commented, the_work

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
PASTED = """
小鱼 | 太难喝了 | 2026-11-25 18:30 | 1.2万
路人 | 好喝!| 昨天 09:00

阿南 | | 昨天 09:00
未来人 | 我来自明年 | 2027-11-25 18:30
只有内容
"""


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with records() as session:
        found_commented(session)
        yield session


def entering(session: Session, lines: str = "", file: str = "", work: str = LINK, at: datetime = NOON) -> KeptComments:
    return enter(session, Entering(work, lines, file, NOON), at)[0]


def all_said(session: Session) -> list[Comment]:
    return list(session.scalars(select(Comment).order_by(Comment.posted_at)))


def test_what_can_be_read_is_kept_and_each_bad_line_says_why(session: Session):
    kept, read = enter(session, Entering(LINK, PASTED, "", NOON), NOON)

    assert (kept.new, kept.negative) == (3, 1)
    assert read.faults == ("第 5 行:没有评论内容。", "第 6 行:时间在将来。")
    assert came_of(kept, read).startswith("新录入评论 3 条,其中负面 1 条,工单 1 件。")
    worst = session.scalars(select(Comment).where(Comment.words == "太难喝了")).one()
    assert (worst.likes, worst.posted_at, worst.source) == (
        12_000,
        datetime(2026, 11, 25, 10, 30, tzinfo=UTC),
        Source.MANUAL,
    )
    assert session.scalars(select(NegativeCase.found_at)).one() == NOON


def test_no_nickname_is_on_record_and_the_same_person_has_the_same_mark(session: Session):
    entering(session, "小鱼儿 | 太难喝了 | 11-25 18:30\n小鱼儿 | 退钱 | 11-25 18:31\n别人 | 好喝 | 11-25 18:32")

    first, second, third = all_said(session)
    assert first.author_hash == second.author_hash != third.author_hash
    assert not any("小鱼儿" in str(vars(row)) for row in all_said(session))


def test_the_same_paste_again_brings_nothing_and_an_overlapping_one_only_what_is_new(session: Session):
    entering(session, PASTED)
    assert entering(session, PASTED).new == 0
    assert entering(session, PASTED + "\n新人 | 挺好 | 11-26 10:00").new == 1


def test_the_same_words_of_another_person_or_another_day_are_another_comment(session: Session):
    entering(session, "小鱼 | 好喝 | 11-25 10:00")
    assert entering(session, "阿南 | 好喝 | 11-25 10:00\n小鱼 | 好喝 | 11-24 10:00").new == 2


def test_what_a_platform_tells_later_of_a_pasted_comment_is_the_same_comment(session: Session):
    entering(session, "小鱼 | 太难喝了 | 2026-11-25 18:30")
    told = Heard(
        words="太难喝了",
        author_hash="x",
        posted_at=datetime(2026, 11, 25, 10, 30, 12, tzinfo=UTC),
        source=Source.API,
        comment_id="7400",
        likes=3,
    )

    assert keep_comments(session, the_work(session).id, [told], NOON).new == 0
    (row,) = all_said(session)
    assert (row.platform_comment_id, row.likes) == ("7400", 3)
    assert entering(session, "另一个昵称 | 太难喝了 | 2026-11-25 20:00").new == 1
    assert keep_comments(session, the_work(session).id, [told], NOON).new == 0


def test_a_preview_says_what_would_come_and_writes_nothing(session: Session):
    work, read = work_and_rows(session, LINK, PASTED, "", NOON)

    page, new = preview(session, work, read, NOON)

    assert new == 3
    assert "新评论 3 条,之前已有 0 条,读不懂 2 行" in page
    assert "| 太难喝了 | 12000 | 2026-11-25 18:30 |" in page
    assert page.index("太难喝了") < page.index("好喝!")  # what somebody has to see to, first
    assert all_said(session) == []


def test_markup_in_a_paste_is_shown_harmlessly_in_the_preview(session: Session):
    work, read = work_and_rows(session, LINK, "<script> | {{ x }} [a](http://evil.invalid) <b>", "", NOON)

    page, _new = preview(session, work, read, NOON)

    assert not any(mark in page for mark in ("<script", "{{", "[a](", "http://evil", "<b>"))


def test_a_table_is_read_by_its_headers_and_a_bad_row_is_told_by_its_number(session: Session, tmp_path: Path):
    file = tmp_path / "评论.csv"
    file.write_text(
        "导出说明\n评论时间,用户昵称,点赞数,评论内容\n2026-11-25 10:00,小鱼,3,太难喝了\n某天,阿南,,好喝\n,,,\n,路人,,退钱\n",
        encoding="gb18030",
    )

    read = read_file(file, NOON)

    assert [row.words for row in read.rows] == ["太难喝了", "退钱"]
    assert read.faults == ("第 4 行:“某天”不像时间。",)
    assert entering(session, file=str(file)).new == 2


def test_a_table_without_a_column_for_the_words_is_named_with_what_is_wanted(tmp_path: Path):
    file = tmp_path / "别的表.csv"
    file.write_text("日期,播放量\n2026-11-25,3\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"别的表\.csv.*内容"):
        read_file(file, NOON)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(BadInput, match=r"没有.csv"):
        read_file(tmp_path / "没有.csv", NOON)


def test_ten_megabytes_in_one_paste_are_refused_and_in_one_comment_are_cut(session: Session):
    with pytest.raises(BadInput, match="超过 1000000 个字"):
        read_pasted("难" * 10_000_000, NOON)
    words = kept_words("难喝" * 5_000_000)
    told = Heard(words=words, author_hash="x", posted_at=NIGHT, source=Source.API, comment_id="1")
    keep_comments(session, the_work(session).id, [told], NOON)
    assert len(all_said(session)[0].words) == 2_000


def test_what_no_database_takes_is_taken_out_of_a_comment(session: Session):
    assert entering(session, "小鱼 | 难\0喝\ud83d | 11-25 10:00").new == 1
    assert all_said(session)[0].words.startswith("难喝")


def test_a_work_is_found_by_its_link_and_by_its_content_code_and_another_name_is_told(session: Session):
    item = session.scalars(select(ContentItem)).one()
    the_work(session).content_id = item.id
    the_work(session).proof = "截图.png"
    session.flush()

    assert entering(session, "好喝", work="BREEZE-001").new == 1
    assert entering(session, "真香", work=f" {LINK} ").new == 1
    with pytest.raises(NotOnRecord, match="BREEZE-999"):
        entering(session, "好喝", work="BREEZE-999")


def test_a_code_that_was_published_twice_asks_for_the_link(session: Session):
    first = the_work(session)
    session.add(Publication(account_id=first.account_id, title="另一条", published_at=NIGHT, link=LINK))
    session.flush()

    with pytest.raises(BadInput, match="发布过 2 次"):
        entering(session, "好喝")


def test_nothing_pasted_is_told(session: Session):
    with pytest.raises(BadInput, match="没有可录入的内容"):
        entering(session, " \n ")


def test_a_comment_without_a_moment_is_known_again_a_day_later(session: Session):
    entering(session, "小鱼 | 难喝")
    again = Entering(LINK, "小鱼 | 难喝", "", NOON + timedelta(days=1))

    assert enter(session, again, NOON + timedelta(days=1))[0].new == 0
