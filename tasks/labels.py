"""The words of a closed list as a form offers them, and the code behind the one that was chosen."""

from enum import StrEnum
from typing import TypeVar

from agency.domain.terms import label

Code = TypeVar("Code", bound=StrEnum)


def labels(kind: type[Code]) -> list[str]:
    """Return the words of a closed list in its order."""
    return [label(code) for code in kind]


def read_label(kind: type[Code], word: str) -> Code:
    """Return the code that people call so; the word is one of ``labels``."""
    return next(code for code in kind if label(code) == word)
