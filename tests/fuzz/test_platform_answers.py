"""Whatever a platform answers, its client gives figures that can be kept, or one sentence of the tree of errors."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.errors import PlatformError
from tests.fuzz.platform_answers import LINES, Pull, pulled
from tests.fuzz.platform_rows import check_kept
from tests.fuzz.spoiling import spoiled_json

EVERY_PLATFORM = pytest.mark.parametrize("name", sorted(LINES))
recorded: Callable[[str], Pull] = cache(pulled)


def search(name: str, examples: int) -> None:
    pull = recorded(name)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def spoiled(data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(pull.pages) - 1), label="page")
        content = data.draw(spoiled_json(pull.pages[number].content), label=pull.pages[number].path)
        try:
            rows = pull.with_page(number, content).read()
        except PlatformError:
            return
        for row in rows:
            check_kept(row)

    spoiled()


@EVERY_PLATFORM
def test_a_pull_that_was_recorded_is_read_again_as_it_was(name: str) -> None:
    rows = recorded(name).read()

    assert len(rows) > 5
    for row in rows:
        check_kept(row)


@EVERY_PLATFORM
def test_an_answer_with_something_wrong_in_it_is_a_value_or_one_sentence(name: str) -> None:
    search(name, 40)


@pytest.mark.soak
@EVERY_PLATFORM
def test_a_thousand_answers_with_something_wrong_in_them_are_values_or_sentences(name: str) -> None:
    search(name, settings().max_examples)
