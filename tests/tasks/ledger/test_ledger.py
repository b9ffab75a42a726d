"""The ledger is verified, shown and handed to an auditor, who can check every hash without this software."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from sqlalchemy import Engine

from agency.domain.terms.gates import Verdict
from agency.domain.terms.people import Role
from agency.errors import BadInput
from agency.records import chain
from agency.records.engine import open_records, reading, records
from config.settings import CHECKOUT
from shortvideo.verifying import verify_ledger
from tasks.ledger.export import export
from tasks.ledger.heads import FILE, head_of, note_head, noted_heads
from tasks.ledger.page import message, page
from tasks.ledger.verification import verify
from tests.ledger_of_tea import MONDAY, answer, opened, write_ledger
from tests.tampering import tamper

FORMULA = '=HYPERLINK("http://example.invalid","同意")'


@pytest.fixture
def ledger(on_record: str) -> Iterator[Engine]:
    engine = open_records(on_record)
    write_ledger(engine)
    yield engine
    engine.dispose()


def test_a_whole_ledger_is_said_to_be_so_and_its_end_is_noted(
    ledger: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_ledger([], MONDAY) == 0

    with reading(ledger) as session:
        head = chain.head(session)
    told = capsys.readouterr().out
    assert f"账本完好:共 {head.number} 环" in told
    assert head.hash in told
    assert noted_heads() == [head]
    assert (tmp_path / FILE).read_text(encoding="utf-8") == f"2026-11-23T02:00:00+00:00 {head.number} {head.hash}\n"


def test_a_broken_ledger_is_told_with_its_place_and_its_end_is_not_noted(
    ledger: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(ledger, "UPDATE decisions SET comment = '我同意' WHERE seat = 0")

    assert verify_ledger([], MONDAY) == 1

    told = capsys.readouterr().out
    assert "审批意见" in told
    assert "与写入时不一样了" in told
    assert noted_heads() == []


def test_an_end_that_was_written_down_elsewhere_finds_out_who_rewrote_everything(
    ledger: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with reading(ledger) as session:
        head = chain.head(session)

    assert verify_ledger([f"{head.number}:{head.hash}"], MONDAY) == 0
    assert verify_ledger([f"{head.number}:{'0' * 64}"], MONDAY) == 1
    assert f"第 {head.number} 环的指纹与当时抄录的不同" in capsys.readouterr().out


def test_the_verb_ends_with_one_sentence_where_it_is_given_nonsense(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "shortvideo.verifying", "一百二十"]
    told = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, "SHORTVIDEO_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 1
    assert told.stderr.startswith("一百二十 不是账本末尾的写法")


def test_an_end_that_was_cut_off_is_missed(ledger: Engine) -> None:
    with reading(ledger) as session:
        note_head(chain.head(session), MONDAY)
    tamper(
        ledger,
        "DELETE FROM ledger_links WHERE table_name = 'gate_passes'",
        "DELETE FROM gate_passes",
    )

    with reading(ledger) as session:
        verified = verify(session, noted_heads())

    assert "末尾被截掉" in verified.sentences[0]


def test_half_a_line_in_the_file_of_ends_is_passed_over(ledger: Engine, tmp_path: Path) -> None:
    with reading(ledger) as session:
        head = chain.head(session)
    note_head(head, MONDAY)
    note_head(head, MONDAY)
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write("2026-11-24T02:00:00+00:00 12")

    assert noted_heads() == [head]


@pytest.mark.parametrize("text", ["", "12", "12:abc", f"-1:{'a' * 64}", f"{'9' * 30}:{'a' * 64}"])
def test_what_is_no_end_of_a_ledger_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="账本末尾"):
        head_of(text)


def test_the_leads_read_once_a_week_how_it_ends_and_at_once_that_it_is_broken(ledger: Engine) -> None:
    with reading(ledger) as session:
        whole = verify(session, [])
    tamper(ledger, "UPDATE decisions SET comment = '我同意' WHERE seat = 0")
    with reading(ledger) as session:
        broken = verify(session, [])

    weekly, alarm = message(whole, MONDAY), message(broken, MONDAY)

    assert whole.head.hash in weekly.body
    assert weekly.about == "ledger-whole-2026-W48"
    assert alarm.urgency == "at_once"
    assert "先不要改动任何东西" in alarm.body
    assert "| 环号 | 问题 | 发现 |" in page(broken, MONDAY)
    assert page(whole, MONDAY).startswith("**账本完好")


def with_a_formula(engine: Engine) -> None:
    """Let somebody give a formula for a reason."""
    with records(engine) as session:
        round_ = opened(session, 3, "=1+1")
        answer(session, round_, "YUN", Role.OPERATIONS_LEAD, Verdict.SENT_BACK, comment=FORMULA)


def by_header(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_an_auditor_reads_who_decided_what_in_the_workbook(ledger: Engine, tmp_path: Path) -> None:
    with reading(ledger) as session:
        export(session, tmp_path / "账本.xlsx")
        head = chain.head(session)

    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "账本.xlsx"))
    rows = by_header(book.get_sheet_by_name("审批账本").to_python())
    said = [row for row in rows if row["事项"] == "审批意见"]

    assert [(row["谁"], row["角色"], row["决定"]) for row in said] == [
        ("云总", "运营负责人", "退回修改"),
        ("云总", "运营负责人", "通过"),
        ("贾方", "甲方", "通过"),
    ]
    assert {(row["对象"], row["关口"], row["身份确认方式"]) for row in said} == {
        ("BREEZE-DY", "S2 账号IP定位确认", said[0]["身份确认方式"])
    }
    assert {row["项目"] for row in said} == {"BREEZE"}
    assert (rows[-1]["环号"], rows[-1]["环的指纹"]) == (head.number, head.hash)
    assert "sha256sum" in str(book.get_sheet_by_name("怎样核对").to_python())


def test_what_was_decided_stands_first_and_alone_and_a_change_is_told_in_words(ledger: Engine, tmp_path: Path) -> None:
    with reading(ledger) as session:
        export(session, tmp_path / "账本.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "账本.xlsx"))

    decided, whole = (by_header(book.get_sheet_by_name(name).to_python()) for name in ("审批记录", "审批账本"))

    assert book.sheet_names == ["审批记录", "审批账本", "怎样核对"]
    assert {row["事项"] for row in decided} >= {"提交的轮次", "审批意见", "关口通过"}
    assert "环的指纹" not in decided[0]
    assert [row["环号"] for row in decided] == [row["环号"] for row in whole if row["事项"] != "数据改动"]
    client = next(row for row in whole if row["对象"] == "甲方")
    assert "name: " in str(client["意见、理由或改动"])
    assert not set(str(client["意见、理由或改动"])) & set("{}[]")


def test_a_formula_in_a_reason_stays_a_text(ledger: Engine, tmp_path: Path) -> None:
    with_a_formula(ledger)
    with reading(ledger) as session:
        export(session, tmp_path / "ledger.csv")

    with (tmp_path / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_every_hash_can_be_checked_with_sha256sum_alone(ledger: Engine, tmp_path: Path) -> None:
    with_a_formula(ledger)
    with reading(ledger) as session:
        table, rows, guide = export(session, tmp_path / "ledger.csv")
        head = chain.head(session)
    with table.open(encoding="utf-8-sig", newline="") as file:
        told = by_header(list(csv.reader(file)))

    row = shell(f"sed -n {head.number}p '{rows}' | tr -d '\\n' | sha256sum")
    link = shell(f"printf '%s' '{told[-1]['环的原文']}' | sha256sum")

    assert f"sed -n 7p {rows.name} | tr -d '\\n' | sha256sum" in guide.read_text(encoding="utf-8")
    assert row.split()[0] == told[-1]["记录指纹"]
    assert link.split()[0] == told[-1]["环的指纹"] == head.hash
    assert told[-2]["环的指纹"] in told[-1]["环的原文"]
    assert len(rows.read_text(encoding="utf-8").splitlines()) == head.number


def shell(command: str) -> str:
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", ["ledger.docx", "ledger", "nowhere/ledger.xlsx"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is(ledger: Engine, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(BadInput), reading(ledger) as session:
        export(session, tmp_path / name)

    assert set(tmp_path.iterdir()) == before
