"""Why a file cannot be opened is said in words; what nobody foresaw is said as the system says it."""

import errno
import os

import pytest

from agency.domain.closed_files import why_closed


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "这个文件不在那里"),
        (errno.EACCES, "运行系统的用户没有读它的权限"),
        (errno.EISDIR, "这是一个文件夹"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_frequent_reason_is_told_in_chinese(number: int, told: str) -> None:
    assert why_closed(OSError(number, os.strerror(number))) == told


def test_an_error_without_a_reason_is_told_by_its_kind() -> None:
    assert why_closed(OSError()) == "OSError"
