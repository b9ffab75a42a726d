"""Rows that could be several works: a person says which, ten at a time, and what was said is neither guessed nor changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from agency.errors import NotOnRecord
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ImportBatch,
    ImportDecision,
    Person,
    ProjectMember,
    Publication,
    RefusedAnswer,
    VideoSnapshot,
    Wait,
)
from tasks.gate.questions import Answer, Question
from tasks.imports.exports import bring_in
from tasks.imports.page import Page
from tasks.imports.queue import batch_to_settle, next_question, receive
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, SAVED_AT, UMBRELLA, another_account, export, publish, rows_of

AT_NOON = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
NEW, OUT = "BREEZE-DY 的新作品", "不导入这一行"


@dataclass
class Clerk:
    """One run that settles a file; each call is a unit of work of its own."""

    batch_id: str
    run: str = "run-of-lin"

    def asks(self) -> Question | None:
        """Return what is asked now."""
        with records() as session:
            return next_question(self.page(session))

    def answer(self, key: str = "", person: str = "林晓(编导)", **rows: str) -> None:
        """Answer some rows, under the open question's key unless another one is given."""
        asked = self.asks()
        with records() as session:
            receive(self.page(session), Answer(key or (asked.key if asked else ""), {"person": person, **rows}))

    def page(self, session: Any) -> Page:
        """Return the page as a new leg finds it."""
        return Page(session, session.get_one(ImportBatch, self.batch_id), self.run)

    @property
    def fields(self) -> dict[str, Any]:
        """The open form's fields."""
        asked = self.asks()
        assert asked is not None
        assert asked.form is not None
        return dict(asked.form.model_json_schema()["properties"])

    @property
    def shown(self) -> str:
        """What stands above the open form."""
        asked = self.asks()
        assert asked is not None
        assert asked.form is not None
        return asked.form.shown


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def twins(agency: None) -> list[str]:
    """Two works on record that nothing tells apart."""
    with records() as session:
        account = by_code(session, Account, "BREEZE-DY")
        return [publish(session, account, title="第一碗面", published_at=AT_NOON, link=link) for link in ("甲", "乙")]


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Clerk]:
    def bring(*rows: dict[str, str], account: str = "BREEZE-DY", **file: Any) -> Clerk:
        return Clerk(bring_in(export(tmp_path, *rows, **file), account).batch_id)

    return bring


def snapshots() -> list[tuple[str, int | None]]:
    with records() as session:
        told = select(VideoSnapshot.publication_id, VideoSnapshot.plays).order_by(VideoSnapshot.plays)
        return [(work, plays) for work, plays in session.execute(told)]


def test_a_row_that_could_be_two_works_is_asked_with_both_a_new_one_and_none(
    twins: list[str], imported: Callable[..., Clerk]
):
    clerk = imported(NOODLES)

    assert clerk.fields["row_2"]["enum"] == [
        "1. “第一碗面” · 2026-11-03 12:30:07 · BREEZE-DY · 甲",
        "2. “第一碗面” · 2026-11-03 12:30:07 · BREEZE-DY · 乙",
        NEW,
        OUT,
    ]
    assert "default" not in clerk.fields["row_2"]
    assert "贾方(甲方)" not in clerk.fields["person"]["enum"]
    assert "林晓(编导)" in clerk.fields["person"]["enum"]
    assert clerk.fields["row_2"]["description"].startswith("发布于 2026-11-03 12:30:07,播放量 9800")
    assert "不导入这一行" in clerk.shown
    assert "|" not in clerk.shown  # each row is told at its own field, and once


def test_the_chosen_work_gets_the_figures_as_of_its_files_moment(twins: list[str], imported: Callable[..., Clerk]):
    clerk = imported(NOODLES)

    clerk.answer(row_2=clerk.fields["row_2"]["enum"][1])

    assert snapshots() == [(twins[1], 9_800)]
    assert clerk.asks() is None
    with records() as session:
        shot, said = session.scalars(select(VideoSnapshot)).one(), session.scalars(select(ImportDecision)).one()
        lin = by_code(session, Person, "LIN")
    assert (shot.observed_at, shot.import_batch_id, shot.completion) == (SAVED_AT, clerk.batch_id, 0.0875)
    assert (said.person_id, said.publication_id, said.is_new_work) == (lin.id, twins[1], False)


def test_a_new_work_is_put_on_record_with_its_shortened_count_and_a_row_left_out_is_not(
    imported: Callable[..., Clerk],
):
    clerk = imported(NOODLES | {"播放量": "1.2万"}, NOODLES | {"播放量": "5"})

    clerk.answer(row_2=NEW, row_3=OUT)

    assert rows_of(Publication, VideoSnapshot, ImportDecision) == [1, 1, 2]
    with records() as session:
        work = session.scalars(select(Publication)).one()
        said = session.scalars(select(ImportDecision).order_by(ImportDecision.is_new_work)).all()
    assert snapshots() == [(work.id, 12_000)]
    assert [one.publication_id for one in said] == [None, work.id]


def test_a_shortened_count_never_stands_beside_the_exact_ones_of_a_chosen_work(
    twins: list[str], imported: Callable[..., Clerk]
):
    clerk = imported(NOODLES | {"播放量": "1.2万"})

    clerk.answer(row_2=clerk.fields["row_2"]["enum"][0])

    assert snapshots() == [(twins[0], None)]


def test_a_row_may_be_the_work_of_another_account(imported: Callable[..., Clerk]):
    with records() as session:
        theirs = publish(session, another_account(session), title="第一碗面", published_at=AT_NOON)
    clerk = imported(NOODLES)

    clerk.answer(row_2=clerk.fields["row_2"]["enum"][0])

    assert snapshots() == [(theirs, 9_800)]


def test_two_rows_said_to_be_one_work_are_put_back_with_the_reason_and_what_was_filled_in(
    twins: list[str], imported: Callable[..., Clerk]
):
    clerk = imported(NOODLES, NOODLES | {"播放量": "5"})
    first = clerk.fields["row_2"]["enum"][0]

    clerk.answer(row_2=first, row_3=first)

    assert snapshots() == []
    assert "第3行:这条作品已经有本文件的数据,一个文件对同一作品只能导入一次。" in clerk.shown
    assert clerk.fields["row_3"]["default"] == first
    clerk.answer(row_2=first, row_3=clerk.fields["row_3"]["enum"][1])
    assert snapshots() == [(twins[1], 5), (twins[0], 9_800)]


def test_an_answer_that_is_none_of_the_choices_is_put_back_and_decides_nothing(imported: Callable[..., Clerk]):
    clerk = imported(NOODLES, NOODLES)

    clerk.answer(row_2="随便", row_3=OUT)
    clerk.answer(person="贾方(甲方)", row_2=NEW, row_3=OUT)

    assert rows_of(ImportDecision, RefusedAnswer) == [0, 2]
    assert "上一次的回答被退回" in clerk.shown


def test_ten_rows_are_asked_at_a_time_until_none_is_left(imported: Callable[..., Clerk]):
    clerk = imported(*[NOODLES | {"播放量": str(number)} for number in range(12)])

    assert len(clerk.fields) == 1 + 10
    clerk.answer(**{f"row_{number}": OUT for number in range(2, 12)})
    assert list(clerk.fields) == ["person", "row_12", "row_13"]
    clerk.answer(row_12=NEW, row_13=OUT)

    assert clerk.asks() is None
    assert snapshots()[0][1] == 10


def test_the_same_answer_taken_again_by_the_same_run_changes_nothing(imported: Callable[..., Clerk]):
    clerk = imported(NOODLES, NOODLES)
    asked = clerk.asks()
    assert asked is not None
    said = {"row_2": NEW, "row_3": OUT}
    clerk.answer(**said)

    clerk.answer(asked.key, **said)

    assert rows_of(ImportDecision, RefusedAnswer, VideoSnapshot) == [2, 0, 1]


def test_who_answers_a_row_after_another_one_is_told_who_that_was_and_when(imported: Callable[..., Clerk]):
    clerk = imported(*[NOODLES | {"播放量": str(number)} for number in range(11)])
    later = Clerk(clerk.batch_id, "run-of-wu")
    asked = later.asks()
    assert asked is not None
    said = {f"row_{number}": OUT for number in range(2, 12)}
    clerk.answer(**said)

    later.answer(asked.key, person="吴敏(运营)", **said | {"row_2": NEW})

    assert rows_of(ImportDecision, VideoSnapshot) == [10, 0]
    assert "第2行:林晓 已于 20" in later.shown
    assert "林晓 已于" not in clerk.shown
    later.answer(person="吴敏(运营)", row_12=OUT)
    assert later.asks() is None


def test_the_inbox_shows_the_wait_until_the_last_row_is_decided(imported: Callable[..., Clerk]):
    clerk = imported(NOODLES, NOODLES)
    clerk.asks()
    with records() as session:
        assert session.scalars(select(Wait.headline)).all() == ["I9 · BREEZE-DY · 作品列表.xlsx · 待判定 2 行"]

    clerk.answer(row_2=OUT, row_3=OUT)
    clerk.asks()

    assert rows_of(Wait) == [0]


def test_a_project_without_anybody_of_the_agency_has_nobody_to_ask(imported: Callable[..., Clerk]):
    clerk = imported(NOODLES, NOODLES)
    with records() as session:
        for member in session.scalars(select(ProjectMember)):
            session.delete(member)

    with pytest.raises(NotOnRecord, match="没有本公司的成员"):
        clerk.asks()


def test_the_file_to_settle_is_named_by_name_or_number_or_is_the_oldest_one(imported: Callable[..., Clerk]):
    first = imported(NOODLES, NOODLES, name="一.xlsx")
    second = imported(UMBRELLA, UMBRELLA, name="二.xlsx")

    found = [batch_to_settle.fn(name) for name in ("", "二.xlsx", first.batch_id)]

    assert found == [first.batch_id, second.batch_id, first.batch_id]
    first.answer(row_2=OUT, row_3=OUT)
    assert batch_to_settle.fn("") == second.batch_id
    second.answer(row_2=OUT, row_3=OUT)
    assert batch_to_settle.fn("") is None
    with pytest.raises(NotOnRecord, match=r"没有导入过文件 三\.xlsx"):
        batch_to_settle.fn("三.xlsx")


def test_a_later_file_of_the_account_finds_the_works_that_a_person_has_named(imported: Callable[..., Clerk]):
    clerk = imported(NOODLES, NOODLES | {"播放量": "5"})
    clerk.answer(row_2=NEW, row_3=OUT)

    imported(NOODLES | {"播放量": "12000"}, name="新.xlsx", days_later=1)

    assert [plays for _work, plays in snapshots()] == [9_800, 12_000]
