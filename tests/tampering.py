"""Somebody who may write into the database and wants the ledger to say something else: the guards look away meanwhile."""

from collections.abc import Mapping

from sqlalchemy import Engine, text

from agency.records.append_only import APPEND_ONLY


def tamper(engine: Engine, *statements: str, **values: object) -> None:
    """Run statements past every guard, as whoever owns the database can."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for table in APPEND_ONLY:
                for verb in ("UPDATE", "DELETE"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuse_{verb}"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            connection.execute(text(statement), known(statement, values))


def known(statement: str, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values that a statement names."""
    return {name: value for name, value in values.items() if f":{name}" in statement}
