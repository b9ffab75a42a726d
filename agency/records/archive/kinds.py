"""Kinds of columns: how each engine tells and takes a value, so that a row reads the same on both (SQLite, PostgreSQL).

A line of an archive holds what SQLite keeps: moments as text in UTC, truths as 0 and 1, documents as their JSON text.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Any

import orjson
from sqlalchemy.dialects.postgresql import INTERVAL, JSONB
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Integer, LargeBinary, Numeric, String, TypeEngine, Uuid

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a span is told as the moment so long after it, as SQLAlchemy does on SQLite
AS_TEXT = "YYYY-MM-DD HH24:MI:SS.US"
NUL = "\0"
SPELLED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")

Step = Callable[[Any], Any]


class Kind(StrEnum):
    """What a column holds. A ``tree`` is a document that the engine has taken apart (JSONB), a ``span`` a length of time."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    SPAN = "span"
    DAY = "day"
    DOCUMENT = "document"
    TREE = "tree"
    BYTES = "bytes"


OF_TYPES: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (INTERVAL, Kind.SPAN),
    (JSONB, Kind.TREE),
    (JSON, Kind.DOCUMENT),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DAY),
    (Boolean, Kind.TRUTH),
    (Integer, Kind.WHOLE),
    (Numeric, Kind.NUMBER),
    (LargeBinary, Kind.BYTES),
    (Uuid, Kind.TEXT),
    (String, Kind.TEXT),
)

ON_POSTGRESQL = {
    Kind.TEXT: "{column}::text",
    Kind.TRUTH: "{column}::int",
    Kind.MOMENT: f"to_char({{column}}, '{AS_TEXT}')",
    Kind.SPAN: f"to_char(timestamp 'epoch' + {{column}}, '{AS_TEXT}')",
    Kind.DAY: "to_char({column}, 'YYYY-MM-DD')",
    Kind.DOCUMENT: "{column}::text",
    Kind.TREE: "{column}::text",
}


def kind_of(kind: TypeEngine[Any]) -> Kind:
    """Return the kind of a reflected column; raise ``TypeError`` for one that no table of ours or Prefect's has."""
    for known, told in OF_TYPES:
        if isinstance(kind, known):
            return told
    raise TypeError(f"a column of an unknown kind: {kind!r}")


def told_by(engine: str, kind: Kind, column: str) -> str:
    """Return the SQL that tells a (quoted) column the way SQLite keeps it; on PostgreSQL in a session of UTC."""
    return ON_POSTGRESQL.get(kind, "{column}").format(column=column) if engine == "postgresql" else column


def spelled(number: float) -> float | str:
    """Return a number as JSON can hold it: an infinite one in letters."""
    return number if isfinite(number) else str(number)


def step_into_line(kind: Kind) -> Step | None:
    """Return what turns a value told by the database into one of a line, None where nothing does."""
    return spelled if kind is Kind.NUMBER else None


def step_into(engine: str, kind: Kind) -> Step | None:
    """Return what turns a value of a line into one that an engine takes for a column of this kind."""
    if kind is Kind.BYTES:
        return b64decode
    if engine == "sqlite":
        return float if kind is Kind.NUMBER else None
    return INTO_POSTGRESQL.get(kind)


def without_nul(text: str) -> str:
    """Return a text as PostgreSQL can keep it."""
    return text.replace(NUL, "") if NUL in text else text


def without_spelled_nul(document: str) -> str:
    """Return the text of a document as PostgreSQL can take it apart."""
    return SPELLED_NUL.sub(r"\1", document) if r"\u0000" in document else document


def as_span(moment: str) -> timedelta:
    """Return the length of time that is told as the moment so long after the epoch."""
    return moment_of(moment) - EPOCH.replace(tzinfo=UTC)


INTO_POSTGRESQL: dict[Kind, Step] = {
    Kind.TEXT: without_nul,
    Kind.TREE: without_spelled_nul,
    Kind.SPAN: as_span,
}


def moment_of(text: str) -> datetime:
    """Return the moment of a text, in UTC; one without a zone is meant in UTC."""
    told = datetime.fromisoformat(text)
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def document_of(told: str | float) -> object:
    """Return a document from its text; SQLite has kept one that is a bare number as that number."""
    return orjson.loads(without_spelled_nul(told)) if isinstance(told, str) else told


def same(kind: Kind, told: Any, kept: Any) -> bool:  # noqa: ANN401 - whatever a column holds
    """Say whether a value of an archive's line is what a database has kept of it, as far as its engine can."""
    if told is None or kept is None or told == kept:
        return told is kept or told == kept
    match kind:
        case Kind.MOMENT | Kind.SPAN:
            return moment_of(told) == moment_of(kept)
        case Kind.TREE | Kind.DOCUMENT:
            return bool(document_of(told) == document_of(kept))
        case Kind.TEXT:
            return without_nul(told) == without_nul(kept)
        case Kind.NUMBER:
            return float(told) == float(kept)
    return False
