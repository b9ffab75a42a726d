"""Many rows go in with one statement on either engine, as they are, once, and each table after those it points to."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from agency.domain.figures import WorkFigures
from agency.domain.matching import match_rows
from agency.domain.terms.figures import Source, Visibility, WorkKind
from agency.records import found_works
from agency.records.bulk import Sheaf, add_missing, put
from agency.records.engine import records
from agency.records.figures import DAY_OF_A_WORK, Observation
from agency.records.tables import Account, Publication, Pull, VideoSnapshot, WorkDaily
from tests.small_agency import found

NOON = datetime(2026, 11, 20, 4, 30, 7, 123456, tzinfo=UTC)
ODD = '=1+1 "引号" \'quoted\' \\ 反斜杠 \n换行 😀 {"json": null} %(rows)s :x'
PULL = ("id", "account_id", "observed_at", "parts", "span", "works_seen", "works_new", "days_written", "undecided")


@pytest.fixture
def account_id(engine: Engine) -> str:
    with records(engine) as session:
        found(session)
        session.flush()
        return session.scalars(select(Account.id)).one()


def work(title: str = "纸鹤", plays: int | None = 1) -> WorkFigures:
    return WorkFigures(
        title=title,
        published_at=NOON,
        item_id=f"@{title}",
        kind=WorkKind.PICTURES,
        visibility=Visibility.PRIVATE,
        plays=plays,
        completion=0.087500000000000008,
        follower_gain=-3,
    )


def keep(engine: Engine, account_id: str, *works: WorkFigures) -> None:
    with records(engine) as session:
        rows = list(zip(works, match_rows(works, ()), strict=True))
        found_works.keep_works(session, account_id, rows, Observation(observed_at=NOON, source=Source.API))


@pytest.mark.parametrize("title", [ODD, "", "a" * 5_000], ids=["odd", "empty", "long"])
def test_a_title_comes_back_to_the_letter(engine: Engine, account_id: str, title: str):
    keep(engine, account_id, work(title))

    with records(engine) as session:
        kept = session.scalars(select(Publication)).one()
    assert (kept.title, kept.published_at, kept.kind, kept.visibility) == (
        title,
        NOON,
        WorkKind.PICTURES,
        Visibility.PRIVATE,
    )


def test_a_title_with_a_nul_is_kept_without_it(engine: Engine, account_id: str):
    keep(engine, account_id, work("纸\0鹤"))

    with records(engine) as session:
        assert session.scalars(select(Publication.title)).one() == "纸鹤"


@pytest.mark.parametrize("plays", [None, 0, 2**31, 2**53 + 1], ids=str)
def test_a_count_comes_back_to_the_unit_and_what_is_missing_stays_missing(
    engine: Engine, account_id: str, plays: int | None
):
    keep(engine, account_id, work(plays=plays))

    with records(engine) as session:
        kept = session.scalars(select(VideoSnapshot)).one()
    assert (kept.plays, kept.likes, kept.follower_gain) == (plays, None, -3)
    assert kept.completion == 0.087500000000000008


def test_rows_whose_key_is_on_record_are_passed_over_and_counted_as_such(engine: Engine, account_id: str):
    row = ("p1", account_id, NOON, ["works"], 7, 0, 0, 0, [])
    with records(engine) as session:
        assert add_missing(session, Pull, (*PULL, "created_at"), [(*row, NOON)]) == 1
        assert add_missing(session, Pull, (*PULL, "created_at"), [(*row, NOON), ("p2", *row[1:], NOON)]) == 1
        assert add_missing(session, Pull, PULL, []) == 0


def test_a_row_put_twice_stands_once_with_its_last_word(engine: Engine, account_id: str):
    keep(engine, account_id, work())
    with records(engine) as session:
        work_id = session.scalars(select(Publication.id)).one()
        for likes in (7, -2):
            day = (work_id, date(2026, 11, 19), Source.API, NOON, None, likes, None, None)
            put(session, WorkDaily, DAY_OF_A_WORK, [day])

        assert session.scalars(select(WorkDaily.likes)).all() == [-2]


def test_a_sheaf_is_written_in_the_order_in_which_tables_point_to_one_another(engine: Engine, account_id: str):
    with records(engine) as session:
        sheaf = Sheaf()
        seen = Observation(observed_at=NOON, source=Source.API, pull_id="p1")
        found_works.lay_works(sheaf, account_id, [(work(), match_rows([work()], ())[0])], seen)
        sheaf.lay(Pull, (*PULL, "created_at"), [("p1", account_id, NOON, ["works"], 7, 1, 1, 0, ["“甲”"], NOON)])
        sheaf.write(session)

    with records(engine) as session:
        assert session.scalars(select(VideoSnapshot.pull_id)).one() == "p1"
        assert session.scalars(select(Pull.undecided)).one() == ["“甲”"]


def test_a_row_that_points_to_nothing_takes_the_whole_sheaf_with_it(engine: Engine, account_id: str):
    nowhere = ("no-such-work", date(2026, 11, 19), Source.API, NOON, 1, 1, 1, 1)

    sheaf = Sheaf()
    seen = Observation(observed_at=NOON, source=Source.API)
    found_works.lay_works(sheaf, account_id, [(work(), match_rows([work()], ())[0])], seen)
    sheaf.lay(WorkDaily, DAY_OF_A_WORK, [nowhere], over=True)

    with pytest.raises(IntegrityError), records(engine) as session:
        sheaf.write(session)

    with records(engine) as session:
        assert session.scalar(select(func.count()).select_from(Publication)) == 0
