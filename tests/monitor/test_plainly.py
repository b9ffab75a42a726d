"""What people brought and could not be taken is told in a sentence; a mistake of ours keeps its trace."""

import logging

import pytest

from agency.errors import BadInput, NotOnRecord, RuleBroken, StoreAway
from shortvideo.logs.plainly import Plainly


def logged(error: Exception) -> str:
    """Return the lines of a record on an error, as Prefect makes one, once the filter has seen it."""
    record = logging.LogRecord(
        "prefect", logging.ERROR, "", 0, "Failed: %r", (error,), (type(error), error, error.__traceback__)
    )
    assert Plainly().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize("kind", [BadInput, NotOnRecord, RuleBroken])
def test_a_slip_of_the_pen_is_logged_as_its_sentence_alone(kind: type[Exception]) -> None:
    assert logged(kind("没有编号为 100% 的项目(虚构)。")) == "没有编号为 100% 的项目(虚构)。"


@pytest.mark.parametrize("error", [KeyError("rows"), StoreAway("文件仓库没有答复")])
def test_any_other_error_keeps_its_trace(error: Exception) -> None:
    assert type(error).__name__ in logged(error).partition("\n")[2]
