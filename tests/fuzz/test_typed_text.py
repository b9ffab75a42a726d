"""Whatever people paste or type is read, or told in one sentence; and what strangers wrote never becomes markup."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agency.domain import month_lines, pasted_lines, plan_lines
from agency.domain.footage import read_footage_name
from agency.domain.pasted_comments import PastedReader
from agency.domain.quoting import harmless, quoted
from agency.domain.shot_table import read_shot_table
from agency.domain.terms.content import ContentKind
from agency.domain.titles import tidy_title, title_findings, title_length
from agency.domain.waiving import last_day, waivable
from agency.errors import AgencyError, BadInput
from agency.notices.markdown import lines_of, runs_of
from config.lexicon import shot_words
from config.lexicon.pasted import pasted_words
from config.settings import settings as product
from tasks import texts
from tasks.comments.pasting import read_pasted
from tasks.register_book import read_book
from tests.stages.video import FOOTAGE, SHOTS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = NOW.date()
REAL = [
    SHOTS,
    FOOTAGE,
    "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-12-04 | 2026-12-10 18:00",
    "2026-11-12 | 定位讨论会 | 林晓",
    "道具 | 玻璃杯 | 3 | 12.50 | 37.50",
    "播放量 | 12000",
    "小茶客: 折得真好 昨天 12:30 广东 赞 3",
    "2026-11-23 09:30",
    "0001-01-01 00:00",
    "9999-12-31 23:59",
    "1e400",
    "１２,3４５.６",
    "9" * 400,
    "-0",
    "²",
    "٣٤",
    "2026-W47",
    "#1 {{ 7*7 }} <script>alert(1)</script> [x](javascript:1) @所有人 ~~x~~",
]
SLIPS = ["\x00", "\u200b", "\ufeff", "|", "\t", "\ud83d", "9" * 30, "-"]
SLIPS_OF_A_BOOK = ["[", "]]", "=", '"', "\n[[projects]]\n", "\x00"]
written = st.one_of(st.text(max_size=60), st.sampled_from(REAL))


@st.composite
def pasted(draw: st.DrawFn) -> str:
    """Return lines as somebody pastes them: real ones with something else between their cells, at their ends, in their midst."""
    lines = draw(st.lists(written, min_size=1, max_size=4))
    joined = draw(st.sampled_from(["\n", "\r\n", "\t", " | ", "|", "\u2028", "\x0b", "，"])).join(lines)
    if draw(st.booleans()) and joined:
        at = draw(st.integers(0, len(joined) - 1))
        joined = joined[:at] + draw(st.sampled_from(SLIPS)) + joined[at + 1 :]
    return joined


def each_line(read: Callable[[Any], object]) -> Callable[[str], object]:
    return lambda text: pasted_lines.read_lines(text, read)


READERS: dict[str, Callable[[str], object]] = {
    "a timetable": each_line(plan_lines.milestone),
    "a schedule": each_line(plan_lines.scheduled_topic),
    "a budget": each_line(plan_lines.asked_line),
    "papers": each_line(plan_lines.paper),
    "targets": each_line(month_lines.planned_target),
    "tasks": each_line(month_lines.planned_task),
    "people of the stages": each_line(month_lines.stage_names),
    "what is needed": each_line(month_lines.needed_input),
    "a day in a list": pasted_lines.read_day,
    "a moment in a list": pasted_lines.read_moment,
    "an amount": pasted_lines.read_fen,
    "a quantity": pasted_lines.read_quantity,
    "a value": month_lines.read_value,
    "a word of a list": lambda text: pasted_lines.read_word(text, ContentKind),
    "a day": texts.day,
    "a moment": texts.moment,
    "until when": lambda text: last_day(text, TODAY),
    "a rule and its subject": lambda text: waivable("I2", text),
    "a shot table": lambda text: read_shot_table(text, shot_words()),
    "footage": lambda text: read_footage_name(text, product().policy.footage_pattern),
    "comments": lambda text: read_pasted(text, NOW),
    "comments in lines": lambda text: PastedReader(pasted_words(), NOW).line(text),
    "a title": lambda text: (tidy_title(text), list(title_findings(text, product().policy))),
    "markdown": lambda text: [list(runs_of(line)) for line in text.splitlines()] + [list(lines_of(text))],
}


def read_whatever(reader: str, examples: int) -> None:
    @settings(max_examples=examples)
    @given(pasted())
    def read(text: str) -> None:
        try:
            READERS[reader](text)
        except AgencyError as error:
            check_sentences(error)

    read()


def check_sentences(error: AgencyError) -> None:
    assert str(error)
    assert "Traceback" not in str(error)


@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_typed_is_read_or_told_in_a_sentence(reader: str) -> None:
    read_whatever(reader, 60)


@pytest.mark.soak
@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_typed_all_night_is_read_or_told_in_a_sentence(reader: str) -> None:
    read_whatever(reader, settings().max_examples)


@given(pasted())
def test_a_stranger_can_neither_mark_up_nor_address_nor_compute(text: str) -> None:
    shown = harmless(text)

    assert not set("<>[]{}()*_`#|@~\\$&^=") & set(shown)
    assert "\n" not in shown
    assert "://" not in shown


@given(pasted(), st.integers(1, 200))
def test_a_quotation_is_never_longer_than_it_may_be(text: str, longest: int) -> None:
    assert len(quoted(text, longest)) <= longest + 1


@given(pasted())
def test_a_title_that_is_tidied_twice_is_tidied_once(text: str) -> None:
    once = tidy_title(text)

    assert tidy_title(once) == once
    assert title_length(once) == title_length(text) <= max(1, len(text))


BOOK = Path(__file__).parents[2] / "config" / "register.example.toml"


@given(
    at=st.integers(0, 2_000),
    put=st.one_of(st.text(max_size=8), st.sampled_from(SLIPS_OF_A_BOOK)),
)
def test_a_register_with_a_slip_is_read_or_told_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: str
) -> None:
    text = BOOK.read_text(encoding="utf-8")
    slipped = tmp_path_factory.getbasetemp() / "slipped.toml"
    slipped.write_text(text[:at] + put + text[at + len(put) :], encoding="utf-8", errors="replace")

    with suppress(BadInput):
        read_book(slipped)
