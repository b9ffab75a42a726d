"""Whose file it is stands on record or is asked; works of another account are never taken for new ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.domain.terms.figures import Platform
from agency.errors import BadInput, NotOnRecord
from agency.records.named import by_code
from agency.records.tables import Account, ImportBatch, ImportQuestion, Publication, VideoSnapshot
from tasks.imports.exports import bring_in, preview
from tasks.imports.plan import Fate
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, UMBRELLA, another_account, export, publish, rows_of

AT_NOON = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
AT_SEVEN = datetime(2026, 11, 5, 11, 0, 0, tzinfo=UTC)
DAY = {"日期": "2026-11-03", "净增粉丝": "-7"}


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def two_accounts(agency: None) -> None:
    with records() as session:
        another_account(session)


def put_on_record(code: str, title: str, moment: datetime) -> str:
    with records() as session:
        return publish(session, by_code(session, Account, code), title=title, published_at=moment)


def test_the_only_account_of_the_platform_needs_no_name(tmp_path: Path):
    with records() as session:
        another_account(session, "HEAT-KS", Platform.KUAISHOU)

    assert bring_in(export(tmp_path, NOODLES)).account.code == "BREEZE-DY"


@pytest.mark.usefixtures("two_accounts")
def test_of_several_accounts_it_is_the_one_that_has_a_work_of_the_file(tmp_path: Path):
    put_on_record("HEAT-DY", "第一碗面", AT_NOON)
    put_on_record("BREEZE-DY", "第一碗面", AT_SEVEN)

    assert bring_in(export(tmp_path, NOODLES, UMBRELLA)).account.code == "HEAT-DY"


@pytest.mark.usefixtures("two_accounts")
@pytest.mark.parametrize("rows", [[NOODLES], [DAY]], ids=["works", "days"])
def test_where_nothing_tells_the_account_the_candidates_are_named_and_nothing_is_written(
    tmp_path: Path, rows: list[dict[str, str]]
):
    with pytest.raises(BadInput, match="抖音的导出文件,从内容看不出属于哪个账号,请指定其中一个:BREEZE-DY、HEAT-DY。"):
        bring_in(export(tmp_path, *rows))

    assert rows_of(ImportBatch, Publication) == [0, 0]


@pytest.mark.usefixtures("two_accounts")
def test_a_file_with_works_of_two_accounts_names_both_with_their_shares(tmp_path: Path):
    put_on_record("BREEZE-DY", "第一碗面", AT_NOON)
    put_on_record("HEAT-DY", "修伞的人", AT_SEVEN)

    with pytest.raises(BadInput, match=r"分属多个账号.*BREEZE-DY\(1 条作品\)、HEAT-DY\(1 条作品\)"):
        bring_in(export(tmp_path, NOODLES, UMBRELLA))


@pytest.mark.usefixtures("two_accounts")
def test_a_work_of_another_account_waits_for_a_person_and_the_accounts_own_go_in(tmp_path: Path):
    put_on_record("BREEZE-DY", "第一碗面", AT_NOON)
    theirs = put_on_record("HEAT-DY", "修伞的人", AT_SEVEN)

    plan = bring_in(export(tmp_path, NOODLES, UMBRELLA), "BREEZE-DY")

    assert (plan.counts[Fate.CHANGED], plan.counts[Fate.UNMATCHED]) == (1, 1)
    assert rows_of(VideoSnapshot, Publication) == [1, 2]
    with records() as session:
        asked = session.scalars(select(ImportQuestion)).one()
    assert (asked.row_number, asked.candidates, asked.reason) == (3, [theirs], "同平台的另一个账号已有这条作品")


@pytest.mark.usefixtures("two_accounts")
def test_a_work_of_both_accounts_is_the_one_of_the_account_that_was_named(tmp_path: Path):
    put_on_record("BREEZE-DY", "第一碗面", AT_NOON)
    put_on_record("HEAT-DY", "第一碗面", AT_NOON)

    assert preview(export(tmp_path, NOODLES), "HEAT-DY").counts == {Fate.CHANGED: 1}


@pytest.mark.usefixtures("two_accounts")
def test_a_work_of_another_minute_or_title_is_no_claim_of_another_account(tmp_path: Path):
    put_on_record("HEAT-DY", "第一碗面", AT_SEVEN)
    put_on_record("HEAT-DY", "第二碗面", AT_NOON)

    assert preview(export(tmp_path, NOODLES), "BREEZE-DY").counts == {Fate.NEW: 1}


def test_a_platform_without_an_account_is_said(tmp_path: Path):
    with records() as session:
        by_code(session, Account, "BREEZE-DY").platform = Platform.KUAISHOU

    with pytest.raises(NotOnRecord, match="还没有登记抖音的账号"):
        bring_in(export(tmp_path, NOODLES))


def test_a_file_that_came_before_is_known_whatever_account_is_named_now(tmp_path: Path):
    path = export(tmp_path, NOODLES)
    bring_in(path)
    with records() as session:
        another_account(session)

    assert [bring_in(path, code).before for code in ("", "HEAT-DY")] == ["BREEZE-DY", "BREEZE-DY"]
