"""Columns of a kind: a code of a closed list, and several codes of one."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Enum
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)


def code_column(terms: type[E], **options: Any) -> MappedColumn[E]:  # noqa: ANN401 - mapped_column's own options
    """Return a column that keeps the code of a closed list as text and refuses a code that is not on it.

    No CHECK constraint: a list that grows must not need a migration on two engines.
    """
    kind = Enum(
        terms,
        native_enum=False,
        length=32,
        validate_strings=True,
        values_callable=lambda kind: [member.value for member in kind],
    )
    return mapped_column(kind, **options)


class Codes(TypeDecorator[list[E]], Generic[E]):
    """Several codes of one closed list, each once, in the order given; a code that is not on the list is refused."""

    impl = JSON
    cache_ok = True

    def __init__(self, terms: type[E]) -> None:
        super().__init__()
        self.terms = terms

    def process_bind_param(self, value: Iterable[E] | None, dialect: Dialect) -> list[str] | None:
        """Keep the codes as a JSON list of text; an unknown one raises ``ValueError``."""
        return None if value is None else list(dict.fromkeys(self.terms(code).value for code in value))

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> list[E] | None:
        """Give the codes back as members of their list."""
        return None if value is None else [self.terms(code) for code in value]


def codes_column(terms: type[E], **options: Any) -> MappedColumn[list[E]]:  # noqa: ANN401 - mapped_column's own options
    """Return a column that keeps several codes of a closed list; a new row starts with none of them.

    The list is one value: to change it assign a new list.
    """
    return mapped_column(Codes(terms), default=list, **options)
