"""Tables that only grow: the database itself refuses to change or delete a row of them (I9, gates.md 1).

Migrations call ``guard`` for a new table of this kind, and on SQLite once more for one that a step has rebuilt: the
rebuilt table has lost its triggers.
"""

from sqlalchemy import Connection, text

APPEND_ONLY = (
    "gate_rounds",
    "decisions",
    "gate_passes",
    "refused_answers",
    "waivers",
    "video_snapshots",
    "account_dailies",
    "audit_events",
    "import_questions",
    "import_decisions",
    "tables_given_back",
    "operations_reports",
    "reminders",
    "code_enrolments",
    "used_codes",
    "wrong_codes",
    "ledger_links",
)

CHAINED = frozenset(
    {
        "gate_rounds",
        "decisions",
        "gate_passes",
        "refused_answers",
        "waivers",
        "import_decisions",
        "code_enrolments",
        "used_codes",
        "audit_events",
    }
)
"""Those whose rows are bound by the chain (``agency.records.chain``); where one is added, its old rows have to be bound."""

SQLITE_TRIGGER = """
    CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""

POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$
"""

POSTGRESQL_TRIGGER = """
    CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def guard(connection: Connection, *tables: str) -> None:
    """Let the database refuse UPDATE and DELETE on these tables, and TRUNCATE where the engine knows it.

    A refused statement raises ``sqlalchemy.exc.IntegrityError``. On SQLite one that touches no row passes.
    """
    if connection.dialect.name == "postgresql":
        _guard_on_postgresql(connection, tables)
    else:
        _guard_on_sqlite(connection, tables)


def _guard_on_postgresql(connection: Connection, tables: tuple[str, ...]) -> None:
    connection.execute(text(POSTGRESQL_FUNCTION))
    for table in tables:
        connection.execute(text(POSTGRESQL_TRIGGER.format(table=table)))


def _guard_on_sqlite(connection: Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(SQLITE_TRIGGER.format(table=table, verb=verb)))
