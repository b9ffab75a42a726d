"""The closed lists of the trade, one file per part of it, and the word a reader sees for each code."""

from enum import StrEnum

from agency.locale import term


def label(code: StrEnum) -> str:
    """Return the word people read for a code of a closed list, e.g. 编导 for ``Role.DIRECTOR``."""
    return term(type(code).__name__, code.value.replace("_", " "))
