"""Records in which somebody has put a poison into every text that a person or a platform may write, past every door.

Worse than any door lets in: what the doors take out is in it too, as far as a database keeps it.
"""

from collections.abc import Iterator

from sqlalchemy import Engine, Table, Text

from agency.records.append_only import APPEND_ONLY
from agency.records.tables import Base
from tests.hostile.poisons import BIDI, CONTROLS, FAMILY, FORMULA, HTML, JINJA, MARKDOWN, SQL, UNSEEN, ZALGO
from tests.tampering import tamper

NO_CHARACTERS = "\x01\x1f\x7f\ufffe\uffff"  # no XML may hold them
MARK = "毒"
POISON = "\n".join(
    [
        FORMULA,
        MARK,
        HTML,
        MARKDOWN,
        JINJA,
        SQL,
        "]]>&amp;<!--",
        BIDI,
        UNSEEN,
        CONTROLS,
        NO_CHARACTERS,
        "👨‍👩‍👧‍👦",
        ZALGO,
        FAMILY,
    ]
).replace("\0", "")
ADDRESS = "javascript:alert(1)//=cmd|' /C calc'!A0"

HOUSE_WRITES = {
    *("code", "created_by", "actor", "entity", "entity_id", "timezone", "month", "period_key", "cadence_key", "stage"),
    *("stage_from", "stage_to", "slot", "place", "kept_as", "platform_item_id", "video_id", "platform_comment_id"),
    *(
        "fingerprint",
        "author_hash",
        "matching_key",
        "about",
        "dedupe_key",
        "message_id",
        "bound_phone_last4",
        "open_id",
    ),
    *("production_run_id", "flow_run_id", "rule", "subject_kind", "subject_id", "item", "layout", "secret_ref"),
}
"""Columns whose texts nobody types: the house makes them, or looks things up by them."""


def spoil(engine: Engine) -> int:
    """Put the poison into every text of every row, told apart by the row, and return how many columns there are."""
    spoiled = list(columns())
    for table, column in spoiled:
        poison = ADDRESS if column.endswith(("link", "url")) else POISON
        own = f"{column} = :poison || substr({key_of(table)}, -5)"
        statement = f"UPDATE {table.name} SET {own} WHERE length(trim({column})) > 0"  # noqa: S608 - names of our tables
        tamper(engine, statement, poison=poison)
    return len(spoiled)


def columns() -> Iterator[tuple[Table, str]]:
    """Yield each column with a free text; rows that are only ever added are evidence, and no report shows their texts."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, Text) and column.name not in HOUSE_WRITES
            if is_text and not column.name.endswith("_sealed") and table.name not in APPEND_ONLY:
                yield table, column.name


def key_of(table: Table) -> str:
    """Return what tells the rows of a table apart."""
    return next(iter(table.primary_key.columns)).name
