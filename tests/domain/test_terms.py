"""Every code of every closed list has its word."""

from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules

import pytest

from agency.domain import terms
from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.locale import HERE, read_catalogue, translations

MODULES = [import_module(f"{terms.__name__}.{module.name}") for module in iter_modules(terms.__path__)]
LISTS = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__
]
CODES = [code for kind in LISTS for code in kind]
SAME_IN_CHINESE = {"TikTok", "YouTube", "BGM"}


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{type(code).__name__}.{code}")
def test_every_code_has_a_chinese_word(code: StrEnum) -> None:
    word = translations("zh_CN").pgettext(type(code).__name__, code.value.replace("_", " "))

    assert word in SAME_IN_CHINESE or any("\u4e00" <= character <= "\u9fff" for character in word)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_no_two_codes_of_a_list_read_the_same(kind: type[StrEnum]) -> None:
    words = [label(code) for code in kind]

    assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_every_code_fits_its_column(kind: type[StrEnum]) -> None:
    assert all(len(code.value) <= 32 for code in kind)


def test_no_word_outlives_its_code() -> None:
    words = {(entry.context, entry.id) for entry in read_catalogue(HERE / "zh_CN" / "terms.po") if entry.id}

    assert words <= {(type(code).__name__, code.value.replace("_", " ")) for code in CODES}


def test_two_lists_may_not_share_a_name() -> None:
    names = [kind.__name__ for kind in LISTS]

    assert len(set(names)) == len(names)


def test_a_director_reads_as_the_trade_calls_one() -> None:
    assert label(Role.DIRECTOR) == "编导"
